/** Exact decimal text, as public bounds are written: digits, a point, no exponent. */

/** The number `unscaled / 10^scale`. */
export interface Decimal {
  readonly unscaled: bigint;
  readonly scale: number;
}

/**
 * Reads `-12.50` exactly. At most 30 digits before and 30 after the point, so that what is computed from it fits 128 bits.
 *
 * @returns undefined for any other text: an exponent, a sign `+`, a leading zero, a bare point
 */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = ''] = /^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = BigInt(whole + fraction);
  return { unscaled: sign ? -digits : digits, scale: fraction.length };
}

/** The shortest text that is this number as JavaScript reads it; undefined where that takes an exponent. */
export function decimalText(value: number): string | undefined {
  const text = String(value);
  return parseDecimal(text) ? text : undefined;
}

/** The whole number `value / step`, or undefined where it is not whole. `step` is not 0. */
export function stepsIn(value: Decimal, step: Decimal): bigint | undefined {
  const num = value.unscaled * 10n ** BigInt(step.scale);
  const den = step.unscaled * 10n ** BigInt(value.scale);
  return num % den === 0n ? num / den : undefined;
}

/** Negative, 0 or positive as `a` is less than, equal to or greater than `b`. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const [left, right] = [a.unscaled * 10n ** BigInt(b.scale), b.unscaled * 10n ** BigInt(a.scale)];
  return left < right ? -1 : left > right ? 1 : 0;
}
