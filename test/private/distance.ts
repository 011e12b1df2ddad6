/** How far the whole numbers of two versions lie apart, vector by vector: the left side of the definition of sensitivity. */
import type { Measured } from '#policies/privacy/exact-numbers.ts';
import type { Release, Vector } from '#policies/privacy/plan-types.ts';

export interface Distance {
  readonly kind: Vector['kind'];
  /** Σ over groups of the square of the difference; of a tree the largest over its levels. */
  readonly squared: bigint;
  readonly allowed: bigint;
}

type Numbers = ReadonlyMap<string, bigint>;

/** For each vector of the release. Groups outside the public lists are not shown, so they do not count. */
export function distances(
  release: Release,
  left: readonly Measured[],
  right: readonly Measured[],
): readonly Distance[] {
  return release.vectors.map(({ vector, sensitivity2 }, at) => {
    const [a, b] = [numbersOf(release, left, at), numbersOf(release, right, at)];
    const squared = levelsBelow(vector).reduce((most, width) => {
      const found = squaredDistance(merged(a, width), merged(b, width));
      return found > most ? found : most;
    }, 0n);
    return { kind: vector.kind, squared, allowed: sensitivity2 };
  });
}

/** Widths of the nodes of a tree, leaves first; of another vector there is one level. */
function levelsBelow(vector: Vector): readonly bigint[] {
  if (vector.kind !== 'tree') return [1n];
  const leaves = vector.grid.hi - vector.grid.lo + 1n;
  const widths = [1n];
  for (let width = 16n; width < leaves; width *= 16n) widths.push(width);
  return widths;
}

function numbersOf(release: Release, measured: readonly Measured[], vector: number): Numbers {
  const found = new Map<string, bigint>();
  for (const { measurement, rows } of measured) {
    const place = measurement.vectors.indexOf(vector);
    if (place < 0) continue;
    const width = measurement.isSelection ? release.keys.filter(({ values }) => !values).length : release.keys.length;
    for (const row of rows) {
      const keys = row.slice(0, width);
      if (!measurement.isSelection && !isListed(release, keys)) continue;
      const leaf = measurement.isTree ? String(row[width]) : '';
      const number = row[width + (measurement.isTree ? 1 : 0) + place];
      // A sum over no rows is NULL, and counts as 0.
      found.set(JSON.stringify([keys, leaf]), BigInt(String(number ?? 0)));
    }
  }
  return found;
}

function isListed({ keys }: Release, values: Measured['rows'][number]): boolean {
  return keys.every(({ values: listed }, at) => {
    const value = values[at];
    return !listed || listed.includes(value === null || value === undefined ? null : String(value));
  });
}

function merged(numbers: Numbers, width: bigint): Numbers {
  if (width === 1n) return numbers;
  const sums = new Map<string, bigint>();
  for (const [name, count] of numbers) {
    const [keys, leaf] = JSON.parse(name) as [unknown, string];
    const node = JSON.stringify([keys, String(BigInt(leaf) / width)]);
    sums.set(node, (sums.get(node) ?? 0n) + count);
  }
  return sums;
}

function squaredDistance(a: Numbers, b: Numbers): bigint {
  const names = new Set([...a.keys(), ...b.keys()]);
  return [...names].reduce((sum, name) => sum + ((a.get(name) ?? 0n) - (b.get(name) ?? 0n)) ** 2n, 0n);
}
