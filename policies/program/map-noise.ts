/**
 * Mode `map`: the sums of all units' vectors become noisy, in whole numbers, and only then numbers that a program may read.
 *
 * @see map.proof.md §2, §3; query-and-privacy.md §2.4, §3.5
 */
import { sigmaOf } from '../privacy/gaussian-tail.ts';
import { addNoise, gaussianVariance } from '../privacy/noise.ts';
import type { RandomSource } from '../privacy/random.ts';
import { toNumber } from '../privacy/to-number.ts';
import type { NanoRho } from '../units.ts';

/** The longest vector of one unit, in steps: a step is clip / 2²⁰. */
export const clipSteps = 2n ** 20n;

/** Δ₂² of the sums of one pass, in steps: one unit adds one vector, which is at most so long. */
const sensitivity2 = clipSteps ** 2n;

export interface PassNoise {
  readonly rho: NanoRho;
  /** Longest vector of one unit, ℓ₂, in the units of the vector. */
  readonly clip: number;
}

/** For every sums to which one unit adds a vector of at most 2²⁰ steps, returns them with noise, ρ-zCDP, in the units of the vector. */
export function noisySums(
  sums: readonly bigint[],
  { rho, clip }: PassNoise,
  random: RandomSource,
): Float64Array<ArrayBuffer> {
  const variance = gaussianVariance({ sensitivity2, rho });
  return Float64Array.from(sums, (sum) => toNumber({ num: addNoise(sum, variance, random), den: clipSteps }) * clip);
}

/** Standard deviation of the noise in each sum, in the units of the vector. */
export function sumSigma({ rho, clip }: PassNoise): number {
  return (sigmaOf(gaussianVariance({ sensitivity2, rho })) / Number(clipSteps)) * clip;
}
