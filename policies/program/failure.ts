/**
 * How many units may be killed before a run of mode `map` is given up: a number with noise in it, for whether a run fails is told, and without noise
 * it could tell whether one person is there. Late runs are given up by the same number.
 *
 * @see programs.md §D.5; map.proof.md §4; docs/decisions/035-private-failure-and-time.md
 */
import { gaussianTailAbove } from '../privacy/gaussian-tail.ts';
import type { Cost } from '../privacy/cost.ts';
import { attosPerDelta } from '../privacy/cost.ts';
import { addNoise, gaussianVariance } from '../privacy/noise.ts';
import type { RandomSource } from '../privacy/random.ts';
import type { Rational } from '../privacy/rational.ts';
import { smallestWhere } from '../privacy/smallest-where.ts';
import { toNumber } from '../privacy/to-number.ts';

/** What is public of the number of units that may be killed. */
export interface Allowance {
  /** Of the noise. */
  readonly variance: Rational;
  /** Before noise. */
  readonly usual: number;
  /** With whatever noise: it is at least 0 and at most this, so that the time of a run has an end. */
  readonly most: number;
}

/**
 * For every way in which one unit moves a count by at most 1, telling whether the count is above {@link drawAllowance} of this is
 * δ-approximate ρ-zCDP: σ² = 1 / 2ρ, `usual` the least t with (a bound of) Pr[z ≥ t] ≤ δ, `most` twice that. A count of 0 is never above.
 *
 * @throws RangeError when ρ or δ is 0: a number with an end cannot be had without δ
 */
export function allowanceFor({ rho, delta }: Cost): Allowance {
  if (delta <= 0n) throw new RangeError(`Cannot allow for failures: δ must be positive; got ${delta}`);
  const variance = gaussianVariance({ sensitivity2: 1n, rho });
  const allowed = toNumber({ num: delta, den: attosPerDelta }) * (1 - 2 ** -50);
  const usual = Number(smallestWhere((t) => gaussianTailAbove(t, variance) <= allowed));
  return { variance, usual, most: 2 * usual };
}

/** Draws how many may be killed: once for a run, before it sees a row, and never told. */
export function drawAllowance({ variance, usual, most }: Allowance, random: RandomSource): number {
  return Math.min(Math.max(Number(addNoise(BigInt(usual), variance, random)), 0), most);
}
