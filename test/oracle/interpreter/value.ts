/** The values of the reference interpreter: exact numbers stay exact, a DOUBLE is a JavaScript number. */

/** `digits` × 10^−`scale`. */
export interface Decimal {
  readonly kind: 'decimal';
  readonly digits: bigint;
  readonly scale: number;
}

/** Days since 1970-01-01. */
export interface Day {
  readonly kind: 'date';
  readonly day: number;
}

/** Microseconds since 1970-01-01 00:00. */
export interface Instant {
  readonly kind: 'timestamp';
  readonly micros: bigint;
}

/** A bigint is a whole number of any width, a number a DOUBLE or FLOAT. */
export type Value = null | boolean | bigint | number | string | Decimal | Day | Instant;
export type Present = Exclude<Value, null>;

export const decimal = (digits: bigint, scale: number): Decimal => ({ kind: 'decimal', digits, scale });
export const date = (day: number): Day => ({ kind: 'date', day });
export const timestamp = (micros: bigint): Instant => ({ kind: 'timestamp', micros });

/**
 * Orders two values of one type as DuckDB does: FALSE before TRUE, NaN equal to itself and after everything, −0 equal to 0,
 * text by its UTF-8 bytes.
 */
export function compare(a: Present, b: Present): number {
  if (typeof a === 'number' && typeof b === 'number') return compareDoubles(a, b);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  const [x, y] = [exact(a), exact(b)];
  const scale = Math.max(x.scale, y.scale);
  const difference = rescale(x, scale) - rescale(y, scale);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function compareDoubles(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Everything but text and DOUBLE as an exact number, so that it can be compared and subtracted. */
export function exact(value: Present): Decimal {
  if (typeof value === 'bigint') return decimal(value, 0);
  if (typeof value === 'boolean') return decimal(value ? 1n : 0n, 0);
  if (typeof value === 'object') {
    if (value.kind === 'decimal') return value;
    return value.kind === 'date' ? decimal(BigInt(value.day), 0) : decimal(value.micros, 0);
  }
  throw new Error(`not an exact value: ${value}`);
}

/** The digits of an exact number at a scale that is at least its own. */
export function rescale({ digits, scale }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - scale);
}

/** Division that rounds half away from zero. */
export function roundedQuotient(a: bigint, b: bigint): bigint {
  const [size, by] = [a < 0n ? -a : a, b < 0n ? -b : b];
  const quotient = (2n * size + by) / (2n * by);
  return a < 0n === b < 0n ? quotient : -quotient;
}

export function toDouble(value: Present): number {
  if (typeof value === 'number') return value;
  const { digits, scale } = exact(value);
  // Decimal text is read correctly rounded.
  return Number(`${digits}e${-scale}`);
}

/** A text that is equal for values of one type that are not distinct: the key of groups, DISTINCT and set operations. */
export function keyOf(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'number') return Number.isNaN(value) ? 'NaN' : String(value === 0 ? 0 : value);
  if (typeof value === 'string') return JSON.stringify(value);
  const { digits, scale } = exact(value);
  return `${digits}e${scale}`;
}

/** Unsorted text of an exact number: `-0.05`. */
export function decimalText({ digits, scale }: Decimal): string {
  const size = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return scale === 0 ? sign + size : `${sign}${size.slice(0, -scale)}.${size.slice(-scale)}`;
}
