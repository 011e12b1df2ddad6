/**
 * More secondary cells for targets whose intervals are too narrow: the cheapest way to move one as far as it must be able to move shows which
 * cells have to move with it. Those are hidden, and cost nothing for the targets that follow.
 *
 * @see Kelly, Golden, Assad 1992, Cell suppression: disclosure protection for sensitive tabular data, Networks 22(4); Robertson 1993;
 *   disclosure.md §2.4 R
 */
import type { Region, Solver } from '../linear-program.ts';
import { wholeOf } from './attack.ts';
import { isFar, sides, type Attack, type Side } from './audit.ts';
import { flowsOf, still, type Flows } from './flows.ts';
import { note } from './reach.ts';
import type { Target } from './problem.ts';
import type { Hidden } from './target.ts';

export interface Repair {
  readonly hidden: Hidden;
  /** Targets for which nothing that may be hidden helps. */
  readonly failed: readonly Target[];
}

/** Hides what the targets at these positions need, and notes what that brings the others. */
export function repair(attack: Attack, narrow: readonly number[], solver: Solver): Repair {
  const { targets } = attack.claims;
  const failed: Target[] = [];
  let { hidden } = attack;
  for (const [unit, aims] of byUnit(targets, narrow)) {
    const flows = flowsOf(attack.table, hidden, { targets, unit });
    using region = solver.open(flows.program);
    const run = { attack, flows, region, unit };
    for (const aim of aims) {
      if (isFar(attack.claims, aim.index, aim.side)) continue;
      const found = widen(run, aim, hidden);
      const target = targets[aim.index];
      if (found) hidden = found;
      else if (target) failed.push(target);
    }
  }
  return { hidden, failed };
}

interface Aim {
  readonly index: number;
  readonly side: Side;
  readonly need: number;
}

/** Distances of one program are within a factor of ten: the solver's tolerances are absolute, and prices depend on the distance. */
function byUnit(targets: readonly Target[], narrow: readonly number[]): ReadonlyMap<number, readonly Aim[]> {
  const groups = new Map<number, Aim[]>();
  for (const index of narrow) {
    for (const side of sides) {
      const need = (side === 'above' ? targets[index]?.upper : targets[index]?.lower) ?? 0;
      if (need === 0) continue;
      const unit = 10 ** Math.round(Math.log10(need));
      groups.set(unit, [...(groups.get(unit) ?? []), { index, side, need }]);
    }
  }
  return new Map([...groups].sort(([a], [b]) => b - a));
}

interface Run {
  readonly attack: Attack;
  readonly flows: Flows;
  readonly region: Region;
  readonly unit: number;
}

/** Returns the wider pattern, or undefined where the target cannot move that far. */
function widen({ attack, flows, region, unit }: Run, { index, side, need }: Aim, hidden: Hidden): Hidden | undefined {
  const distance = (side === 'above' ? need : -need) / unit;
  const row = flows.rows[index] ?? -1;
  region.change({ rows: [[row, distance, distance]] });
  const solution = region.optimise();
  region.change({ rows: [[row, -Infinity, Infinity]] });
  if (solution.status !== 'optimal') return undefined;
  const { values } = solution;
  const moved = [...flows.priced].filter(([, variables]) =>
    variables.some((variable) => (values[variable] ?? 0) > still),
  );
  region.change({ costs: moved.flatMap(([, variables]) => variables.map((variable) => [variable, 0] as const)) });
  const wider = new Set([...hidden, ...moved.map(([column]) => column)]);
  const component = wholeOf(attack.table, wider, attack.claims.targets);
  const distances = component.leaves.map((leaf) =>
    (flows.leaves[leaf] ?? []).reduce((sum, [variable, sign]) => sum + sign * (values[variable] ?? 0) * unit, 0),
  );
  note(attack.table, { component, distances }, attack.claims);
  return wider;
}
