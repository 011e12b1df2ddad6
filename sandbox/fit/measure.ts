/**
 * The rows of one table, of which nothing can be asked but what is paid for and noisy: histograms, which set of attributes the model
 * explains worst, how far the model is off. Exact counts stay behind `#`.
 *
 * @see synth.md §2.1, §2.4; docs/decisions/039-where-a-fit-runs.md
 */
import { chooseExponentially } from '#policies/privacy/exponential.ts';
import { openFilter, restOf, spend, type Filter } from '#policies/privacy/filter.ts';
import { addNoise, gaussianVariance } from '#policies/privacy/noise.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { toNumber } from '#policies/privacy/to-number.ts';
import type { NanoRho } from '#policies/units.ts';
import type { CodeColumns, Measurement } from '#synth/fit/types.ts';
import type { Candidate } from './candidates.ts';
import { countMarginals } from './count.ts';
import type { Encoded } from './encoded.ts';
import { mostCountedCells } from './settings.ts';

/** A set that may be measured next, and what the model says of it: both known without the rows. */
export interface Question {
  readonly candidate: Candidate;
  /** The model's histogram, in units. */
  readonly expected: Float64Array;
  /** What the distance would be by noise alone, in units. */
  readonly bias: number;
}

/** What a model says of a set of attributes, in units. */
export interface Expectation {
  readonly attributes: readonly number[];
  readonly expected: Float64Array;
}

/** What a table is opened with: the bins of each attribute's fine cells, the budget, where noise comes from. */
export interface Opened {
  readonly sizes: readonly number[];
  readonly rho: NanoRho;
  readonly random: RandomSource;
}

export class ProtectedTable {
  readonly #weights: Uint32Array;
  readonly #scale: number;
  readonly #random: RandomSource;
  readonly #counts = new Map<string, Float64Array>();
  #columns: CodeColumns;
  #sizes: readonly number[];
  #filter: Filter;

  constructor({ cells, weights, scale, units }: Encoded, { sizes, rho, random }: Opened) {
    requireBounded(weights, { scale, units });
    this.#columns = cells;
    this.#weights = weights;
    this.#scale = scale;
    this.#sizes = sizes;
    this.#random = random;
    this.#filter = openFilter(rho);
  }

  get spent(): NanoRho {
    return this.#filter.spent;
  }

  get rest(): NanoRho {
    return restOf(this.#filter);
  }

  /** Sees the rows through coarser cells from now on: `bins` has the new cell of each old one. */
  merge(bins: readonly (readonly number[])[], sizes: readonly number[]): void {
    this.#columns = this.#columns.map((column, at) => {
      const to = Uint16Array.from(bins[at] ?? []);
      return column.map((cell) => to[cell] ?? 0);
    });
    this.#sizes = sizes;
    this.#counts.clear();
  }

  /** One unit adds `scale` to a histogram in all, wherever its rows lie, so by ℓ₂ too it moves it by `scale` at most. */
  histogram(attributes: readonly number[], rho: NanoRho): Measurement {
    this.#filter = spend(this.#filter, rho);
    const variance = gaussianVariance({ sensitivity2: BigInt(this.#scale) ** 2n, rho });
    const noisy = Float64Array.from(
      this.#count(attributes),
      (exact) => Number(addNoise(BigInt(exact), variance, this.#random)) / this.#scale,
    );
    return { attributes, values: noisy, variance: toNumber(variance) / this.#scale ** 2 };
  }

  /**
   * The set whose histogram the model misses most, by the exponential mechanism. Scores are whole numbers: the model's histogram is rounded
   * to parts of 1/scale before the distance is taken. It and the bias do not depend on the rows, so one unit moves the distance by exactly
   * what it moves the exact histogram, `scale` at most, and the score by weight · scale.
   */
  choose(questions: readonly Question[], rho: NanoRho): Candidate {
    this.#filter = spend(this.#filter, rho);
    const heaviest = Math.max(...questions.map(({ candidate }) => candidate.weight));
    const scored = questions.map(({ candidate, expected, bias }) => {
      const distance = this.#distance(candidate.attributes, expected) - Math.round(bias * this.#scale);
      return { item: candidate, score: BigInt(candidate.weight) * BigInt(distance) };
    });
    const sensitivity = BigInt(heaviest) * BigInt(this.#scale);
    return chooseExponentially(scored, { sensitivity, rho }, this.#random);
  }

  /** Σ of the distances of all these sets, in units, with noise: one unit moves each by 1 at most. */
  totalDistance(sets: readonly Expectation[], rho: NanoRho): NoisyTotal {
    this.#filter = spend(this.#filter, rho);
    const variance = gaussianVariance({ sensitivity2: BigInt(sets.length * this.#scale) ** 2n, rho });
    const exact = sets.reduce(
      (sum, { attributes, expected }) => sum + BigInt(this.#distance(attributes, expected)),
      0n,
    );
    const noisy = Number(addNoise(exact, variance, this.#random));
    return { value: noisy / this.#scale, sigma: Math.sqrt(toNumber(variance)) / this.#scale };
  }

  /** Counts these sets in one pass and keeps them for the questions to come. */
  prepare(sets: readonly Candidate[]): void {
    if (sets.reduce((sum, { cells }) => sum + cells, 0) > mostCountedCells) {
      throw new RangeError(`Cannot count: all cells together must be at most ${mostCountedCells}`);
    }
    const missing = sets.map(({ attributes }) => attributes).filter((set) => !this.#counts.has(set.join()));
    const rows = { columns: this.#columns, weights: this.#weights, sizes: this.#sizes };
    for (const [at, counts] of countMarginals(rows, missing).entries()) {
      this.#counts.set((missing[at] ?? []).join(), counts);
    }
  }

  #count(attributes: readonly number[]): Float64Array {
    const rows = { columns: this.#columns, weights: this.#weights, sizes: this.#sizes };
    return this.#counts.get(attributes.join()) ?? countMarginals(rows, [attributes])[0] ?? new Float64Array();
  }

  /** Whole parts of 1/scale, below 2⁵³. */
  #distance(attributes: readonly number[], expected: Float64Array): number {
    const exact = this.#count(attributes);
    let sum = 0;
    for (let cell = 0; cell < exact.length; cell++) {
      sum += Math.abs((exact[cell] ?? 0) - Math.round((expected[cell] ?? 0) * this.#scale));
    }
    // Beyond, the distance would be rounded, and a unit could move it by more than it weighs.
    if (!Number.isSafeInteger(sum))
      throw new RangeError('Cannot measure: the distance must be a whole number below 2⁵³');
    return sum;
  }
}

/** A noisy number, and σ of its noise. */
export interface NoisyTotal {
  readonly value: number;
  readonly sigma: number;
}

/** All of the noise rests on it: no unit weighs more than `scale`. */
function requireBounded(weights: Uint32Array, { scale, units }: Pick<Encoded, 'scale' | 'units'>): void {
  const sums = new Map<number, number>();
  for (const [row, unit] of units.entries()) sums.set(unit, (sums.get(unit) ?? 0) + (weights[row] ?? 0));
  for (const sum of sums.values()) {
    if (sum > scale) throw new RangeError('Cannot measure: the rows of a unit must weigh 1 together at most');
  }
}
