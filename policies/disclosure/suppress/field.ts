/**
 * Whole numbers modulo the prime 2³¹ − 1: elimination without rounding. What is independent here is independent over the fractions; that
 * something is dependent here and not there takes a determinant that this prime divides, and then one cell too many is hidden, not too few.
 */

export const prime = 2_147_483_647;

/** For every a and b in [0, prime), returns a·b. The product is split at 2³¹ before a double could lose digits of it. */
export function multiply(a: number, b: number): number {
  const low = Math.imul(a, b) & prime;
  const high = ((a * b - low) / 2_147_483_648 + 0.5) | 0;
  const sum = low + high;
  return sum >= prime ? sum - prime : sum;
}

/** For every a in (0, prime), returns b with a·b = 1, by Fermat: b = a^(prime − 2). */
export function invert(a: number): number {
  let result = 1;
  let power = a;
  for (let exponent = prime - 2; exponent > 0; exponent = Math.floor(exponent / 2)) {
    if (exponent % 2 === 1) result = multiply(result, power);
    power = multiply(power, power);
  }
  return result;
}
