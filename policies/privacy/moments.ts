/**
 * VAR_POP, VAR_SAMP, STDDEV_POP and STDDEV_SAMP out of a noisy count, sum and sum of squares, after the noise.
 *
 * @see query-and-privacy.md §3.3, §3.10
 */
import type { Estimate, Grid, Noisy } from './estimate.ts';
import { zConfidence } from './estimate.ts';
import { sigmaOf } from './gaussian-tail.ts';
import type { FirstMoments } from './mean.ts';
import { isDivisor } from './mean.ts';
import type { Rational } from './rational.ts';
import { atLeast, clamp, multiply, rational, subtract } from './rational.ts';
import { toNumber } from './to-number.ts';

/** And Σ y². */
export interface SecondMoments extends FirstMoments {
  readonly squares: Noisy;
}

export interface VarianceSpec {
  readonly grid: Grid;
  /** `sample` is the population's times n / (n − 1), n from 2. */
  readonly of: 'population' | 'sample';
}

/**
 * Returns max(0, q/n − (s/n)²) in the squared units of the data, at most (hi − lo)²/4, which is the most that values within bounds vary;
 * of a sample, n / (n − 1) times it. For every input value and interval lie between 0 and that.
 * `sigma` and the interval are by the delta method; where the count is no divisor the interval is everything between.
 */
export function estimateVariance(moments: SecondMoments, { grid, of }: VarianceSpec): Estimate {
  const n = atLeast(1n, moments.count.value);
  const most = mostVariance(grid);
  const mean = rational(moments.sum.value, n);
  const found = subtract(rational(moments.squares.value, n), multiply(mean, mean));
  const variance = clamp(multiply(found, multiply(grid.step, grid.step)), { lo: rational(0n), hi: most });
  const factor = of === 'sample' ? toNumber(rational(atLeast(2n, n), atLeast(2n, n) - 1n)) : 1;
  const [value, ceiling] = [toNumber(variance) * factor, toNumber(most) * factor];
  const sigma = sigmaOfVariance(moments) * toNumber(grid.step) ** 2 * factor;
  const half = isDivisor(moments.count) ? zConfidence * sigma : Infinity;
  return {
    value,
    sigma: Math.min(sigma, ceiling / 2),
    low: Math.max(0, value - half),
    high: Math.min(ceiling, value + half),
  };
}

/** The square root of {@link estimateVariance}, its interval's ends with it. `sigma` is that of a normal interval of the same width. */
export function estimateDeviation(moments: SecondMoments, spec: VarianceSpec): Estimate {
  const variance = estimateVariance(moments, spec);
  const [value, low, high] = [Math.sqrt(variance.value), Math.sqrt(variance.low), Math.sqrt(variance.high)];
  return { value, sigma: (high - low) / (2 * zConfidence), low, high };
}

/** Popoviciu's inequality: values within [lo, hi] vary by at most (hi − lo)²/4. */
function mostVariance({ lo, hi }: Grid): Rational {
  const width = subtract(hi, lo);
  return multiply(multiply(width, width), rational(1n, 4n));
}

/** Of v = q/n − (s/n)², in steps²: its derivatives by q, s and n, times the noise of each. */
function sigmaOfVariance({ count, sum, squares }: SecondMoments): number {
  const n = Number(atLeast(1n, count.value));
  const mean = Number(sum.value) / n;
  const byCount = 2 * mean ** 2 - Number(squares.value) / n;
  return Math.hypot(sigmaOf(squares.variance), 2 * mean * sigmaOf(sum.variance), byCount * sigmaOf(count.variance)) / n;
}
