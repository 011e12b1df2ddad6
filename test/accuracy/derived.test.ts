/** What a text computes from noisy statistics: its `_sigma` and `_ci95_…` columns, through the real post-processing. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { openAdult, type AdultGround } from './adult-ground.ts';
import { answerOf, columnsOf } from './answers.ts';
import { analyseText, MeasuredQuery } from './lane.ts';

let ground: AdultGround;
beforeAll(async () => {
  ground = await openAdult(inject('workspace'));
});
afterAll(() => ground[Symbol.asyncDispose]());

/** For each column. */
const intervals = 1000;
const large = "sum(CASE WHEN income = 'large' THEN 1 ELSE 0 END)";

const texts = {
  share: `SELECT education, 100 * ${large} / count(*) AS share FROM adult GROUP BY education`,
  'mean by hand, difference, ratio of sums': `SELECT marital_status, sum(hours_per_week) / nullif(count(*), 0) AS hours,
      sum(hours_per_week) - 40 * count(*) AS beyond, 100.0 * sum(age) / sum(hours_per_week) AS ratio
    FROM adult GROUP BY marital_status`,
  'averages and deviations': `SELECT sex, avg(age) / avg(hours_per_week) AS ratio, avg(age) - avg(education_num) AS years,
      stddev_pop(age) AS deviation, sqrt(var_samp(hours_per_week)) AS root
    FROM adult GROUP BY sex`,
  'ratio of two releases': `SELECT 100 * older.n / everybody.n AS share
    FROM (SELECT count(*) AS n FROM adult WHERE age > 60) AS older, (SELECT count(*) AS n FROM adult) AS everybody`,
} as const;

test.each(Object.entries(texts))(
  'withAccuracy: 93 to 97 per cent of the intervals of %s reach what the exact statistics give',
  { timeout: 180_000 },
  async (name, text) => {
    using query = await MeasuredQuery.open(ground, unwrap(await analyseText(ground, text)));
    const { columns } = query.analysis.explanation;
    const keys = columnsOf(columns, 'key');
    const statistics = columnsOf(columns, 'statistic').map((at) => columns[at]?.name ?? '');
    const random = knownStream(name);
    const exact = answerOf(columns, await query.answer(await query.bounded(random)));
    const hits = new Map(statistics.map((column): [string, boolean[]] => [column, []]));
    for (let at = 0; at < Math.max(300, intervals / exact.size); at += 1) {
      for (const row of await query.answer(await query.noisy(random))) {
        const truth = exact.get(JSON.stringify(keys.map((key) => row[key]))) ?? [];
        statistics.forEach((column, place) => {
          const end = (suffix: string): number =>
            Number(row[columns.findIndex((other) => other.name === column + suffix)]);
          const number = truth[place] ?? Number.NaN;
          hits.get(column)?.push(end('_ci95_low') <= number && number <= end('_ci95_high'));
        });
      }
    }
    for (const [column, all] of hits) {
      const coverage = all.filter(Boolean).length / all.length;
      expect([column, coverage > 0.93 && coverage < 0.97 ? 'covers' : coverage]).toEqual([column, 'covers']);
    }
  },
);
