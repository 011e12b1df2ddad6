/**
 * Biased coins without rounding: a coin of rational probability, and one that falls with probability exp(−γ), made of the former alone.
 *
 * @see Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Algorithm 1
 */
import type { RandomSource } from './random.ts';
import type { Rational } from './rational.ts';
import { uniformBelow } from './uniform.ts';

const one: Rational = { num: 1n, den: 1n };

/**
 * For every p in [0, 1], returns true with probability exactly p.
 *
 * @throws RangeError when `p` lies outside [0, 1]
 */
export function sampleBernoulli({ num, den }: Rational, random: RandomSource): boolean {
  if (num < 0n || num > den) throw new RangeError(`Cannot toss a coin: must be from 0 to 1; got ${num}/${den}`);
  return uniformBelow(den, random) < num;
}

/**
 * For every γ ≥ 0, returns true with probability exactly exp(−γ): one coin of exp(−1) for each whole step down to γ ≤ 1, then one for the
 * rest. It stops at the first that fails, so that a large γ costs no more than a small one.
 *
 * @throws RangeError when `gamma` is negative
 */
export function sampleBernoulliExp({ num, den }: Rational, random: RandomSource): boolean {
  if (num < 0n) throw new RangeError(`Cannot toss a coin of exp(−γ): γ must be from 0; got ${num}/${den}`);
  let rest = num;
  for (; rest > den; rest -= den) {
    if (!sampleExpUpToOne(one, random)) return false;
  }
  return sampleExpUpToOne({ num: rest, den }, random);
}

/**
 * For γ in [0, 1]: toss coins of γ/1, γ/2, γ/3 … until one fails. That the first failure is toss k has probability
 * γ^(k−1)/(k−1)! − γ^k/k!, and over odd k these add up to the series of exp(−γ).
 */
function sampleExpUpToOne({ num, den }: Rational, random: RandomSource): boolean {
  let tosses = 1n;
  while (sampleBernoulli({ num, den: den * tosses }, random)) tosses += 1n;
  return tosses % 2n === 1n;
}
