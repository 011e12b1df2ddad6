/**
 * The pattern that loses least, by cutting planes: a master program chooses cells, the attacker's dual shows for each target how far what is
 * chosen lets it move, and the inequality that was broken goes back to the master. Optional: it takes seconds where `protect` takes
 * milliseconds, and loses up to half as much. Its effort is counted, not timed: a pattern must be found again on any machine.
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
  /** Of work, each worth {@link variablesPerSecond}: what they buy is the same on every machine, and most need less by the clock. */
  readonly seconds: number;
  /**
   * Whether cells are hidden as a whole or, which is ten times quicker and on the way there, in shares that say which to prefer. Programs in
   * whole numbers cannot be counted beforehand: each has `seconds` by the clock, and where that strikes, the pattern depends on the machine.
   */
  readonly whole: boolean;
}

/**
 * Variables of all programs together. Two cores with nothing else to do took 100,000 to 500,000 within a second, and 20,000 to 150,000 with
 * eight others waiting; an engineering choice.
 */
export const variablesPerSecond = 50_000;

export interface Polished {
  readonly protection: Protection;
  /** Seconds of work, at most those of the effort. What `protect` needs is not counted. */
  readonly spent: number;
}

export const defaultEffort: Effort = { cells: 500, rounds: 200, seconds: 10, whole: false };

/**
 * For every problem, returns a pattern as safe as that of `protect`, because `protect` has the last word on it, and of no more weight. With
 * `whole`, and within the effort, of the least weight, where no target but primaries and demands was needed.
 *
 * Deterministic, but for what {@link Effort.whole} says: equal problems and equal efforts give equal patterns.
 */
export function polish(problem: TableProblem, solver: Solver, effort: Effort = defaultEffort): Polished {
  const start = protect(problem, solver);
  const table = readTable(problem);
  if (start.kind === 'infeasible' || start.secondary.length === 0 || table.columns.length > effort.cells)
    return { protection: start, spent: 0 };
  const { preferred, only, spent, programs } = choose(problem, table, { solver, effort });
  const wishes = [
    preferred && wish(problem, 'hide', preferred),
    only && wish(problem, 'publish', allBut(problem, only)),
  ];
  const found = wishes.flatMap((wished) => (wished ? [protect(wished, solver)] : []));
  const patterns = [start, ...found].filter((pattern) => pattern.kind === 'protected');
  const best = patterns.reduce((best, other) => lighter(problem, best, other), start);
  const solved = patterns.reduce((sum, pattern) => sum + pattern.programs, programs);
  return { protection: { ...best, programs: solved }, spent };
}

/** The pattern that loses less; the first where both lose the same. */
export function lighter(problem: TableProblem, first: Pattern, second: Pattern): Pattern {
  return weightOf(problem, second) < weightOf(problem, first) ? second : first;
}

type Pattern = Extract<Protection, { kind: 'protected' }>;

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

function weightOf({ cells }: TableProblem, { secondary }: Pattern): number {
  return secondary.reduce((sum, cell) => sum + (cells[cell]?.weight ?? 0), 0);
}

interface Choice {
  /** Cells of which a share is hidden. */
  readonly preferred?: ReadonlySet<number>;
  /** Cells that suffice. */
  readonly only?: ReadonlySet<number>;
}

interface Search extends Choice {
  readonly spent: number;
  readonly programs: number;
}

/** What the master hides when no attacker breaks it any more, or the effort is spent. */
function choose(
  { demands = [] }: TableProblem,
  table: Table,
  { solver, effort }: { solver: Solver; effort: Effort },
): Search {
  const claims = claimsOf(newTargets([], [...primaryTargets(table), ...demands]));
  const hidden = initiallyHidden(table);
  const cost = (table.columns.length * (1 + 2 * claims.length)) / variablesPerSecond;
  const most = Math.min(effort.rounds, Math.floor(effort.seconds / cost));
  const cuts: Constraint[] = [];
  using attacker = solver.open(dualOf(table));
  let choice: Choice = {};
  let integer = false;
  let round = 0;
  while (round < most) {
    round += 1;
    const solution = solver.solve(masterOf(table, hidden, { cuts, integer }), integer ? effort.seconds : undefined);
    if (solution.status !== 'optimal') break;
    const found = claims.flatMap((claim) => cut({ table, attacker, chosen: solution.values }, claim) ?? []);
    cuts.push(...found);
    if (!integer) choice = { preferred: hiddenCells(table, solution.values, 0.01) };
    if (found.length > 0) continue;
    if (integer) choice = { ...choice, only: hiddenCells(table, solution.values, 0.5) };
    if (integer || !effort.whole) break;
    integer = true;
  }
  return { ...choice, spent: round * cost, programs: round * (1 + claims.length) };
}

/** How far a target must be able to move to one side. */
interface Claim {
  readonly leaves: readonly number[];
  readonly side: Side;
  /** > 0. */
  readonly need: number;
}

function claimsOf(targets: readonly Target[]): readonly Claim[] {
  const claims = targets.flatMap(({ leaves, lower, upper }) =>
    sides.map((side) => ({ leaves, side, need: side === 'above' ? upper : lower })),
  );
  return claims.filter(({ need }) => need > 0);
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
function cut({ table, attacker, chosen }: Attempt, { leaves, side, need }: Claim): Constraint | undefined {
  const wanted = side === 'above' ? 1 : -1;
  const widths = table.columns.flatMap(({ range }) => [range.upper / need, -range.lower / need]);
  attacker.change({
    costs: widths.map((width, at) => [at, width * Math.max(0, chosen[Math.floor(at / 2)] ?? 0)]),
    rows: leaves.map((leaf) => [leaf, wanted, wanted]),
  });
  const solution = attacker.optimise();
  attacker.change({ rows: leaves.map((leaf) => [leaf, 0, 0]) });
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
