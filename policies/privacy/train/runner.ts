/**
 * The one place where a trainer meets the data: whole numbers come in, exact noise is added to them, and only then do they become floats.
 *
 * @see query-and-privacy.md §3.5 (noise), §2.4 (never add noise to a float)
 */
import type { NanoRho } from '../../units.ts';
import { addNoise, gaussianVariance, type Mechanism } from '../noise.ts';
import type { RandomSource } from '../random.ts';
import { toNumber } from '../to-number.ts';
import { grid } from './design.ts';

/** What the domain gives to a trainer. */
export interface Runner {
  /** Runs printed SQL on `train_rows` and returns the whole numbers of its only row. */
  readonly measure: (sql: string) => Promise<readonly bigint[]>;
  readonly random: RandomSource;
  /** All that the training may spend. */
  readonly rho: NanoRho;
  /** Awaited between the steps of a long computation on noisy numbers, so that others who wait for this process have their turn. */
  readonly rest?: () => Promise<void>;
}

/** Statistics to be measured, on the scale G². */
export interface VectorQuery extends Mechanism {
  readonly sql: string;
  readonly length: number;
}

/** Noisy values, divided by G², and the standard deviation of the noise in each. */
export interface NoisyVector {
  readonly values: readonly number[];
  readonly sigma: number;
}

/**
 * Measures and adds discrete Gaussian noise. For every query whose `sensitivity2` is true, the result is ρ-zCDP, ρ being the query's.
 * @throws Error when the engine returns another number of values than were asked for
 */
export async function releaseVector(query: VectorQuery, { measure, random }: Runner): Promise<NoisyVector> {
  const exact = await measure(query.sql);
  if (exact.length !== query.length) {
    throw new Error(`Cannot train: the engine must return ${query.length} numbers; got ${exact.length}`);
  }
  const variance = gaussianVariance(query);
  const noisy = exact.map((value) => addNoise(value, variance, random));
  const scale = grid ** 2n;
  return {
    values: noisy.map((value) => toNumber({ num: value, den: scale })),
    sigma: Math.sqrt(toNumber({ num: variance.num, den: variance.den * scale ** 2n })),
  };
}
