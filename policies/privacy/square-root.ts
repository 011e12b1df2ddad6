/** The square root of a whole number, in whole numbers. */
import { bitLength } from './bit-length.ts';

/**
 * For every n ≥ 0, returns the largest r with r² ≤ n: Newton's method from above, which falls until it stands at r.
 *
 * @throws RangeError when `n` is negative
 */
export function squareRootFloor(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`Cannot take a square root: must be from 0; got ${n}`);
  if (n < 2n) return n;
  // n < 2^b, so √n < 2^⌈b/2⌉, and the start lies above.
  let root = 1n << ((BigInt(bitLength(n)) + 1n) / 2n);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
