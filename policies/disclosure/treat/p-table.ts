/**
 * The p-table of cell-key perturbation: for every count, with which probability it becomes which other one. Noise has mean 0, one
 * variance for all counts but 0, never reaches below 0, and leaves no count between 1 and `floor`. Zeros stay: whoever would raise them
 * would have to lower them too.
 *
 * @see disclosure.md §2.6; SDC Handbook §5.4; R package ptable, vignette (D, V, js, pstay)
 */
import { maximumEntropy } from './maximum-entropy.ts';

export interface NoiseParameters {
  /** D: no count moves further. Never told outside the domain. */
  readonly largest: number;
  /** V. */
  readonly variance: number;
  /** js: no released count is from 1 to this. */
  readonly floor: number;
  /** The probability of a count to stay as it is, where it may; what entropy says if absent. */
  readonly stay?: number;
}

export interface NoiseStep {
  readonly noise: number;
  readonly probability: number;
  /** Cell keys below this, and not below that of the step before, get this noise. In 2⁻³², up to 2³². */
  readonly below: number;
}

/** By count, from 0; the last row is for all larger counts as well. */
export type PTable = readonly (readonly NoiseStep[])[];

/** Cell keys are whole numbers below this. */
export const keyRange = 2 ** 32;

/**
 * For every parameters that a distribution exists for, a table in which every row sums to 1, has mean 0 and variance V.
 *
 * @throws RangeError where no such distribution exists
 */
export function makePTable({ largest, variance, floor, stay }: NoiseParameters): PTable {
  // From here on no blocked value is within reach, and all rows are alike.
  const last = largest + (floor > 0 ? floor + 1 : 0);
  const rows = Array.from({ length: last }, (_, index) => {
    const support = supportOf(index + 1, largest, floor);
    return steps(support, spread(support, variance, stay));
  });
  return [[{ noise: 0, probability: 1, below: keyRange }], ...rows];
}

/** What is added to a count under a cell key. */
export function noiseOf(table: PTable, { count, key }: { readonly count: number; readonly key: number }): number {
  const row = table[Math.min(count, table.length - 1)] ?? [];
  return row.find(({ below }) => key < below)?.noise ?? 0;
}

/** What is wrong with a table as one for these parameters; nothing if it keeps all that {@link makePTable} promises. */
export function faultsOf(table: PTable, { largest, variance, floor }: NoiseParameters): readonly string[] {
  return table.flatMap((row, count) => {
    const sum = (value: (step: NoiseStep) => number): number => row.reduce((total, step) => total + value(step), 0);
    const mean = sum(({ noise, probability }) => noise * probability);
    const spread = sum(({ noise, probability }) => noise ** 2 * probability);
    const faults = {
      'does not sum to 1': Math.abs(sum(({ probability }) => probability) - 1) > tolerance,
      'has a mean': Math.abs(mean) > tolerance,
      'has another variance': Math.abs(spread - (count === 0 ? 0 : variance)) > tolerance,
      'reaches below 0': row.some(({ noise }) => count + noise < 0),
      'releases a small count': row.some(({ noise }) => count + noise >= 1 && count + noise <= floor),
      'moves too far': row.some(({ noise }) => Math.abs(noise) > largest),
      'has a probability below 0': row.some(({ probability }) => probability < 0),
      'leaves keys without noise': row.at(-1)?.below !== keyRange,
    };
    return Object.entries(faults).flatMap(([fault, holds]) => (holds ? [`${count} ${fault}`] : []));
  });
}

const tolerance = 1e-9;

function supportOf(count: number, largest: number, floor: number): readonly number[] {
  return Array.from({ length: 2 * largest + 1 }, (_, index) => index - largest).filter(
    (noise) => count + noise === 0 || count + noise > floor,
  );
}

function spread(support: readonly number[], variance: number, stay: number | undefined): readonly number[] {
  if (stay === undefined || !support.includes(0)) return maximumEntropy(support, variance);
  const moved = support.filter((noise) => noise !== 0);
  const shares = maximumEntropy(moved, variance / (1 - stay)).map((probability) => probability * (1 - stay));
  return support.map((noise) => (noise === 0 ? stay : (shares[moved.indexOf(noise)] ?? 0)));
}

function steps(support: readonly number[], probabilities: readonly number[]): readonly NoiseStep[] {
  let cumulated = 0;
  return support.map((noise, index) => {
    const probability = probabilities[index] ?? 0;
    cumulated += probability;
    const below = index === support.length - 1 ? keyRange : Math.round(cumulated * keyRange);
    return { noise, probability, below };
  });
}
