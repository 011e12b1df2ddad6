/** Which cells add up to which: read off the sets of leaves, level by level. */
import type { TableProblem } from './problem.ts';
import { compareLeaves, type Table } from './table.ts';
import { isUnknown, type Hidden } from './target.ts';

/** Columns: the parts have no leaf in common and together have the leaves of the total. At least two parts. */
export interface Equation {
  readonly total: number;
  readonly parts: readonly number[];
}

/** For every column and every level whose columns make it up, returns the equation. */
export function equationsOf(problem: TableProblem, table: Table): readonly Equation[] {
  const levels = levelsOf(problem, table);
  return table.columns.flatMap(({ leaves }, total) => {
    const found = levels.flatMap((level) => {
      const parts = [...new Set(leaves.map((leaf) => level[leaf] ?? -1))].sort((a, b) => a - b);
      if (parts.length < 2 || parts.includes(-1)) return [];
      const size = parts.reduce((sum, part) => sum + (table.columns[part]?.leaves.length ?? 0), 0);
      return size === leaves.length ? [{ total, parts }] : [];
    });
    // Levels may be listed in any order.
    return found.sort((a, b) => compareLeaves(a.parts, b.parts));
  });
}

/** Of each level, the column that has each leaf, or −1. */
export function levelsOf({ cells, leafCount }: TableProblem, { columns }: Table): readonly Int32Array[] {
  const columnOf = new Map(columns.flatMap((column, index) => column.cells.map((cell) => [cell, index] as const)));
  const levels = new Map<number, Int32Array>();
  let unnamed = -1;
  for (const [at, { level, leaves }] of cells.entries()) {
    const fits = (taken: Int32Array): boolean => leaves.every((leaf) => taken[leaf] === -1);
    const name = level ?? [...levels].find(([key, taken]) => key < 0 && fits(taken))?.[0] ?? unnamed--;
    const taken = levels.get(name) ?? new Int32Array(leafCount).fill(-1);
    levels.set(name, taken);
    if (!fits(taken)) throw new Error('Cannot protect a table: cells of one level must have no leaf in common');
    for (const leaf of leaves) taken[leaf] = columnOf.get(at) ?? -1;
  }
  return [...levels.values()];
}

/**
 * Of every equation whose total is published, the parts that are not: their sum is the total less the published parts, hence published
 * implicitly. Parts that are certain beforehand count as published.
 */
export function hiddenParts(
  table: Table,
  equations: readonly Equation[],
  hidden: Hidden,
): readonly (readonly number[])[] {
  return equations
    .filter(({ total }) => !hidden.has(total))
    .map(({ parts }) =>
      parts.filter(
        (part) => hidden.has(part) && table.columns[part]?.leaves.some((leaf) => isUnknown(table, hidden, leaf)),
      ),
    )
    .filter((parts) => parts.length > 0);
}
