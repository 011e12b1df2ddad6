/**
 * The attacker's linear programs: how small and how large can each target be, given everything that is published? Solved component by
 * component, and only for what no earlier solution has shown already.
 *
 * @see Fischetti, Salazar 2001, Solving the cell suppression problem on tabular data with linear constraints, §2; disclosure.md §2.4 A
 */
import type { Region, Solver } from '../linear-program.ts';
import { componentsOf, openComponent, type Component } from './attack.ts';
import { isReached, note, type Claims, type Reach } from './reach.ts';
import type { Table } from './table.ts';
import type { Target } from './problem.ts';
import type { Hidden } from './target.ts';

export interface Attack {
  readonly table: Table;
  readonly hidden: Hidden;
  readonly claims: Claims;
}

export type Side = 'below' | 'above';

/** Extends the reaches, and returns the positions of the targets that stay too narrow. */
export function audit({ table, hidden, claims }: Attack, solver: Solver): readonly number[] {
  const { targets } = claims;
  for (const component of componentsOf(table, hidden, targets)) {
    const open = component.targets.filter((index) => !isDone(claims, index));
    if (open.length === 0) continue;
    const unit = unitOf(open.flatMap((index) => targets[index] ?? []));
    using region = openComponent(solver, table, { component, unit });
    for (const index of open) {
      const run = { table, component, claims, unit };
      for (const side of sides) if (!isFar(claims, index, side)) probe(region, run, { index, side });
      if (!isDone(claims, index)) probeAlone(solver, run, index);
    }
  }
  return [...targets.keys()].filter((index) => !isDone(claims, index));
}

const nothing: Reach = { below: 0, above: 0 };
export const sides = ['above', 'below'] as const;

function isDone(claims: Claims, index: number): boolean {
  return sides.every((side) => isFar(claims, index, side));
}

/** Whether one side is far enough. */
export function isFar({ targets, reaches }: Claims, index: number, side: Side): boolean {
  const target = targets[index];
  const reach = reaches[index] ?? nothing;
  if (!target) return true;
  return isReached(reach, { ...target, ...(side === 'below' ? { upper: 0 } : { lower: 0 }) });
}

/** The largest distance that one of the targets needs. */
function unitOf(targets: readonly Target[]): number {
  return Math.max(...targets.map(({ lower, upper }) => Math.max(lower, upper))) || 1;
}

interface Run {
  readonly table: Table;
  readonly component: Component;
  readonly claims: Claims;
  readonly unit: number;
}

/** Moves one target as far to one side as it goes. */
function probe(region: Region, { table, component, claims, unit }: Run, aim: { index: number; side: Side }): void {
  const wanted = new Set(claims.targets[aim.index]?.leaves ?? []);
  const variables = [...component.leaves.keys()].filter((at) => wanted.has(component.leaves[at] ?? -1));
  region.change({ sense: aim.side === 'above' ? 'max' : 'min', costs: variables.map((variable) => [variable, 1]) });
  const solution = region.optimise();
  region.change({ costs: variables.map((variable) => [variable, 0]) });
  if (solution.status !== 'optimal') return;
  note(table, { component, distances: solution.values.map((value) => value * unit) }, claims);
}

/** Again in units of its own, for a target that is tiny beside the others of its component. */
function probeAlone(solver: Solver, run: Run, index: number): void {
  const unit = unitOf(run.claims.targets.filter((_, at) => at === index));
  if (unit > run.unit / 1000) return;
  using region = openComponent(solver, run.table, { component: run.component, unit });
  for (const side of sides) probe(region, { ...run, unit }, { index, side });
}

/** For every set of leaves, returns the exact interval of an attacker, as distances from the truth. For evidence and tests. */
export function intervalOf({ table, hidden }: Omit<Attack, 'claims'>, target: Target, solver: Solver): Reach {
  const claims = { targets: [target], reaches: [{ ...nothing }] };
  for (const component of componentsOf(table, hidden, claims.targets)) {
    const unit = unitOf([target]);
    using region = openComponent(solver, table, { component, unit });
    for (const side of sides) probe(region, { table, component, claims, unit }, { index: 0, side });
  }
  return claims.reaches[0] ?? nothing;
}
