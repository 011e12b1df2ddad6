/** A total that is split into parts, each inside its own bounds: what the parts after it can still take up, is left to them. */
import type { StepGrid } from '#policies/catalog/value-grid.ts';
import type { Sql } from '../sql.ts';

export interface Part {
  readonly grid: StepGrid;
  /** Below 2^32. */
  readonly hash: Sql;
}

/** The steps that all columns of a sum share, e.g. 1 for one hundredth: places count in these. */
export function unitsOf({ places, step }: StepGrid, typed: Sql): Sql {
  return `CAST(round(CAST(${typed} AS DOUBLE) * ${10 ** places}.0::DOUBLE / ${step}) AS BIGINT)`;
}

export function fromUnits({ places, step }: StepGrid, units: Sql): Sql {
  return places === 0 ? `(${units} * ${step})` : `(${units} * ${step} / ${10 ** places}.0::DOUBLE)`;
}

/**
 * SQL of the first part, in units, of `rest` units that it shares with the parts after it.
 * For every rest from the sum of the least to the sum of the largest parts, leaves a rest of that kind to the others.
 */
export function splitOff({ grid, hash }: Part, rest: Sql, others: readonly StepGrid[]): Sql {
  if (others.length === 0) return rest;
  const low = `greatest(${least(grid)}, ${rest} - ${sum(others.map(most))})`;
  const high = `least(${most(grid)}, ${rest} - ${sum(others.map(least))})`;
  return `${low} + CAST(floor(${hash} / 4294967296.0::DOUBLE * (${high} - ${low} + 1)) AS BIGINT)`;
}

/** The sum of the least parts, in units. */
export function leastSum(grids: readonly StepGrid[]): number {
  return grids.reduce((total, grid) => total + least(grid), 0);
}

const least = ({ first, step }: StepGrid): number => first / step;
const most = (grid: StepGrid): number => least(grid) + grid.size - 1;
const sum = (numbers: readonly number[]): string => `(${numbers.reduce((a, b) => a + b, 0)})`;
