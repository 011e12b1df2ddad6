/**
 * Implicit cells: a published total less its published parts is the sum of the hidden ones, as if it stood in the table. It must pass the
 * primary rules; where it does not, it becomes a target.
 *
 * @see disclosure.md §2.3
 */
import { crossingParts } from './crossings.ts';
import { equationsOf, hiddenParts } from './equations.ts';
import type { TableProblem, Target } from './problem.ts';
import { keyOf, readTable, type Table } from './table.ts';
import { initiallyHidden, unionTarget } from './target.ts';

/** @param remainders hidden parts of equations whose total is published */
export function implicitTargets(
  { implicit }: Pick<TableProblem, 'implicit'>,
  table: Table,
  remainders: readonly (readonly number[])[],
): readonly Target[] {
  if (!implicit) return [];
  const asked = new Set<string>();
  return remainders.flatMap((parts) => {
    const { leaves } = unionTarget(table, parts, { lower: 0, upper: 0 });
    const key = keyOf(leaves);
    if (asked.has(key)) return [];
    asked.add(key);
    const protection = implicit(leaves);
    return protection ? [unionTarget(table, parts, protection)] : [];
  });
}

/**
 * For every problem and every pattern, returns what `problem.implicit` objects to in it: the demands with which to come again, none when the
 * pattern may stand. A pattern of those demands shows none of these sums any more, so coming again comes to an end.
 *
 * @param secondary cells hidden in addition
 */
export function implicitDemands(problem: TableProblem, secondary: readonly number[]): readonly Target[] {
  const table = readTable(problem);
  const cells = new Set(secondary);
  const added = [...table.columns.keys()].filter((index) =>
    table.columns[index]?.cells.some((cell) => cells.has(cell)),
  );
  const hidden = new Set([...initiallyHidden(table), ...added]);
  const primaries = new Set(table.columns.flatMap(({ kind, leaves }) => (kind === 'primary' ? [keyOf(leaves)] : [])));
  const parts = [...hiddenParts(table, equationsOf(problem, table), hidden), ...crossingParts(problem, table, hidden)];
  const found = implicitTargets(problem, table, parts);
  return found.filter(({ leaves }) => !primaries.has(keyOf(leaves)));
}
