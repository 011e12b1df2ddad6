/**
 * Whole numbers with Laplace noise's tails: Pr[z] is proportional to exp(−|z| / scale).
 *
 * @see Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Algorithm 2; gaussian.proof.md
 */
import { sampleBernoulli, sampleBernoulliExp } from './bernoulli.ts';
import type { RandomSource } from './random.ts';
import type { Rational } from './rational.ts';
import { uniformBelow } from './uniform.ts';

const one: Rational = { num: 1n, den: 1n };
const half: Rational = { num: 1n, den: 2n };

/**
 * For every scale t/s > 0, returns z with probability exactly (e^(s/t) − 1) / (e^(s/t) + 1) · e^(−|z| s/t).
 * Added to a count of sensitivity Δ, scale Δ/ε gives ε-differential privacy.
 *
 * @throws RangeError when `scale` is not positive
 */
export function sampleDiscreteLaplace({ num: t, den: s }: Rational, random: RandomSource): bigint {
  if (t <= 0n) throw new RangeError(`Cannot draw Laplace noise: the scale must be positive; got ${t}/${s}`);
  for (;;) {
    const magnitude = sampleGeometric(t, random) / s;
    const negative = sampleBernoulli(half, random);
    // Zero has one sign only; drawn with both it would come up twice as often.
    if (negative && magnitude === 0n) continue;
    return negative ? -magnitude : magnitude;
  }
}

/** x ≥ 0 with probability proportional to exp(−x/t): the remainder of x by t first, then the quotient. */
function sampleGeometric(t: bigint, random: RandomSource): bigint {
  let remainder = uniformBelow(t, random);
  while (!sampleBernoulliExp({ num: remainder, den: t }, random)) remainder = uniformBelow(t, random);
  let quotient = 0n;
  while (sampleBernoulliExp(one, random)) quotient += 1n;
  return remainder + t * quotient;
}
