/**
 * Controlled rounding: every published count becomes one of the two multiples of the base next to it, multiples stay, and the table stays
 * additive, so that no sum of cells says more about a cell than the cell itself. Of all such tables the nearest one is taken. Where there
 * is none (from three dimensions on there may not be), counts may go one step further.
 *
 * @see disclosure.md §2.6; SDC Handbook §5.5; Salazar, Staggermeier & Bycroft, Controlled rounding implementation, UNECE 2005
 */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { Constraint, LinearProgram, Solver, Variable } from '../linear-program.ts';
import {
  cellCounts,
  isPublished,
  leafCounts,
  type CountCell,
  type CountTable,
  type RoundedCounts,
} from './count-table.ts';

export interface RoundingOptions {
  readonly base: number;
  /** For each of the two attempts. */
  readonly seconds?: number;
}

/** Enough for tables of some thousand cells. An engineering choice. */
export const roundingSeconds = 10;

/**
 * For every table, the rounded counts are multiples of the base, and sums of the rounded leaves. Refuses E_TREATMENT where no such table was
 * found in time.
 *
 * @throws Error as {@link leafCounts}
 */
export function roundControlled(
  table: CountTable,
  { base, seconds = roundingSeconds }: RoundingOptions,
  solver: Pick<Solver, 'solve'>,
): Outcome<RoundedCounts> {
  const counts = leafCounts(table);
  for (const beyond of [0, 1]) {
    const found = solver.solve(roundingProgram(table, base, beyond), seconds);
    if (found.status !== 'optimal') continue;
    const leaves = counts.map((_, leaf) => Math.round(found.values[leaf] ?? 0) * base);
    return accept({ values: cellCounts(table, leaves), beyondNearest: beyond > 0 });
  }
  return refuse('E_TREATMENT', `Cannot round the table: must have an additive table of multiples of ${base} near it`);
}

/**
 * Variables: of each leaf how many steps of the base it has; then, of each published cell, the share of the step between its neighbours, and
 * how far it is above and below them. What is off grows with these linearly, so that the program without whole numbers is nearly the same.
 *
 * @param beyond how many steps a count may go further than to the nearest multiples
 */
export function roundingProgram(table: CountTable, base: number, beyond: number): LinearProgram {
  const published = table.cells.filter(isPublished);
  const steps = leafCounts(table).map((count): Variable => ({ ...range(count, base, beyond), cost: 0, integer: true }));
  return {
    sense: 'min',
    variables: [...steps, ...published.flatMap(({ value }) => offsets(value, base, beyond))],
    constraints: published.map((cell, index) => composed(cell, base, steps.length + 3 * index)),
  };
}

/** In steps. Nothing stays nothing. */
function range(count: number, base: number, beyond: number): { readonly lower: number; readonly upper: number } {
  if (count === 0) return { lower: 0, upper: 0 };
  return { lower: Math.max(0, Math.floor(count / base) - beyond), upper: Math.ceil(count / base) + beyond };
}

function offsets(value: number, base: number, beyond: number): readonly Variable[] {
  const rest = value % base;
  return [
    { lower: 0, upper: rest === 0 ? 0 : 1, cost: base - 2 * rest },
    { lower: 0, upper: beyond, cost: base },
    { lower: 0, upper: Math.min(beyond, Math.floor(value / base)), cost: base },
  ];
}

/** Σ steps of the leaves = the lower neighbour + share + above − below. */
function composed({ leaves, value }: CountCell, base: number, offset: number): Constraint {
  const lower = Math.floor(value / base);
  return {
    variables: [...leaves, offset, offset + 1, offset + 2],
    coefficients: [...leaves.map(() => 1), -1, -1, 1],
    lower,
    upper: lower,
  };
}
