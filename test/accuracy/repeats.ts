/** The noise of one query, drawn many times: how far its statistics lie from the bounded ones, and how often their intervals reach them. */
import type { PrivateCell } from '#policies/privacy/noise-release.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { mean, median } from './answers.ts';
import type { MeasuredQuery } from './lane.ts';

/** Of one statistic, over groups and repeats. */
export interface Accuracy {
  /** Mean of |noisy − bounded|. */
  readonly error: number;
  /** Median of |noisy − bounded| / |bounded|. */
  readonly relative: number;
  /** Median σ that the cells state. */
  readonly sigma: number;
  /** Share of intervals that reach the bounded value. */
  readonly coverage: number;
}

export interface Repeats {
  /** Of each statistic of the first release. */
  readonly statistics: readonly Accuracy[];
  /** Mean share of the groups of the data that are shown. */
  readonly shown: number;
  readonly groups: number;
}

interface Draw {
  readonly error: number;
  readonly relative: number;
  readonly sigma: number;
  readonly isInside: boolean;
}

export async function repeatNoise(query: MeasuredQuery, times: number, random: RandomSource): Promise<Repeats> {
  const [exact = []] = await query.bounded(random);
  const truth = new Map(
    exact.map(({ keys, values }) => [JSON.stringify(keys), values.map(({ text }) => Number(text))]),
  );
  const statistics = query.analysis.plan.releases[0]?.statistics ?? [];
  const draws: Draw[][] = statistics.map(() => []);
  let cells = 0;
  for (let at = 0; at < times; at += 1) {
    const [noisy = []] = await query.noisy(random);
    cells += noisy.length;
    for (const cell of noisy) {
      const numbers = truth.get(JSON.stringify(cell.keys)) ?? [];
      draws.forEach((own, statistic) => own.push(drawOf(cell, statistic, numbers[statistic] ?? 0)));
    }
  }
  return { statistics: draws.map(accuracyOf), shown: cells / times / exact.length, groups: exact.length };
}

function drawOf({ values }: PrivateCell, at: number, exact: number): Draw {
  const value = values[at];
  if (!value) throw new Error('Cannot compare: must have a value for each statistic');
  const error = Math.abs(Number(value.text) - exact);
  const isInside = value.low <= exact && exact <= value.high;
  return { error, relative: error / Math.abs(exact), sigma: value.sigma, isInside };
}

function accuracyOf(draws: readonly Draw[]): Accuracy {
  return {
    error: mean(draws.map(({ error }) => error)),
    relative: median(draws.map(({ relative }) => relative)),
    sigma: median(draws.map(({ sigma }) => sigma)),
    coverage: mean(draws.map(({ isInside }) => (isInside ? 1 : 0))),
  };
}
