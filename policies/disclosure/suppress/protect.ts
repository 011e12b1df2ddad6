/**
 * Secondary suppression: which further cells to hide so that nobody finds a primary cell from the published rest. Elimination makes sure that
 * nothing follows exactly, the audit measures every interval, the repair widens those that are too narrow; each hidden cell brings new sums
 * to look at, so the three take turns until nothing is left to do.
 *
 * @see disclosure.md §2.3–2.5; docs/decisions/018-secondary-suppression.md
 */
import type { Solver } from '../linear-program.ts';
import { audit } from './audit.ts';
import { equationsOf, hiddenParts, type Equation } from './equations.ts';
import { crossingParts } from './crossings.ts';
import { eliminateTargets } from './gauss.ts';
import { implicitTargets } from './implicit.ts';
import { findInsiders } from './insiders.ts';
import type { Protection, TableProblem, Target } from './problem.ts';
import { isReached, type Reach } from './reach.ts';
import { repair } from './repair.ts';
import { singletonTargets } from './singletons.ts';
import { readTable, type Table } from './table.ts';
import { initiallyHidden, newTargets, primaryTargets, type Hidden } from './target.ts';

/**
 * For every problem, returns a pattern in which, for an attacker who knows the published cells and the priors: no target follows exactly, and
 * the interval of each reaches its protection on both sides; targets are the primaries, in each equation the sums that a lone contributor
 * could use, and the implicit cells that `problem.implicit` objects to. Or the cells for which it found no such pattern.
 *
 * Deterministic: the pattern does not depend on the order of the cells where their levels are named.
 *
 * @throws Error when a leaf has no cell of its own, or cells of one level overlap
 */
export function protect(problem: TableProblem, solver: Solver): Protection {
  const table = readTable(problem);
  if (table.contradictory.length > 0) return { kind: 'infeasible', cells: table.contradictory };
  const counted = count(solver);
  const state = begin(problem, table);
  // Each turn but the last hides a column or adds a target over hidden columns; both come to an end.
  for (;;) {
    const lost = state.isFresh ? eliminateFresh(state) : [];
    if (lost.length > 0) return infeasible(lost);
    if (addTargets(state)) continue;
    const narrow = audit({ ...state, claims: state }, counted.solver);
    if (narrow.length === 0) return protectedBy(state, counted.programs());
    const { hidden, failed } = repair({ ...state, claims: state }, narrow, counted.solver);
    // Where audit and repair differ by a rounding error there is nothing to hide, and to go on would never end.
    const stuck = hidden.size > state.hidden.size ? failed : narrowTargets(state);
    if (stuck.length > 0) return infeasible(stuck);
    state.hidden = hidden;
  }
}

function narrowTargets({ targets, reaches }: State): readonly Target[] {
  return targets.filter((target, index) => !isReached(reaches[index] ?? { below: 0, above: 0 }, target));
}

interface State {
  readonly problem: TableProblem;
  readonly table: Table;
  readonly equations: readonly Equation[];
  hidden: Hidden;
  readonly targets: Target[];
  readonly reaches: Reach[];
  /** Whether there are targets that elimination has not seen. */
  isFresh: boolean;
}

function begin(problem: TableProblem, table: Table): State {
  const equations = equationsOf(problem, table);
  const state = { problem, table, equations, hidden: initiallyHidden(table), targets: [], reaches: [], isFresh: false };
  const given = [...primaryTargets(table), ...(problem.demands ?? [])];
  push(state, newTargets([], given));
  addTargets(state);
  return state;
}

function push(state: State, targets: readonly Target[]): void {
  state.targets.push(...targets);
  state.reaches.push(...targets.map(() => ({ below: 0, above: 0 })));
  if (targets.length > 0) state.isFresh = true;
}

/** Returns whether the pattern gives away sums that it must not. */
function addTargets(state: State): boolean {
  const { problem, table, equations, hidden, targets } = state;
  const remainders = hiddenParts(table, equations, hidden);
  // Costly, and asked by the caller where `implicit` does not cross to here.
  const known = problem.implicit ? [...remainders, ...crossingParts(problem, table, hidden)] : remainders;
  const sums = [...singletonTargets(table, remainders), ...implicitTargets(problem, table, known)];
  const more = newTargets(targets, sums);
  push(state, more);
  return more.length > 0;
}

function eliminateFresh(state: State): readonly Target[] {
  const { hidden, lost } = eliminateTargets(state.table, state.hidden, state.targets);
  state.hidden = hidden;
  state.isFresh = false;
  return lost;
}

function infeasible(targets: readonly Target[]): Protection {
  return { kind: 'infeasible', cells: ascending(targets.flatMap(({ cells }) => cells)) };
}

function protectedBy({ problem, table, hidden, targets, reaches }: State, programs: number): Protection {
  const cells = [...hidden].flatMap((index) => table.columns[index]?.cells ?? []);
  const intervals = targets.flatMap((target, index) =>
    target.cells.length === 0 ? [] : intervalsOf(problem, target, reaches[index]),
  );
  return {
    kind: 'protected',
    secondary: ascending(cells.filter((cell) => problem.cells[cell]?.status === 'open')),
    intervals: intervals.sort((a, b) => a.cell - b.cell),
    insiders: findInsiders(table, hidden),
    programs,
  };
}

function intervalsOf({ cells }: TableProblem, { leaves, cells: about }: Target, reach: Reach | undefined) {
  return about.flatMap((cell) => {
    const value = cells[cell]?.value ?? 0;
    if (cells[cell]?.status !== 'primary' || cells[cell].leaves.length !== leaves.length) return [];
    return [{ cell, lower: value - (reach?.below ?? 0), upper: value + (reach?.above ?? 0) }];
  });
}

function ascending(cells: readonly number[]): readonly number[] {
  return [...new Set(cells)].sort((a, b) => a - b);
}

/** Counts the programs that go through a solver. */
function count(solver: Solver): { readonly solver: Solver; readonly programs: () => number } {
  let programs = 0;
  const counted: Solver = {
    solve: (program, seconds) => {
      programs += 1;
      return solver.solve(program, seconds);
    },
    open: (program) => {
      const region = solver.open(program);
      return {
        change: (edit) => region.change(edit),
        optimise: (seconds) => {
          programs += 1;
          return region.optimise(seconds);
        },
        [Symbol.dispose]: () => region[Symbol.dispose](),
      };
    },
  };
  return { solver: counted, programs: () => programs };
}
