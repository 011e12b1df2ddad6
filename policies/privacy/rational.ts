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
