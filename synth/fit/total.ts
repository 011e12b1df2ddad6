/** How many rows there are, from noisy histograms alone: the number of rows is as secret as the rows. */
import type { Measurement } from './types.ts';

/** The inverse-variance mean of the totals of the histograms of one attribute; at least 1. @see synth.md §2.5 */
export function estimateTotal(measurements: readonly Measurement[]): number {
  let precision = 0;
  let sum = 0;
  for (const { attributes, values, variance, weights } of measurements) {
    if (attributes.length !== 1) continue;
    const cells = weights === undefined ? values.length : weights.reduce((cells, weight) => cells + 1 / weight, 0);
    const more = 1 / (variance * cells);
    precision += more;
    sum += more * values.reduce((a, b) => a + b, 0);
  }
  return precision === 0 ? 1 : Math.max(1, sum / precision);
}
