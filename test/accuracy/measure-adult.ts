/** The ten queries of Adult at ε = 1: what is forecast before anything is spent, and what 2,000 repeats of the noise then show. */
import { z } from 'zod';
import { describePlan } from '#policies/privacy/describe.ts';
import { unwrap } from '#policies/refusal.ts';
import { adultQueries, type AdultQuery } from '../fixtures/adult-queries.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { analyseText, MeasuredQuery, type Ground } from './lane.ts';
import { repeatNoise } from './repeats.ts';

const statistic = z.strictObject({
  /** `count`, `sum`, `avg`, `quantile_cont 0.5`. */
  name: z.string(),
  /** Forecast, in the units of the data; null where it depends on how many rows there are. */
  forecast: z.number().nullable(),
  /** Median σ that the answers state. */
  sigma: z.number(),
  /** Mean of |noisy − exact|. */
  error: z.number(),
  /** Median of |noisy − exact| / |exact|; null where that is 0. */
  relative: z.number().nullable(),
  coverage: z.number(),
});

export const adultResult = z.strictObject({
  name: z.string(),
  threshold: z.number().optional(),
  /** Groups in the data, and the mean share of them that is shown. */
  groups: z.number(),
  shown: z.number(),
  statistics: z.array(statistic),
});
export type AdultResult = z.output<typeof adultResult>;

export const adultFile = z.strictObject({ repeats: z.number(), queries: z.array(adultResult) });
export const adultPath = new URL('measured.json', import.meta.url);
export const repeats = 2000;

/** The same numbers every time: the streams of noise are known. */
export async function measureAdult(ground: Ground, { name, sql }: AdultQuery, times: number): Promise<AdultResult> {
  const analysis = unwrap(await analyseText(ground, sql));
  const [described] = describePlan(analysis.plan).releases;
  const [release] = analysis.plan.releases;
  using query = await MeasuredQuery.open(ground, analysis);
  const { statistics, shown, groups } = await repeatNoise(query, times, knownStream(name));
  return {
    name,
    ...(described?.threshold !== undefined && { threshold: described.threshold }),
    groups,
    shown: digits(shown),
    statistics: statistics.map(({ error, relative, sigma, coverage }, at) => {
      const recipe = release?.statistics[at]?.recipe;
      const { fn, sigma: forecast } = described?.statistics[at] ?? { fn: '' };
      return {
        name: recipe?.kind === 'quantile' ? `${fn} ${recipe.fraction}` : fn,
        forecast: forecast === undefined ? null : digits(forecast),
        sigma: digits(sigma),
        error: digits(error),
        relative: Number.isFinite(relative) ? digits(relative) : null,
        coverage: digits(coverage),
      };
    }),
  };
}

export async function measureAll(ground: Ground): Promise<z.output<typeof adultFile>> {
  const queries: AdultResult[] = [];
  for (const query of adultQueries) queries.push(await measureAdult(ground, query, repeats));
  return { repeats, queries };
}

function digits(number: number): number {
  return Number(number.toPrecision(4));
}
