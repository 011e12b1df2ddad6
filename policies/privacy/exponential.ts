/**
 * Choosing one of a public list by how well it scores on the data: the exponential mechanism, drawn exactly.
 *
 * @see McSherry, Talwar 2007; Cesar, Rogers 2021 (arXiv 2004.07223); synth.md §2.1; exponential.proof.md
 */
import type { NanoRho } from '../units.ts';
import { sampleBernoulliExp } from './bernoulli.ts';
import { nanosPerRho } from './cost.ts';
import type { RandomSource } from './random.ts';
import { rational, type Rational } from './rational.ts';
import { squareRootFloor } from './square-root.ts';
import { uniformBelow } from './uniform.ts';

/** One thing that may be chosen, and its score on the data: a whole number, the higher the better. */
export interface Scored<T> {
  readonly item: T;
  readonly score: bigint;
}

/** Δ, the most by which one unit can move any score up or down, and what the choice may cost. */
export interface Choice {
  readonly sensitivity: bigint;
  readonly rho: NanoRho;
}

/** e in parts of 2⁻⁴⁰. */
const rateParts = 1n << 40n;

/**
 * The largest e, in parts of 2⁻⁴⁰, with e²/8 ≤ ρ. So a choice never costs more than it is charged for.
 *
 * @throws RangeError when ρ is 0
 */
export function exponentialRate(rho: NanoRho): Rational {
  if (rho <= 0n) throw new RangeError(`Cannot choose: ρ must be positive; got ${rho} billionths`);
  return rational(squareRootFloor((8n * rho * rateParts * rateParts) / nanosPerRho), rateParts);
}

/**
 * Returns each item with probability exactly exp(e·q/2Δ) / Σ exp(e·q/2Δ), q being its score and e = {@link exponentialRate}(ρ). For every list
 * that does not depend on the data and every Δ that is true, the choice is ρ-zCDP.
 *
 * A uniform candidate is kept with probability exp(−e(q_max − q)/2Δ), so about as many are drawn as there are items, at most. How long it takes
 * depends on the scores: the time of a choice must not be seen.
 *
 * @throws RangeError when there is nothing to choose from, or Δ is not positive
 */
export function chooseExponentially<T>(
  scored: readonly Scored<T>[],
  { sensitivity, rho }: Choice,
  random: RandomSource,
): T {
  if (sensitivity <= 0n) throw new RangeError(`Cannot choose: the sensitivity must be positive; got ${sensitivity}`);
  const rate = exponentialRate(rho);
  const numbered = new Map(scored.map((candidate, at) => [BigInt(at), candidate]));
  const best = scored.reduce<bigint | undefined>(
    (most, { score }) => (most === undefined || score > most ? score : most),
    undefined,
  );
  if (best === undefined) throw new RangeError('Cannot choose: there must be an item');
  const den = rate.den * 2n * sensitivity;
  for (;;) {
    const drawn = numbered.get(uniformBelow(BigInt(numbered.size), random));
    if (!drawn) throw new Error('Cannot choose: items must be numbered');
    if (sampleBernoulliExp({ num: rate.num * (best - drawn.score), den }, random)) return drawn.item;
  }
}
