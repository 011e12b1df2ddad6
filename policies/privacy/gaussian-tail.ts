/**
 * How likely the noise is large, never less than the truth: thresholds and intervals rest on these bounds, so every rounding here
 * goes outward.
 *
 * @see gaussian.proof.md §3; Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), §2 and Proposition 25
 */
import type { Rational } from './rational.ts';
import { toNumber } from './to-number.ts';

/** Where doubles near their end, 10⁻³⁰⁰. Farther out the tail is taken as here, which is still too much. */
const farthest = 37;

/** More than what double arithmetic loses below. The worst is exp(−x²/2) at the farthest x: x² is off by 10³ units of 2⁻⁵³. */
const outward = 1 + 1e-11;

/** σ, in units of the noisy number. */
export function sigmaOf(variance: Rational): number {
  return Math.sqrt(toNumber(variance));
}

/**
 * For every t, returns at least Pr[z ≥ t] of a discrete Gaussian z of this variance; 1 for t ≤ 0.
 * It falls as t grows. Within a factor of 1 + 10⁻¹⁰ it is the continuous tail from t − ½ where t − ½ ≥ σ, and from t − 1 before.
 */
export function gaussianTailAbove(t: bigint, variance: Rational): number {
  if (t <= 0n) return 1;
  const sigma = sigmaOf(variance) * outward;
  const middle = toNumber({ num: 2n * t - 1n, den: 2n });
  return normalTailAbove((middle >= sigma ? middle : middle - 0.5) / sigma);
}

/** For every x ≥ 0, returns at least Pr[N(0, 1) ≥ x], and up to x = 37 at most 1 + 10⁻¹⁰ times it. */
export function normalTailAbove(far: number): number {
  const x = Math.min(far, farthest);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return outward * (x < 2 ? 0.5 - density * centralSeries(x) : density / tailFraction(x));
}

/** x + x³/3 + x⁵/(3·5) + …: all terms positive, so what is cut off would only lessen the tail. */
function centralSeries(x: number): number {
  let term = x;
  let sum = 0;
  for (let odd = 3; odd < 100; odd += 2) {
    sum += term;
    term *= (x * x) / odd;
  }
  return sum;
}

/** x + 1/(x + 2/(x + …)), Laplace's fraction. Cut after an even number of terms it is too small, and the tail too large. */
function tailFraction(x: number): number {
  let fraction = x;
  for (let term = 200; term >= 1; term--) fraction = x + term / fraction;
  return fraction;
}
