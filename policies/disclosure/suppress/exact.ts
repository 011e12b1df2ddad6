/**
 * The pattern that loses least, by cutting planes: a master program chooses cells, the attacker's dual shows for each target how far what is
 * chosen lets it move, and the inequality that was broken goes back to the master. Optional: it takes seconds where `protect` takes
 * milliseconds, and loses up to half as much.
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
  /** Whether cells are hidden as a whole or, which is ten times quicker and on the way there, in shares that say which to prefer. */
  readonly whole: boolean;
}

export const defaultEffort: Effort = { cells: 500, rounds: 200, seconds: 10, whole: false };

/**
 * For every problem, returns a pattern as safe as that of `protect`, because `protect` has the last word on it, and of no more weight. With
 * `whole`, and within the effort, of the least weight, where no target but primaries and demands was needed.
 */
export function polish(problem: TableProblem, solver: Solver, effort: Effort = defaultEffort): Protection {
  const start = protect(problem, solver);
  const table = readTable(problem);
  if (start.kind === 'infeasible' || table.columns.length > effort.cells) return start;
  const { preferred, only } = choose(problem, table, { solver, effort });
  const wishes = [
    preferred && wish(problem, 'hide', preferred),
    only && wish(problem, 'publish', allBut(problem, only)),
  ];
  const found = wishes.flatMap((wished) => (wished ? [protect(wished, solver)] : []));
  return found.reduce(
    (best, other) => (other.kind === 'protected' && weightOf(problem, other) < weightOf(problem, best) ? other : best),
    start,
  );
}

function allBut({ cells }: TableProblem, chosen: ReadonlySet<number>): ReadonlySet<number> {
  return new Set([...cells.keys()].filter((cell) => !chosen.has(cell)));
}

/** The problem with a wish for these of its open cells that have none. */
function wish(problem: TableProblem, what: 'hide' | 'publish', which: ReadonlySet<number>): TableProblem {
  const cells = problem.cells.map((cell, index) =>
    cell.status === 'open' && !cell.wish && which.has(index) ? { ...cell, wish: what } : cell,
  );
  return { ...problem, cells };
}

function weightOf({ cells }: TableProblem, protection: Protection): number {
  if (protection.kind === 'infeasible') return Infinity;
  return protection.secondary.reduce((sum, cell) => sum + (cells[cell]?.weight ?? 0), 0);
}

interface Choice {
  /** Cells of which a share is hidden. */
  readonly preferred?: ReadonlySet<number>;
  /** Cells that suffice. */
  readonly only?: ReadonlySet<number>;
}

/** What the master hides when no attacker breaks it any more; nothing when the effort is spent. */
function choose(
  { demands = [] }: TableProblem,
  table: Table,
  { solver, effort }: { solver: Solver; effort: Effort },
): Choice {
  const targets = newTargets([], [...primaryTargets(table), ...demands]);
  const hidden = initiallyHidden(table);
  const cuts: Constraint[] = [];
  using attacker = solver.open(dualOf(table));
  let choice: Choice = {};
  let integer = false;
  for (let round = 0; round < effort.rounds; round += 1) {
    const solution = solver.solve(masterOf(table, hidden, { cuts, integer }), effort.seconds);
    if (solution.status !== 'optimal') return choice;
    const found = targets.flatMap((target) =>
      sides.flatMap((side) => cut({ table, attacker, chosen: solution.values }, target, side) ?? []),
    );
    cuts.push(...found);
    if (found.length > 0) continue;
    if (integer) return { ...choice, only: hiddenCells(table, solution.values, 0.5) };
    choice = { preferred: hiddenCells(table, solution.values, 0.01) };
    if (!effort.whole) return choice;
    integer = true;
  }
  return choice;
}

function hiddenCells({ columns }: Table, chosen: readonly number[], least: number): ReadonlySet<number> {
  return new Set(columns.flatMap(({ cells }, index) => ((chosen[index] ?? 0) > least ? cells : [])));
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
