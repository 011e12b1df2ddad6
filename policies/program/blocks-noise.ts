/**
 * Mode `blocks`: the average of all blocks, with noise. One unit is in one block, so it moves each number by one range's width over the number of
 * blocks at most.
 *
 * @see blocks.proof.md §2; Mohan et al. 2012 (GUPT), §3
 */
import { sigmaOf } from '../privacy/gaussian-tail.ts';
import { addNoise, gaussianVariance } from '../privacy/noise.ts';
import type { RandomSource } from '../privacy/random.ts';
import type { Rational } from '../privacy/rational.ts';
import { toNumber } from '../privacy/to-number.ts';
import type { NanoRho } from '../units.ts';
import { blockSteps, rangeSteps } from './blocks-steps.ts';
import { settle, type DeclaredNumber } from './declared-numbers.ts';

export interface BlocksNoise {
  readonly declared: readonly DeclaredNumber[];
  /** Blocks. */
  readonly count: number;
  readonly rho: NanoRho;
}

/**
 * Σ over blocks, in steps. Two sets of blocks that differ in one block give sums that differ by at most 2²⁰ in each number.
 *
 * @throws RangeError when there are fewer or more blocks than were declared: each has its slot, whatever became of it
 */
export function blockSums(
  { declared, count }: Omit<BlocksNoise, 'rho'>,
  blocks: readonly (Float64Array | undefined)[],
): readonly bigint[] {
  if (blocks.length !== count) throw new RangeError(`Cannot add up: must be ${count} blocks; got ${blocks.length}`);
  // Whole numbers up to 5000 · 2²⁰, which doubles add exactly.
  const sums = new Float64Array(declared.length);
  for (const block of blocks) blockSteps(declared, block).forEach((step, at) => (sums[at] = (sums[at] ?? 0) + step));
  return Array.from(sums, BigInt);
}

/** Averages with noise, each settled in its range; all together ρ-zCDP. */
export function noisyAverages(
  sums: readonly bigint[],
  { declared, count, rho }: BlocksNoise,
  random: RandomSource,
): readonly number[] {
  const variance = varianceOf(declared.length, rho);
  return declared.map((one, at) => {
    const noisy = addNoise(sums[at] ?? 0n, variance, random);
    const share = toNumber({ num: noisy, den: rangeSteps * BigInt(count) });
    return settle(one.lo + (one.hi - one.lo) * share, one);
  });
}

/** Standard deviation of the noise in each average, in its units, before clamping and rounding. */
export function averageSigmas({ declared, count, rho }: BlocksNoise): readonly number[] {
  const share = sigmaOf(varianceOf(declared.length, rho)) / Number(rangeSteps) / count;
  return declared.map(({ lo, hi }) => (hi - lo) * share);
}

/** Δ₂² = m · 2⁴⁰ for m numbers. */
function varianceOf(numbers: number, rho: NanoRho): Rational {
  return gaussianVariance({ sensitivity2: BigInt(numbers) * rangeSteps ** 2n, rho });
}
