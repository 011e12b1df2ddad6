/** From exact fractions to the numbers of reports. It points one way: nothing that becomes noise passes here. */
import { bitLength } from './bit-length.ts';
import type { Rational } from './rational.ts';

/** Returns num/den within one unit in the last place, whatever the size of either; ±Infinity or 0 where a double ends. */
export function toNumber({ num, den }: Rational): number {
  if (num < 0n) return -toNumber({ num: -num, den });
  // The quotient keeps 64 bits or more, and a double has 53.
  const shift = 64 - (bitLength(num) - bitLength(den));
  const quotient = shift > 0 ? (num << BigInt(shift)) / den : num / (den << BigInt(-shift));
  return Number(quotient) * 2 ** -shift;
}
