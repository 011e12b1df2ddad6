/** The search that thresholds, interval widths and budgets share. */

/**
 * For every `holds` that is false up to some number and true from there, returns the smallest n ≥ 0 at which it is true: doubling, then
 * bisection. Whatever `holds` is, it is true at n, and false at n − 1 unless n is 0. It must be true somewhere, or this never ends.
 */
export function smallestWhere(holds: (n: bigint) => boolean): bigint {
  if (holds(0n)) return 0n;
  let below = 0n;
  let from = 1n;
  while (!holds(from)) {
    below = from;
    from *= 2n;
  }
  while (from - below > 1n) {
    const middle = (from + below) / 2n;
    if (holds(middle)) from = middle;
    else below = middle;
  }
  return from;
}
