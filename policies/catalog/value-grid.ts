/**
 * The values of a domain that have an order, as a grid: numbers or moments at equal steps, or a sorted list of codes. Rules between
 * columns are judged and kept on it, so that "is there a value above this one?" has one answer everywhere.
 */
import { dayNumber } from '../calendar.ts';
import { parseDecimal, stepsIn, tenTo, type Decimal } from '../decimal.ts';
import type { Column, SqlType } from './entry.ts';
import { decimalOf, scaleOf } from './sql-type.ts';

export type ValueGrid = StepGrid | ListGrid;

/** Value k, from 0 to below `size`, is (first + k·step) / 10^places: a number, or seconds since 1970. */
export interface StepGrid {
  readonly kind: 'steps';
  readonly of: 'numbers' | 'seconds';
  readonly first: number;
  readonly step: number;
  readonly size: number;
  readonly places: number;
}

/** The codes of a number, ascending. */
export interface ListGrid {
  readonly kind: 'list';
  readonly of: 'numbers';
  readonly values: readonly number[];
}

/** Steps are counted in doubles, and sums of them must stay exact there. */
const mostSteps = 2n ** 50n;

/** The grid of a column, or what must be so for it to have one. */
export type GridOutcome = { readonly grid: ValueGrid } | { readonly must: string };

/** For every column with a domain whose values have an order, returns all of its values that the type can hold. */
export function gridOf(column: Column): GridOutcome {
  const { domain, type } = column;
  if (domain === undefined) return { must: 'name columns with a domain, which says between which values they lie' };
  if (domain.kind === 'dates') {
    if (type !== 'DATE' && type !== 'TIMESTAMP') return { must: 'name columns whose values have an order' };
    const first = dayNumber(domain.lo) * 86_400;
    const seconds = (dayNumber(domain.hi) + 1) * 86_400 - first;
    const step = type === 'DATE' ? 86_400 : 1;
    return { grid: { kind: 'steps', of: 'seconds', first, step, size: seconds / step, places: 0 } };
  }
  if (domain.kind === 'range') return rangeGrid(column, domain);
  const values = domain.values.filter((value) => typeof value === 'number');
  if (values.length === 0) return { must: 'name columns whose values have an order' };
  return { grid: { kind: 'list', of: 'numbers', values: values.toSorted((a, b) => a - b) } };
}

export function gridSize(grid: ValueGrid): number {
  return grid.kind === 'list' ? grid.values.length : grid.size;
}

/** Value number `k` as a number or as seconds since 1970. */
export function gridValue(grid: ValueGrid, k: number): number {
  if (grid.kind === 'list') return grid.values[k] ?? Number.NaN;
  return (grid.first + k * grid.step) / 10 ** grid.places;
}

export const gridLo = (grid: ValueGrid): number => gridValue(grid, 0);
export const gridHi = (grid: ValueGrid): number => gridValue(grid, gridSize(grid) - 1);

/** The values from `lo` to `hi`, or nothing where there are none. */
export function narrowGrid(grid: ValueGrid, lo: number, hi: number): ValueGrid | undefined {
  if (lo <= gridLo(grid) && gridHi(grid) <= hi) return grid;
  if (grid.kind === 'list') {
    const values = grid.values.filter((value) => value >= lo && value <= hi);
    return values.length === 0 ? undefined : { ...grid, values };
  }
  const [from, to] = [firstFrom(grid, lo), firstFrom(grid, hi)];
  const end = to < grid.size && gridValue(grid, to) === hi ? to + 1 : to;
  return end <= from ? undefined : { ...grid, first: grid.first + from * grid.step, size: end - from };
}

/** The number of the first value that is `bound` or more; `size` where there is none. */
function firstFrom(grid: StepGrid, bound: number): number {
  const guess = Math.floor((bound * 10 ** grid.places - grid.first) / grid.step) - 1;
  let k = Math.max(0, Math.min(grid.size, guess));
  while (k > 0 && gridValue(grid, k - 1) >= bound) k--;
  while (k < grid.size && gridValue(grid, k) < bound) k++;
  return k;
}

function rangeGrid(column: Column, range: { lo: number; hi: number; step?: number }): GridOutcome {
  if (column.semantic === 'period') return { must: 'name months by their codes, for a range holds no 13th month' };
  const lo = parseDecimal(String(range.lo));
  const hi = parseDecimal(String(range.hi));
  const step = parseDecimal(String(range.step ?? finest(column.type, range.hi - range.lo)));
  if (!lo || !hi || !step || step.digits <= 0n) return { must: 'name columns whose domain is written in digits' };
  const places = scaleOf(column.type) ?? Math.max(lo.scale, step.scale, 0);
  const unit: Decimal = { digits: 1n, scale: places };
  const stepUnits = stepsIn(step, unit, 'floor');
  const first = stepsIn(lo, unit, 'ceil');
  if (stepUnits === 0n || isBetween(step, unit) || (range.step !== undefined && isBetween(lo, unit))) {
    return { must: 'name columns whose domain begins and steps within the scale of the type' };
  }
  const last = smaller(stepsIn(hi, unit, 'floor'), mostUnits(column.type));
  if (first < -mostSteps || last > mostSteps || first > last) return { must: 'name columns of less than 2^50 steps' };
  const size = Number((last - first) / stepUnits) + 1;
  return { grid: { kind: 'steps', of: 'numbers', first: Number(first), step: Number(stepUnits), size, places } };
}

const isBetween = (value: Decimal, unit: Decimal) => stepsIn(value, unit, 'floor') !== stepsIn(value, unit, 'ceil');
const smaller = (a: bigint, b: bigint) => (a < b ? a : b);

function mostUnits(type: SqlType): bigint {
  const decimal = decimalOf(type);
  return decimal === undefined ? mostSteps * 2n : tenTo(decimal.width) - 1n;
}

/** The step where none is declared: that of the type, and ten thousand and more values for DOUBLE. */
function finest(type: SqlType, span: number): string {
  const scale = scaleOf(type) ?? Math.max(0, 4 - Math.floor(Math.log10(span > 0 ? span : 1)));
  return `1e-${scale}`;
}
