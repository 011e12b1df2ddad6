/** Total variation between rows and others, or a model, over all sets of so many attributes. */
import { countMarginals } from '#sandbox/fit/count.ts';
import type { CodeColumns } from '#synth/fit/types.ts';

export interface Compared {
  readonly cells: CodeColumns;
  readonly sizes: readonly number[];
}

/** The mean over all sets of `size` attributes. */
export function meanVariation(a: Compared, b: Pick<Compared, 'cells'>, size: number): number {
  const sets = setsOf(a.sizes.length, size);
  const [counted, others] = [a.cells, b.cells].map((columns) => {
    const rows = columns[0]?.length ?? 0;
    const weights = new Uint32Array(rows).fill(1);
    return countMarginals({ columns, weights, sizes: a.sizes }, sets).map((of) => of.map((count) => count / rows));
  });
  const total = sets.reduce((sum, _, at) => sum + variation(counted?.[at], others?.[at]), 0);
  return total / sets.length;
}

/** ½ Σ |a − b|. */
export function variation(a: Float64Array = new Float64Array(), b: Float64Array = new Float64Array()): number {
  return a.reduce((sum, value, cell) => sum + Math.abs(value - (b[cell] ?? 0)), 0) / 2;
}

export function setsOf(count: number, size: number, from = 0): readonly (readonly number[])[] {
  if (size === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, at) => from + at).flatMap((first) =>
    setsOf(count, size - 1, first + 1).map((others) => [first, ...others]),
  );
}
