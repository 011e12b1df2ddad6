/** Lloyd's algorithm: every point goes to its nearest centre, every centre to the mean of its points, until nothing moves. */

const mostRounds = 30;

/** Centres one after another, as `points`; `seeds` is where they begin. */
export function centresOf(points: Float64Array, seeds: readonly (readonly number[])[]): Float64Array {
  const width = seeds[0].length;
  const centres = Float64Array.from(seeds.flat());
  const members = new Int32Array(points.length / width).fill(-1);
  for (let round = 0; round < mostRounds; round++) {
    if (!assign(points, centres, members)) break;
    moveToMeans(points, centres, members);
  }
  return centres;
}

/** Whether any point changed its centre. */
function assign(points: Float64Array, centres: Float64Array, members: Int32Array): boolean {
  const width = points.length / members.length;
  let changed = false;
  for (let point = 0; point < members.length; point++) {
    const nearest = nearestOf(points, point * width, centres, width);
    if (nearest !== members[point]) changed = true;
    members[point] = nearest;
  }
  return changed;
}

function nearestOf(points: Float64Array, start: number, centres: Float64Array, width: number): number {
  let nearest = 0;
  let least = Infinity;
  for (let centre = 0; centre < centres.length; centre += width) {
    let distance = 0;
    for (let at = 0; at < width; at++) distance += (points[start + at] - centres[centre + at]) ** 2;
    if (distance >= least) continue;
    least = distance;
    nearest = centre / width;
  }
  return nearest;
}

/** A centre without points stays where it is. */
function moveToMeans(points: Float64Array, centres: Float64Array, members: Int32Array): void {
  const width = points.length / members.length;
  const counts = new Uint32Array(centres.length / width);
  for (const member of members) counts[member]++;
  for (let at = 0; at < centres.length; at++) if (counts[Math.floor(at / width)] > 0) centres[at] = 0;
  for (let point = 0; point < members.length; point++) {
    const member = members[point];
    for (let at = 0; at < width; at++) centres[member * width + at] += points[point * width + at] / counts[member];
  }
}
