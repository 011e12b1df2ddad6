/** The slow and obvious way: the whole joint distribution, cell by cell. */
import type { Factor, Shape } from '#synth/fit/types.ts';

export interface Joint {
  /** Every combination of bins, attribute by attribute. */
  readonly cells: readonly (readonly number[])[];
  readonly probabilities: readonly number[];
}

export function jointOf({ sizes, zeros }: Shape, potentials: readonly Factor[]): Joint {
  const cells = sizes.reduce<number[][]>(
    (rows, size) => rows.flatMap((row) => Array.from({ length: size }, (_, code) => [...row, code])),
    [[]],
  );
  const logs = cells.map((cell) => potentials.reduce((sum, factor) => sum + valueAt(factor, cell, sizes), 0));
  const allowed = cells.map((cell) => zeros.reduce((product, factor) => product * valueAt(factor, cell, sizes), 1));
  const top = Math.max(...logs.filter((_, i) => allowed[i] !== 0));
  const weights = logs.map((log, i) => (allowed[i] === 0 ? 0 : Math.exp(log - top)));
  const sum = weights.reduce((a, b) => a + b, 0);
  return { cells, probabilities: weights.map((weight) => weight / sum) };
}

export function placeOf(attributes: readonly number[], cell: readonly number[], sizes: readonly number[]): number {
  return attributes.reduce((at, attribute) => at * (sizes[attribute] ?? 0) + (cell[attribute] ?? 0), 0);
}

function valueAt({ attributes, values }: Factor, cell: readonly number[], sizes: readonly number[]): number {
  return values[placeOf(attributes, cell, sizes)] ?? Number.NaN;
}

export function marginalOf({ cells, probabilities }: Joint, attributes: readonly number[], sizes: readonly number[]) {
  const sums = Array.from({ length: attributes.reduce((n, attribute) => n * (sizes[attribute] ?? 0), 1) }, () => 0);
  cells.forEach((cell, i) => {
    const at = placeOf(attributes, cell, sizes);
    sums[at] = (sums[at] ?? 0) + (probabilities[i] ?? 0);
  });
  return sums;
}
