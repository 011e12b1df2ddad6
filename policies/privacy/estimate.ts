/**
 * A noisy number as people read it: in the units of the data, with its standard deviation and 95 % interval.
 *
 * @see query-and-privacy.md §3.10
 */
import { sigmaOf } from './gaussian-tail.ts';
import type { NoisyInteger } from './noise.ts';
import { noiseHalfWidth } from './quantile-of-noise.ts';
import type { Rational } from './rational.ts';
import { toNumber } from './to-number.ts';

/** In the units of the data. `sigma` and the interval speak of the noise, not of what clamping left out. */
export interface Estimate {
  readonly value: number;
  readonly sigma: number;
  /** Ends of the 95 % interval. */
  readonly low: number;
  readonly high: number;
}

/** A noisy number and the variance of its noise. */
export interface Noisy {
  readonly value: NoisyInteger;
  readonly variance: Rational;
}

/** A public grid: the whole number y stands for `origin` + y · `step`, clamped to `lo` … `hi` (a column's bounds). */
export interface Grid {
  readonly lo: Rational;
  readonly hi: Rational;
  readonly step: Rational;
  /** The middle of the bounds, or what of the grid is nearest to it: numbers counted from there are smallest. */
  readonly origin: Rational;
}

export const confidence = 0.95;
/** Half of the normal distribution's {@link confidence} lies up to here. */
export const zConfidence = 1.959963984540054;

/** For counts and sums with noise of one variance, each in steps of `step`. The half-width is computed once for all of them. */
export function totalEstimator(variance: Rational, step: Rational): (noisy: NoisyInteger) => Estimate {
  const sigma = sigmaOf(variance) * toNumber(step);
  const half = noiseHalfWidth(variance, confidence);
  const inUnits = (steps: bigint): number => toNumber({ num: steps * step.num, den: step.den });
  return (noisy) => ({ value: inUnits(noisy), sigma, low: inUnits(noisy - half), high: inUnits(noisy + half) });
}
