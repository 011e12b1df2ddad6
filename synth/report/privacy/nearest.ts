/**
 * Nearest rows. Rows are looked at from those alike in the first attribute outwards, and left as soon as they are too far: exact, and much
 * faster than all distances where the first attribute tells rows apart.
 */
import { unit, type Points } from './points.ts';

/** Points in the order of their first place. */
export interface Sorted {
  readonly points: Points;
  /** Which row each was before. */
  readonly rows: Uint32Array;
}

/** Equal first places keep their order, or turn it around: of equally near rows, a search finds the first. */
export function sortPoints({ rows, width, places }: Points, backwards = false): Sorted {
  const first = (row: number): number => places[row * width] ?? 0;
  const turn = backwards ? -1 : 1;
  const order = Uint32Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => first(a) - first(b) || turn * (a - b),
  );
  const sorted = new Int32Array(places.length);
  order.forEach((row, at) => sorted.set(places.subarray(row * width, (row + 1) * width), at * width));
  return { points: { rows, width, places: sorted }, rows: order };
}

export interface Nearest {
  /** How many are looked for. */
  readonly count: number;
  /** Their distances in parts of `unit`, `count` for each point, nearest first. */
  readonly distances: Int32Array;
  /** Which rows they are. */
  readonly rows: Int32Array;
}

const far = 0x7fffffff;

/** For every point its nearest rows in `among`. */
export function nearestRows(of: Points, among: Sorted, count: number): Nearest {
  const distances = new Int32Array(of.rows * count).fill(far);
  const rows = new Int32Array(of.rows * count).fill(-1);
  for (let row = 0; row < of.rows; row++) {
    const query = of.places.slice(row * of.width, (row + 1) * of.width);
    const [from, to] = [row * count, (row + 1) * count];
    search(query, among, { distances: distances.subarray(from, to), rows: rows.subarray(from, to) });
  }
  return { count, distances, rows };
}

type Best = Pick<Nearest, 'distances' | 'rows'>;

function search(query: Int32Array, { points, rows }: Sorted, best: Best): void {
  const { width, places } = points;
  const most = unit;
  const own = query[0] ?? 0;
  let right = firstFrom(points, own);
  let left = right - 1;
  let limit = far;
  while (left >= 0 || right < points.rows) {
    const below = left >= 0 ? own - (places[left * width] ?? 0) : far;
    const above = right < points.rows ? (places[right * width] ?? 0) - own : far;
    const row = above <= below ? right++ : left--;
    // All others are at least as far in the first attribute alone.
    if (Math.min(most, above, below) >= limit) return;
    const distance = distanceBelow(query, points, { row, limit });
    if (distance < limit) limit = insert(best, distance, rows[row] ?? 0);
  }
}

/** The first point whose first place is not below `place`. */
function firstFrom({ rows, width, places }: Points, place: number): number {
  let [low, high] = [0, rows];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle * width] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Puts a row where it belongs and returns the distance that the next must be below. */
function insert({ distances, rows }: Best, distance: number, row: number): number {
  let at = distances.length - 1;
  for (; at > 0 && (distances[at - 1] ?? 0) > distance; at--) {
    distances[at] = distances[at - 1] ?? 0;
    rows[at] = rows[at - 1] ?? 0;
  }
  distances[at] = distance;
  rows[at] = row;
  return distances[distances.length - 1] ?? far;
}

interface Bound {
  readonly row: number;
  readonly limit: number;
}

/** The distance to a row; or anything from `limit` on, as soon as it is clear that it is not below. */
function distanceBelow(query: Int32Array, { width, places }: Points, { row, limit }: Bound): number {
  const to = row * width;
  const most = unit;
  let distance = 0;
  for (let at = 0; at < width; at++) {
    const apart = Math.abs((query[at] ?? 0) - (places[to + at] ?? 0));
    distance += apart < most ? apart : most;
    if (distance >= limit) return distance;
  }
  return distance;
}
