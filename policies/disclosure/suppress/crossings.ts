/**
 * Sums that are known although nobody grouped by them: two published groupings of which neither is finer than the other cut the same units
 * differently, and where a cell of one lies within a cell of the other, or covers it, their difference is a set of its own. Persons of
 * 18 and more, less those of 19 and more, are those of 18.
 *
 * @see disclosure.md §2.7 (difference groups), §2.8 G1
 */
import { levelsOf } from './equations.ts';
import type { TableProblem } from './problem.ts';
import type { Table } from './table.ts';
import type { Hidden } from './target.ts';

/**
 * For every published column and every level that does not simply refine it or sum it up: what the column has besides the published
 * columns of the level that lie within it, and what those that cover it have besides. A difference with fewer cells taken away is a
 * larger set, which no rule hides if the parts are safe.
 *
 * @returns columns of single leaves, whose sum is known
 */
export function crossingParts(problem: TableProblem, table: Table, hidden: Hidden): readonly (readonly number[])[] {
  const levels = levelsOf(problem, table);
  return table.columns.flatMap(({ leaves }, total) => {
    if (hidden.has(total)) return [];
    const own = new Set(leaves);
    const isWithin = (part: number): boolean => leavesOf(table, part).every((leaf) => own.has(leaf));
    return levels.flatMap((level) => {
      const met = [...new Set(leaves.map((leaf) => level[leaf] ?? -1))].filter((part) => part >= 0 && part !== total);
      // Parts that lie within are an equation; one that holds all of it is looked at from the other side.
      if (met.length < 2 || met.every(isWithin)) return [];
      const within = met.filter((part) => !hidden.has(part) && isWithin(part));
      const taken = new Set(within.flatMap((part) => leavesOf(table, part)));
      const rest = within.length > 0 ? leaves.filter((leaf) => !taken.has(leaf)) : [];
      const isCovered = met.every((part) => !hidden.has(part));
      const besides = isCovered ? met.flatMap((part) => leavesOf(table, part)).filter((leaf) => !own.has(leaf)) : [];
      return [rest, besides]
        .filter((set) => set.length > 0)
        .map((set) => set.map((leaf) => table.leafColumn[leaf] ?? -1));
    });
  });
}

function leavesOf({ columns }: Table, part: number): readonly number[] {
  return columns[part]?.leaves ?? [];
}
