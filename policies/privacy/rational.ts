/** Exact fractions. Everything between a row and its noise is made of whole numbers; where a ratio is needed, it is one of these. */

/** `num / den` with `den` > 0; not necessarily in lowest terms. */
export interface Rational {
  readonly num: bigint;
  readonly den: bigint;
}

/** @throws RangeError when `den` is not positive */
export function rational(num: bigint, den = 1n): Rational {
  if (den <= 0n) throw new RangeError(`Cannot make a fraction: the denominator must be positive; got ${den}`);
  return { num, den };
}

export function add(a: Rational, b: Rational): Rational {
  return { num: a.num * b.den + b.num * a.den, den: a.den * b.den };
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, { num: -b.num, den: b.den });
}

export function multiply(a: Rational, b: Rational): Rational {
  return { num: a.num * b.num, den: a.den * b.den };
}

/** The nearest to `value` that lies from `lo` to `hi`. */
export function clamp(value: Rational, { lo, hi }: { readonly lo: Rational; readonly hi: Rational }): Rational {
  if (isLess(value, lo)) return lo;
  return isLess(hi, value) ? hi : value;
}

export function isLess(a: Rational, b: Rational): boolean {
  return a.num * b.den < b.num * a.den;
}

/** The larger of the two; for denominators that must not be 0. */
export function atLeast(least: bigint, value: bigint): bigint {
  return value < least ? least : value;
}
