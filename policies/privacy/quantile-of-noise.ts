/**
 * How far a noisy number lies from the exact one: the half-width of its interval. It speaks of the noise alone; what clamping and
 * dropped rows did to the exact number is not in it.
 *
 * @see query-and-privacy.md §3.10
 */
import { gaussianTailAbove, sigmaOf } from './gaussian-tail.ts';
import type { Rational } from './rational.ts';
import { smallestWhere } from './smallest-where.ts';

/** Up to this σ the probabilities are added up one by one; above, the bound's half unit no longer shows. */
const summedUpTo = 1000;

/**
 * For every confidence in (0, 1), returns w with Pr[|z| ≤ w] ≥ confidence for a discrete Gaussian z of this variance. Up to σ = 1000 it is
 * the smallest such w; above, it may be larger by one part in a thousand of σ.
 *
 * @throws RangeError when `confidence` is not between 0 and 1
 */
export function noiseHalfWidth(variance: Rational, confidence: number): bigint {
  if (!(confidence > 0 && confidence < 1)) {
    throw new RangeError(`Cannot say how wide: the confidence must be between 0 and 1; got ${confidence}`);
  }
  const sigma = sigmaOf(variance);
  if (sigma <= summedUpTo) return summedHalfWidth(sigma, confidence);
  return smallestWhere((w) => 2 * gaussianTailAbove(w + 1n, variance) <= 1 - confidence);
}

/** Adds from the tail, where the terms are small: at most 1 − confidence may stay outside, rounded outward. */
function summedHalfWidth(sigma: number, confidence: number): bigint {
  // Beyond 12σ lies less than 10⁻³¹.
  const weights = Array.from({ length: Math.ceil(12 * sigma) + 2 }, (_, x) => Math.exp(-((x / sigma) ** 2) / 2));
  const total = 2 * weights.reduceRight((sum, weight) => sum + weight, 0) - 1;
  const mayStayOutside = (1 - confidence) * total * (1 - 1e-12);
  let outside = 0;
  let x = weights.length - 1;
  for (; x > 0; x--) {
    outside += 2 * (weights[x] ?? 0);
    if (outside > mayStayOutside) break;
  }
  return BigInt(x);
}
