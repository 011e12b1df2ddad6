/** Cells of numbers: one for each value where there are few, else evenly spaced, or finer near 0 for amounts. */
import { declaredText } from '../catalog/decimal.ts';
import type { Cells } from './attribute.ts';

/** Of one attribute, without the one of NULL: more would drown in the noise before they are merged. */
export const mostCells = 255;

export interface Numbers {
  readonly lo: number;
  readonly hi: number;
  /** Every value is `lo` and some whole steps; absent where nothing is declared. */
  readonly step?: number;
  /** Finer cells near 0. */
  readonly nearZero: boolean;
  readonly none: boolean;
}

/**
 * Cells from `lo` to `hi`. With a step, every edge is a value and the last edge is one step above `hi`, so that rounding a number within a
 * cell down to its step gives each value of the cell equally often; 0 has a cell of its own where cells are finer near it.
 *
 * Guarantee: edges ascend, and every number from `lo` to `hi` lies in exactly one cell.
 */
export function numberCells({ none, ...numbers }: Numbers): Cells {
  const { lo, hi, step } = numbers;
  if (lo === hi) return { kind: 'codes', values: [lo], none };
  const edges = step === undefined ? freeEdges(numbers) : steppedEdges(numbers, step);
  return { kind: 'numbers', edges, none };
}

type Spaced = Omit<Numbers, 'none'>;

function steppedEdges(numbers: Spaced, step: number): readonly number[] {
  const { lo, hi } = numbers;
  const count = Math.floor((hi - lo) / step + 1e-9) + 1;
  const wanted = count <= mostCells ? Array.from({ length: count }, (_, at) => at) : coarse(numbers, { step, count });
  const digits = Math.max(decimals(lo), decimals(step));
  // The nearest double of the decimal that is meant, as the engine reads it too.
  return ascending([...wanted, 0, count]).map((at) => Number((lo + at * step).toFixed(digits)));
}

function coarse(numbers: Spaced, { step, count }: { readonly step: number; readonly count: number }) {
  const { lo, hi } = numbers;
  const places = positions({ ...numbers, hi: hi + step, step }, mostCells - 2).map((x) => Math.round((x - lo) / step));
  const zero = Math.round(-lo / step);
  const own = numbers.nearZero && Math.abs(zero * step + lo) < step * 1e-6 ? [zero, zero + 1] : [];
  return [...places, ...own].filter((at) => at >= 0 && at <= count);
}

/** Of a number without a step, a value that is 0 to this part of the finest cell counts as 0. */
const zeroPart = 1e-3;

function freeEdges(numbers: Spaced): readonly number[] {
  const { lo, hi } = numbers;
  const inner = positions(numbers, mostCells - 2).filter((x) => x > lo && x < hi);
  const own = numbers.nearZero && lo <= 0 && hi > 0 ? [0, finest(numbers) * zeroPart] : [];
  return ascending([lo, ...inner.map((x) => Number(x.toPrecision(12))), ...own, hi]);
}

/** About `count` + 1 edges from `lo` to `hi`: evenly spaced, or x = c·sinh(t) with t evenly spaced. */
function positions(numbers: Spaced, count: number): readonly number[] {
  const { lo, hi, nearZero } = numbers;
  const c = finest(numbers);
  const [from, to] = nearZero ? [Math.asinh(lo / c), Math.asinh(hi / c)] : [lo, hi];
  const spaced = Array.from({ length: count + 1 }, (_, at) => from + ((to - from) * at) / count);
  return nearZero ? spaced.map((t) => c * Math.sinh(t)) : spaced;
}

/**
 * c: below it cells are even, above it their width is a share of the value, about 5 %. A hundred-thousandth of the largest amount leaves
 * five digits to tell amounts apart, whatever the unit.
 */
function finest({ lo, hi, step = 0 }: Spaced): number {
  return Math.max(step, Math.max(Math.abs(lo), Math.abs(hi)) / 1e5);
}

function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}

function decimals(value: number): number {
  return declaredText(value)?.split('.')[1]?.length ?? 12;
}
