/** Decimal text as public bounds are declared: digits, a point, no exponent. */
import { tenTo, type Decimal } from '../decimal.ts';

/**
 * Reads `-12.50` exactly. At most 30 digits before and 30 after the point, so that what is computed from it fits 128 bits.
 *
 * @returns undefined for any other text: an exponent, a sign `+`, a leading zero, a bare point
 */
export function parseDeclared(text: string): Decimal | undefined {
  const [, sign, whole = '', fraction = ''] = /^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = BigInt(whole + fraction);
  return { digits: sign ? -digits : digits, scale: fraction.length };
}

/** The shortest text that is this number as JavaScript reads it; undefined where that takes an exponent. */
export function declaredText(value: number): string | undefined {
  const text = String(value);
  return parseDeclared(text) ? text : undefined;
}

/** The whole number `value / step`, or undefined where it is not whole. `step` is not 0. */
export function wholeSteps(value: Decimal, step: Decimal): bigint | undefined {
  const num = value.digits * tenTo(step.scale);
  const den = step.digits * tenTo(value.scale);
  return num % den === 0n ? num / den : undefined;
}
