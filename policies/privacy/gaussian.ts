/**
 * Whole numbers with Gaussian noise: Pr[z] is proportional to exp(−z² / 2σ²). The noise of the private lane.
 *
 * @see Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Algorithm 3; gaussian.proof.md
 */
import { sampleBernoulliExp } from './bernoulli.ts';
import { sampleDiscreteLaplace } from './laplace.ts';
import type { RandomSource } from './random.ts';
import type { Rational } from './rational.ts';
import { squareRootFloor } from './square-root.ts';

/**
 * For every σ² = n/d > 0, returns z with probability exactly exp(−z²/2σ²) / Σ exp(−x²/2σ²). Its variance is at most σ².
 * Added to a vector of whole numbers of ℓ₂ sensitivity Δ, one draw per number, it gives (Δ²/2σ²)-zCDP (Theorem 14).
 *
 * How long a draw takes depends on what is drawn, so the time of a release must not be seen (query-and-privacy.md §2.6).
 *
 * @throws RangeError when `variance` is not positive: an exact number is never passed for a noisy one
 */
export function sampleDiscreteGaussian({ num: n, den: d }: Rational, random: RandomSource): bigint {
  if (n <= 0n) throw new RangeError(`Cannot draw Gaussian noise: the variance must be positive; got ${n}/${d}`);
  const t = squareRootFloor(n / d) + 1n;
  const den = 2n * n * d * t * t;
  for (;;) {
    const candidate = sampleDiscreteLaplace({ num: t, den: 1n }, random);
    const distance = (candidate < 0n ? -candidate : candidate) * d * t - n;
    if (sampleBernoulliExp({ num: distance * distance, den }, random)) return candidate;
  }
}
