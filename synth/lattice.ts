/** Numbers at equal steps in a range: what amounts, counts and measures are drawn from. */
import type { SqlType } from '#policies/catalog/entry.ts';
import { decimalOf, isWholeType } from '#policies/catalog/sql-type.ts';
import { type NumberedSet, type Shape, numbered } from './value-set.ts';

/** The largest number that the type holds exactly. */
export function largest(type: SqlType): number {
  const decimal = decimalOf(type);
  if (decimal !== undefined) {
    return Math.min(10 ** (decimal.width - decimal.scale) - 10 ** -decimal.scale, Number.MAX_SAFE_INTEGER);
  }
  if (type === 'SMALLINT') return 32_767;
  if (type === 'INTEGER') return 2_147_483_647;
  return Number.MAX_SAFE_INTEGER;
}

/** The numbers lo, lo + step … up to hi that the type can hold, `step` as fine as the type where none is given. */
export function lattice(type: SqlType, range: Range, shape: Shape): NumberedSet {
  const { lo, step, size } = gridOf(type, range);
  if (Number.isInteger(lo) && Number.isInteger(step))
    return numbered(size, (index) => `${lo} + (${index}) * ${step}`, { shape });
  const places = Math.max(decimals(lo), decimals(step));
  return numbered(size, (index) => `round(${lo}::DOUBLE + (${index}) * ${step}::DOUBLE, ${places})`, { shape });
}

export interface Range {
  readonly lo: number;
  readonly hi: number;
  readonly step?: number;
}

/** The first of those numbers, the step between them, and how many there are. */
export function gridOf(type: SqlType, range: Range): { lo: number; step: number; size: number } {
  const top = Math.min(range.hi, largest(type));
  const step = range.step ?? finest(type, top - range.lo);
  const lo = isWholeType(type) ? Math.ceil(range.lo) : range.lo;
  const size = Math.floor((top - lo) / step + 1e-9) + 1;
  if (!(size >= 1)) throw new Error(`Cannot draw numbers: must be from low to high; got ${range.lo} to ${range.hi}`);
  return { lo, step, size };
}

function finest(type: SqlType, span: number): number {
  const decimal = decimalOf(type);
  // A number of steps beyond 2^53 could not be counted.
  if (decimal !== undefined) return 10 ** Math.max(-decimal.scale, Math.floor(Math.log10(span > 0 ? span : 1)) - 14);
  // About ten thousand to a hundred thousand different values, at a power of ten that people would write.
  if (type === 'DOUBLE') return 10 ** Math.min(0, Math.floor(Math.log10(span > 0 ? span : 1)) - 4);
  return 1;
}

/** Decimal places of a number as it is written. */
function decimals(value: number): number {
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}
