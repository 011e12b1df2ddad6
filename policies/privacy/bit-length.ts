/** How many bits a whole number has. */

/** The smallest b with n < 2^b, for n ≥ 1; 1 for 0. */
export function bitLength(n: bigint): number {
  return n.toString(2).length;
}
