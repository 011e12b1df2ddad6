/**
 * Adult at ε = 1, δ = 10⁻⁶: what is forecast before anything is spent is what 2,000 repeats show. Where the published file is absent the rows
 * are simulated, and the noise is the same.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { adultQueries } from '../fixtures/adult-queries.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { runPlain } from '../tpch/plain.ts';
import { openAdult, type AdultGround } from './adult-ground.ts';
import { answerOf } from './answers.ts';
import { analyseText, MeasuredQuery } from './lane.ts';
import { adultFile, adultPath, measureAdult, repeats, type AdultResult } from './measure-adult.ts';

let ground: AdultGround;
beforeAll(async () => {
  ground = await openAdult(inject('workspace'));
});
afterAll(() => ground[Symbol.asyncDispose]());

/** The mean of |z| is √(2/π) of its standard deviation. */
const meanOfSigma = Math.sqrt(2 / Math.PI);

test.each(adultQueries)(
  'noiseRelease: the error of "$name" is the forecast one, and 93 to 97 per cent of its intervals reach the exact number',
  { timeout: 240_000 },
  async (query) => {
    const { statistics } = await measureAdult(ground, query, repeats);
    expect(statistics.length).toBeGreaterThan(0);
    for (const { name, forecast, error, coverage } of statistics) {
      if (forecast !== null) expect(Math.abs(error / (forecast * meanOfSigma) - 1), name).toBeLessThan(0.05);
      // An interval of a quantile is made of ranks, each of which has the noise of all 15 brothers: it is wide on purpose.
      if (name.startsWith('quantile')) expect(coverage, name).toBeGreaterThan(0.97);
      else expect([name, coverage > 0.93 && coverage < 0.97]).toEqual([name, true]);
    }
  },
);

/** Quantiles are of whole years, and each person counts as spread over one: within half a year of the interpolated one. */
test.each(adultQueries)('without noise "$name" is what plain DuckDB answers', async ({ name, sql }) => {
  using query = await MeasuredQuery.open(ground, unwrap(await analyseText(ground, sql)));
  const { columns } = query.analysis.explanation;
  const answer = answerOf(columns, await query.answer(await query.bounded(knownStream(name))));
  const truth = answerOf(columns, (await runPlain(ground.plain, sql)).rows);
  for (const [keys, numbers] of truth) {
    const told = answer.get(keys) ?? [];
    expect(told).toHaveLength(numbers.length);
    numbers.forEach((number, at) =>
      expect(Math.abs((told[at] ?? Number.NaN) - number), `${keys} ${at}`).toBeLessThanOrEqual(
        name === 'quantiles' ? 1 : 1e-12 * Math.abs(number),
      ),
    );
  }
});

test('noiseRelease draws the tree of a value once: quantiles of one value never cross', async () => {
  const text = `SELECT quantile_cont(age, 0.5) AS a, quantile_cont(age, 0.75) AS b FROM adult WHERE age = 50 AND hours_per_week = 99`;
  using query = await MeasuredQuery.open(ground, unwrap(await analyseText(ground, text)));
  const random = knownStream('trees');
  for (let at = 0; at < 200; at += 1) {
    const [[cell] = []] = await query.noisy(random);
    const [a, b] = (cell?.values ?? []).map((value) => Number(value.text));
    expect(a).toBeLessThanOrEqual(b ?? Number.NaN);
  }
});

test('docs/accuracy.md: the forecasts that it prints are those that a plan has today', async () => {
  const kept = adultFile.parse(JSON.parse(readFileSync(adultPath, 'utf8')));
  expect(kept.repeats).toBe(repeats);
  const now: AdultResult[] = [];
  for (const query of adultQueries) now.push(await measureAdult(ground, query, 1));
  expect(forecasts(now)).toEqual(forecasts(kept.queries));
});

function forecasts(results: readonly AdultResult[]): readonly unknown[] {
  return results.map(({ name, threshold, statistics }) => [
    name,
    threshold,
    statistics.map(({ forecast }) => forecast),
  ]);
}
