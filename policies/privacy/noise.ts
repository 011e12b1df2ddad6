/**
 * Where an exact number becomes a noisy one. Whatever the private lane releases is made of {@link NoisyInteger}s, and this is the only
 * place that makes one, so an exact number cannot be released by mistake: the compiler refuses it.
 *
 * @see query-and-privacy.md §2.4, §3.5; Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Theorem 14
 */
import type { NanoRho } from '../units.ts';
import { nanosPerRho } from './cost.ts';
import { sampleDiscreteGaussian } from './gaussian.ts';
import type { RandomSource } from './random.ts';
import type { Rational } from './rational.ts';
import { rational } from './rational.ts';

declare const noisy: unique symbol;
/** A whole number with noise in it. What is computed from noisy numbers alone costs no privacy. */
export type NoisyInteger = bigint & { readonly [noisy]: true };

/**
 * Returns `exact` + z, z a fresh discrete Gaussian of `variance`. The noise knows nothing of the number it hides.
 *
 * @throws RangeError when `variance` is not positive
 */
export function addNoise(exact: bigint, variance: Rational, random: RandomSource): NoisyInteger {
  return (exact + sampleDiscreteGaussian(variance, random)) as NoisyInteger;
}

/** One mechanism: how far one unit can move the vector of exact numbers, and what its release may cost. */
export interface Mechanism {
  /** Δ₂², the square of the ℓ₂ sensitivity: a whole number, for the vectors are. */
  readonly sensitivity2: bigint;
  readonly rho: NanoRho;
}

/**
 * σ² = Δ₂² / 2ρ, exactly. For every vector of that sensitivity, noise of this variance on each of its numbers is ρ-zCDP in all.
 *
 * @throws RangeError when the sensitivity is not positive or ρ is 0: no finite noise is free
 */
export function gaussianVariance({ sensitivity2, rho }: Mechanism): Rational {
  if (sensitivity2 <= 0n) {
    throw new RangeError(`Cannot scale noise: the squared sensitivity must be positive; got ${sensitivity2}`);
  }
  if (rho <= 0n) throw new RangeError(`Cannot scale noise: ρ must be positive; got ${rho} billionths`);
  return rational(sensitivity2 * nanosPerRho, 2n * rho);
}
