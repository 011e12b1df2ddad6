/** The square root of a whole number, in whole numbers. */

/**
 * For every n ≥ 0, returns the largest r with r² ≤ n: Newton's method from above, which falls until it stands at r.
 *
 * @throws RangeError when `n` is negative
 */
export function squareRootFloor(n: bigint): bigint {
  if (n < 0n) throw new RangeError(`Cannot take a square root: must be from 0; got ${n}`);
  if (n < 2n) return n;
  // Of h hexadecimal digits: n < 16^h, so √n < 4^h, and the start lies above.
  let root = 1n << (2n * BigInt(n.toString(16).length));
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
