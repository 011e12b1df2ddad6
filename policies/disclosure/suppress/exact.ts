/**
 * The pattern that loses least, by cutting planes: a master program chooses cells, the attacker's dual shows for each target how far what is
 * chosen lets it move, and the inequality that was broken goes back to the master. Optional: it takes seconds where `protect` takes
 * milliseconds, and saves what custodians hardly miss.
 *
 * @see Fischetti, Salazar 2001, Solving the cell suppression problem on tabular data with linear constraints, Management Science 47(7), §3;
 *   disclosure.md §2.4 P
 */
import type { Constraint, LinearProgram, Region, Solver, Variable } from '../linear-program.ts';
import { sides, type Side } from './audit.ts';
import type { Protection, TableProblem, Target } from './problem.ts';
import { protect } from './protect.ts';
import { readTable, type Table } from './table.ts';
import { initiallyHidden, newTargets, primaryTargets, type Hidden } from './target.ts';

export interface Effort {
  /** Columns above which it does not begin. */
  readonly cells: number;
  /** Rounds of master and attackers. */
  readonly rounds: number;
  /** Of one master program. */
  readonly seconds: number;
}

export const defaultEffort: Effort = { cells: 1500, rounds: 200, seconds: 10 };

/**
 * For every problem, returns a pattern as safe as that of `protect`, because `protect` has the last word on it, and of no more weight. Within
 * the effort of the least weight where no target but primaries and demands was needed.
 */
export function polish(problem: TableProblem, solver: Solver, effort: Effort = defaultEffort): Protection {
  const start = protect(problem, solver);
  const table = readTable(problem);
  if (start.kind === 'infeasible' || table.columns.length > effort.cells) return start;
  const chosen = choose(problem, table, { solver, effort });
  if (!chosen) return start;
  const cells = problem.cells.map((cell, index) =>
    cell.status !== 'open' || chosen.has(index) ? cell : { ...cell, wish: 'publish' as const },
  );
  const better = protect({ ...problem, cells }, solver);
  return better.kind === 'protected' && weightOf(problem, better) < weightOf(problem, start) ? better : start;
}

function weightOf({ cells }: TableProblem, { secondary }: Extract<Protection, { kind: 'protected' }>): number {
  return secondary.reduce((sum, cell) => sum + (cells[cell]?.weight ?? 0), 0);
}

/** Cells that the master hides when no attacker breaks it any more; undefined when the effort is spent. */
function choose(
  { demands = [] }: TableProblem,
  table: Table,
  { solver, effort }: { solver: Solver; effort: Effort },
): ReadonlySet<number> | undefined {
  const targets = newTargets([], [...primaryTargets(table), ...demands]);
  const hidden = initiallyHidden(table);
  const cuts: Constraint[] = [];
  using attacker = solver.open(dualOf(table));
  let integer = false;
  for (let round = 0; round < effort.rounds; round += 1) {
    const solution = solver.solve(masterOf(table, hidden, { cuts, integer }), effort.seconds);
    if (solution.status !== 'optimal') return undefined;
    const found = targets.flatMap((target) =>
      sides.flatMap((side) => cut({ table, attacker, chosen: solution.values }, target, side) ?? []),
    );
    cuts.push(...found);
    if (found.length > 0) continue;
    if (integer) return hiddenCells(table, solution.values);
    integer = true;
  }
  return undefined;
}

function hiddenCells({ columns }: Table, chosen: readonly number[]): ReadonlySet<number> {
  return new Set(columns.flatMap(({ cells }, index) => ((chosen[index] ?? 0) > 0.5 ? cells : [])));
}

/** A share of 0 to 1 of each column is hidden, at the least weight that keeps to the cuts. */
function masterOf(
  { columns }: Table,
  hidden: Hidden,
  { cuts, integer }: { readonly cuts: readonly Constraint[]; readonly integer: boolean },
): LinearProgram {
  const variables = columns.map(({ kind, weight }, index): Variable => ({
    lower: hidden.has(index) ? 1 : 0,
    upper: kind === 'forced' ? 0 : 1,
    cost: hidden.has(index) ? 0 : weight,
    integer,
  }));
  return { sense: 'min', variables, constraints: cuts };
}

/** Two prices of each column, for moving up and down; the prices of the columns over a leaf say whether it is wanted. */
function dualOf({ columns, leafCount }: Table): LinearProgram {
  const over: number[][] = Array.from({ length: leafCount }, () => []);
  for (const [index, { leaves }] of columns.entries()) for (const leaf of leaves) over[leaf]?.push(index);
  return {
    sense: 'min',
    variables: columns.flatMap(() => [
      { lower: 0, upper: Infinity, cost: 0 },
      { lower: 0, upper: Infinity, cost: 0 },
    ]),
    constraints: over.map((list) => ({
      variables: list.flatMap((index) => [2 * index, 2 * index + 1]),
      coefficients: list.flatMap(() => [1, -1]),
      lower: 0,
      upper: 0,
    })),
  };
}

interface Attempt {
  readonly table: Table;
  readonly attacker: Region;
  readonly chosen: readonly number[];
}

/** Relative to what a target needs: less is not worth a cut. */
const slight = 1e-6;

/** The inequality that the choice breaks, if it lets the target move less than it needs. In units of the need. */
function cut({ table, attacker, chosen }: Attempt, target: Target, side: Side): Constraint | undefined {
  const need = side === 'above' ? target.upper : target.lower;
  if (need === 0) return undefined;
  const wanted = side === 'above' ? 1 : -1;
  const widths = table.columns.flatMap(({ range }) => [range.upper / need, -range.lower / need]);
  attacker.change({
    costs: widths.map((width, at) => [at, width * Math.max(0, chosen[Math.floor(at / 2)] ?? 0)]),
    rows: target.leaves.map((leaf) => [leaf, wanted, wanted]),
  });
  const solution = attacker.optimise();
  attacker.change({ rows: target.leaves.map((leaf) => [leaf, 0, 0]) });
  if (solution.status !== 'optimal' || solution.objective > 1 - slight) return undefined;
  const prices = table.columns.map((_, index) =>
    Math.min(
      1,
      [2 * index, 2 * index + 1].reduce((sum, at) => sum + (solution.values[at] ?? 0) * (widths[at] ?? 0), 0),
    ),
  );
  const variables = [...prices.keys()].filter((index) => (prices[index] ?? 0) > 1e-9);
  return { variables, coefficients: variables.map((index) => prices[index] ?? 0), lower: 1, upper: Infinity };
}
