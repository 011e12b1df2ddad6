/**
 * Counts of one table as the treatments see them: leaves, which no two have a unit's row in common, and cells that are sums of leaves. What
 * is said of a problem of suppression holds here too; only counts are treated, so that weights and protections are not asked for.
 *
 * @see ../suppress/problem.ts
 */
import type { TableCell } from '../suppress/problem.ts';

export type CountCell = Pick<TableCell, 'leaves' | 'value'> & Partial<Pick<TableCell, 'status'>>;

/** Every leaf has a cell of its own. A cell that is `absent` is not published; how far it is off does not count. */
export interface CountTable {
  readonly leafCount: number;
  readonly cells: readonly CountCell[];
}

export interface RoundedCounts {
  /** In the order of the cells; every one the sum of its rounded leaves. */
  readonly values: readonly number[];
  /** Some count is further than one step of the base from its own value, because no additive table was nearer. */
  readonly beyondNearest: boolean;
}

/**
 * @returns the count of each leaf
 * @throws Error where a leaf has no cell, or a cell is not the sum of its leaves: then the table must not have come here
 */
export function leafCounts({ leafCount, cells }: CountTable): readonly number[] {
  const counts = new Map<number, number>();
  for (const { leaves, value } of cells) {
    const [leaf, ...more] = leaves;
    if (leaf !== undefined && more.length === 0) counts.set(leaf, value);
  }
  const values = Array.from({ length: leafCount }, (_, leaf) => counts.get(leaf));
  if (values.some((value) => value === undefined)) throw new Error('a leaf of the table has no cell of its own');
  const known = values.map((value) => value ?? 0);
  if (cells.some(({ leaves, value }) => sumOver(leaves, known) !== value))
    throw new Error('a cell of the table is not the sum of its leaves');
  return known;
}

/** The cells as sums of rounded leaves. */
export function cellCounts({ cells }: CountTable, leaves: readonly number[]): readonly number[] {
  return cells.map((cell) => sumOver(cell.leaves, leaves));
}

export function isPublished({ status }: CountCell): boolean {
  return status !== 'absent';
}

function sumOver(leaves: readonly number[], values: readonly number[]): number {
  return leaves.reduce((sum, leaf) => sum + (values[leaf] ?? 0), 0);
}
