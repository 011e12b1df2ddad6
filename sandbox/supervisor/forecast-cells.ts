/** Why cells of a table on simulation data would not be shown, by the names of the vendor's own text. Never of real rows: it counts their units. */
import { decidedCells } from '#policies/disclosure/decision/cells.ts';
import type { Simulation } from '../operations.ts';
import { keyNames } from './advice.ts';
import type { Analysis } from './analyse.ts';
import type { Execution } from './execute.ts';

/** Of each cell that would not be shown whole, or that people would look at. */
export function forecastCells(
  { plan }: Analysis,
  { judgement }: Pick<Execution, 'judgement'>,
): NonNullable<Simulation['cells']> {
  if (plan.kind !== 'exact' || !judgement) return [];
  return decidedCells(judgement.table, [], { keys: keyNames(plan), statistics: [] })
    .filter(({ rules }) => rules.length > 0)
    .map(({ dims, rules, N }) => ({ keys: dims, rules: [...rules], units: N }));
}
