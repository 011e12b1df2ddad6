/** Tables of counts for the treatments: two- and three-way ones with all margins, and the published examples. */
import type { CountTable } from '#policies/disclosure/treat/count-table.ts';

/** With row totals, column totals and the grand total; empty cells are left out. In order: leaves by rows, rows, columns, total. */
export function twoWay(counts: readonly (readonly number[])[]): CountTable {
  return crossed(
    [counts.length, counts[0]?.length ?? 0],
    counts.flatMap((row, r) => row.map((value, c) => ({ at: [r, c], value }))),
  );
}

export interface Entry {
  readonly at: readonly number[];
  readonly value: number;
}

/** All margins of a table of as many dimensions as there are sizes; the leaves first, the grand total last. */
export function crossed(sizes: readonly number[], entries: readonly Entry[]): CountTable {
  const leaves = entries.filter(({ value }) => value > 0);
  const cells = Array.from({ length: 2 ** sizes.length }, (_, mask) =>
    sizes.map((_size, bit) => (mask & (1 << bit)) > 0),
  )
    .toSorted((a, b) => b.filter(Boolean).length - a.filter(Boolean).length)
    .flatMap((mask) => {
      const groups = new Map<string, number[]>();
      for (const [leaf, { at }] of leaves.entries()) {
        const key = JSON.stringify(at.filter((_, dimension) => mask[dimension]));
        groups.set(key, [...(groups.get(key) ?? []), leaf]);
      }
      return [...groups.values()];
    });
  return {
    leafCount: leaves.length,
    cells: cells.map((of) => ({ leaves: of, value: of.reduce((sum, leaf) => sum + (leaves[leaf]?.value ?? 0), 0) })),
  };
}

/** Every cell as the sum of the rounded leaves, or what is wrong. */
export function isAdditive({ cells }: CountTable, values: readonly number[]): boolean {
  const leaves = new Map(
    cells.flatMap((cell, index) => (cell.leaves.length === 1 ? [[cell.leaves[0], values[index] ?? 0]] : [])),
  );
  return cells.every(
    (cell, index) => cell.leaves.reduce((sum, leaf) => sum + (leaves.get(leaf) ?? 0), 0) === values[index],
  );
}

/** Of the margins, the largest difference. */
export function largestMargin({ cells }: CountTable, values: readonly number[]): number {
  return Math.max(
    0,
    ...cells.map((cell, index) => (cell.leaves.length > 1 ? Math.abs((values[index] ?? 0) - cell.value) : 0)),
  );
}

/** Data set exPSD of the R package SmallCountRounding: three rows, five columns. */
export const exPsd = [
  [6, 0, 1, 3, 4],
  [1, 2, 3, 1, 2],
  [0, 1, 1, 0, 2],
];

/** SDC Handbook table 5.18: males and females of three areas. */
export const areas = [
  [1, 0],
  [3, 3],
  [12, 20],
];
