/**
 * AVG out of a noisy count and a noisy sum: computed after the noise, so it costs nothing more.
 *
 * @see query-and-privacy.md §3.3, §3.10
 */
import type { Estimate, Grid, Noisy } from './estimate.ts';
import { zConfidence } from './estimate.ts';
import { sigmaOf } from './gaussian-tail.ts';
import { add, atLeast, clamp, multiply, rational } from './rational.ts';
import { toNumber } from './to-number.ts';

/** Of the same values y, counted on the grid from its origin: how many there are, and Σ y. */
export interface FirstMoments {
  readonly count: Noisy;
  readonly sum: Noisy;
}

/**
 * Returns clamp(origin + step · s / max(1, n)). For every input the value and the interval lie within the bounds. `sigma` is by the delta
 * method, at most half the bounds' width; the interval is {@link ratioInterval}'s.
 */
export function estimateMean(moments: FirstMoments, grid: Grid): Estimate {
  const { count, sum } = moments;
  const n = atLeast(1n, count.value);
  const value = clamp(add(grid.origin, multiply(rational(sum.value, n), grid.step)), grid);
  const [lo, hi, step, origin] = [toNumber(grid.lo), toNumber(grid.hi), toNumber(grid.step), toNumber(grid.origin)];
  const inside = (steps: number): number => Math.min(hi, Math.max(lo, origin + steps * step));
  const { low, high } = ratioInterval(moments);
  const ratio = Number(sum.value) / Number(n);
  const sigma = (step * Math.hypot(sigmaOf(sum.variance), ratio * sigmaOf(count.variance))) / Number(n);
  return { value: toNumber(value), sigma: Math.min(sigma, (hi - lo) / 2), low: inside(low), high: inside(high) };
}

/** Whether the noisy count lies so far above 0 that dividing by it says something: z standard deviations. */
export function isDivisor({ value, variance }: Noisy): boolean {
  return value >= 1n && Number(value) > zConfidence * sigmaOf(variance);
}

/**
 * Fieller's interval of Σy / n: the r for which s − r·n is not distinguishable from 0. Unlike the delta method's it covers small counts too;
 * where the count is no divisor it is everything.
 *
 * @see Fieller 1954, Some problems in interval estimation, J. R. Stat. Soc. B 16(2)
 */
function ratioInterval({ count, sum }: FirstMoments): { readonly low: number; readonly high: number } {
  if (!isDivisor(count)) return { low: -Infinity, high: Infinity };
  const n = Number(count.value);
  const ratio = Number(sum.value) / n;
  const share = 1 - ((zConfidence * sigmaOf(count.variance)) / n) ** 2;
  const spread = Math.hypot(sigmaOf(sum.variance) * Math.sqrt(share), ratio * sigmaOf(count.variance));
  const half = (zConfidence * spread) / n;
  return { low: (ratio - half) / share, high: (ratio + half) / share };
}
