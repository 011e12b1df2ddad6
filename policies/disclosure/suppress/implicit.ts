/**
 * Implicit cells: a published total less its published parts is the sum of the hidden ones, as if it stood in the table. It must pass the
 * primary rules; where it does not, it becomes a target.
 *
 * @see disclosure.md §2.3
 */
import type { TableProblem } from './problem.ts';
import { keyOf, type Table } from './table.ts';
import { unionTarget, type Target } from './target.ts';

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
