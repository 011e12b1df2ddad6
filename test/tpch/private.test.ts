/**
 * TPC-H with the customer as the unit. Without noise, and with room for what every customer has, the private lane answers to the last
 * digit what plain DuckDB answers: the SQL that bounds, quantises and groups changes nothing but what it must.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { describePlan } from '#policies/privacy/describe.ts';
import { printOpen } from '#policies/query/post.ts';
import { unwrap } from '#policies/refusal.ts';
import { LockedEngine } from '#sandbox/query/engine.ts';
import { analyseExactly, resolveText } from '#sandbox/supervisor/analyse.ts';
import { limits } from '#sandbox/supervisor/config.ts';
import { answerOf, type Answer } from '../accuracy/answers.ts';
import { analyseText, MeasuredQuery } from '../accuracy/lane.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { tpchEntries } from './catalog.ts';
import { openTpch, type TpchGround } from './ground.ts';
import { measuredFile, measuredPath } from './measured.ts';
import { scales } from './page.ts';
import { runPlain } from './plain.ts';
import { expected, tpchQuery } from './queries.ts';
import { queryLimits } from './settings.ts';

const scale = 0.1;
let ground: TpchGround;
beforeAll(async () => {
  ground = await openTpch(inject('workspace'), scale, tpchEntries(scale).map(roomy));
});
afterAll(() => ground[Symbol.dispose]());

/** At this scale one customer has 145 lines, 17 more than the publication keeps. Here nothing may be cut. */
function roomy(entry: CatalogEntry): CatalogEntry {
  const tables = entry.tables.map((table) =>
    table.rowsPerUnit && table.rowsPerUnit.max > 1
      ? { ...table, rowsPerUnit: { ...table.rowsPerUnit, max: 2 * table.rowsPerUnit.max } }
      : table,
  );
  return { ...entry, tables };
}

/** Ways of bounding that cut nothing here. */
const ways = {
  'what the publication keeps': {},
  'the first rows of a unit': { maxRowsPerUnit: 1000 },
  'rows and groups of a unit': { maxGroupsPerUnit: 1000, maxRowsPerGroup: 1000 },
} as const;

/** K and M by default, where neither text nor catalog says how many groups a unit is in. */
const boundedByDefault: readonly number[] = [17];

const all = [...expected.answered, 17, 22];
/** Every build takes one of each kind of query; `npm run nightly` all of them. */
const answered =
  process.env['SLUICE_RUNS'] === undefined ? all.filter((number) => [1, 6, 9, 13, 17, 22].includes(number)) : all;

test.each(answered)('measureReleases without noise gives what plain DuckDB answers to query %i', async (number) => {
  const truth = await runPlain(ground.plain, tpchQuery(number));
  let compared = 0;
  for (const [way, settings] of Object.entries(ways)) {
    if (way === 'what the publication keeps' && boundedByDefault.includes(number)) continue;
    const analysis = await analyseText(ground, tpchQuery(number), settings);
    // Only one way bounds the rows of several releases, or of a join.
    if (!analysis.ok && analysis.refusals[0].code === 'E_ARGUMENTS') continue;
    using query = await MeasuredQuery.open(ground, unwrap(analysis));
    const { columns } = query.analysis.explanation;
    const rows = await query.answer(await query.bounded(knownStream(way)));
    expectSame(answerOf(columns, rows), answerOf(columns, truth.rows));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(0);
});

/** Groups that a public list has and the data has not are there, and empty. */
function expectSame(answer: Answer, truth: Answer): void {
  const told = [...truth.keys()].map((keys) => [keys, answer.get(keys)]);
  expect(told).toEqual([...truth]);
  for (const [keys, statistics] of answer) if (!truth.has(keys)) expect(Math.min(...statistics.map(Math.abs))).toBe(0);
}

test('the three tiers are among the ways that queries 1, 6 and 14 are compared', async () => {
  for (const number of [1, 6, 14]) {
    const tiers = [];
    for (const settings of Object.values(ways)) {
      const { plan } = unwrap(await analyseText(ground, tpchQuery(number), settings));
      tiers.push(...plan.releases.map(({ bounding }) => bounding.tier));
    }
    expect(tiers).toEqual(['T0', 'T1', 'T2']);
  }
});

/** Four suppliers send each part: no part has the customers that would tell that anybody ordered it. */
test('noiseRelease shows no group of query 20, so nothing is answered', async () => {
  using query = await MeasuredQuery.open(ground, unwrap(await analyseText(ground, tpchQuery(20))));
  const cells = await query.noisy(knownStream('query 20'));
  expect(query.groups).toBeGreaterThan(10_000);
  expect(cells).toEqual([[]]);
  expect(await query.answer(cells)).toEqual([]);
});

/** Those of which groups are shown that have counts or sums: all suppliers of query 21 have too few customers to be shown. */
const shown = [1, 4, 5, 6, 7, 8, 9, 12, 13, 14, 15, 19];

test.each(shown)(
  'noiseRelease puts 95 per cent of the bounded counts and sums of query %i into their intervals',
  async (number) => {
    const analysis = unwrap(await analyseText(ground, tpchQuery(number), queryLimits[number]));
    using query = await MeasuredQuery.open(ground, analysis);
    const random = knownStream(`query ${number}`);
    const [bounded = []] = await query.bounded(random);
    const exact = new Map(
      bounded.map(({ keys, values }) => [JSON.stringify(keys), values.map(({ text }) => Number(text))]),
    );
    const [release] = analysis.plan.releases;
    const totals = (release?.statistics ?? []).flatMap(({ recipe }, at) => (recipe.kind === 'number' ? [at] : []));
    const hits: boolean[] = [];
    while (hits.length < 2000) {
      const [noisy = []] = await query.noisy(random);
      for (const { keys, values } of noisy) {
        const numbers = exact.get(JSON.stringify(keys)) ?? [];
        hits.push(...totals.map((at) => isWithin(numbers[at] ?? 0, values[at])));
      }
    }
    const rate = hits.filter(Boolean).length / hits.length;
    expect(rate).toBeGreaterThan(0.93);
    expect(rate).toBeLessThan(0.97);
  },
);

function isWithin(number: number, interval: { readonly low: number; readonly high: number } | undefined): boolean {
  return interval !== undefined && interval.low <= number && number <= interval.high;
}

const telling = { 3: 'lineitem.l_orderkey', 10: 'customer.c_custkey', 18: 'customer.c_custkey' } as const;

test.each(Object.entries(telling))(
  'planPrivate refuses query %s, whose groups are single customers, at %s',
  async (number, key) => {
    const text = tpchQuery(Number(number));
    const refused = await analyseText(ground, text);
    if (refused.ok) throw new Error('must be refused');
    const [{ code, detail, where }] = refused.refusals;
    expect([code, detail]).toEqual(['E_GROUP_DETERMINES_UNIT', expect.stringContaining(key)]);
    expect(text.slice(where?.offset)).toMatch(/^(l_orderkey|c_custkey|c_name)\b/);
  },
);

test.each(expected.public)(
  'printOpen answers query %i, which reads nothing of a customer, as plain DuckDB does',
  async (number) => {
    const query = unwrap(await resolveText(ground, tpchQuery(number)));
    const { plan, entries } = unwrap(
      await analyseExactly({ parser: ground.parser, limits }, query, { profile: 'standard' }),
    );
    if (plan.kind !== 'open') throw new Error('must be open');
    const attached = entries.map(({ id }) => ({ name: id, path: ground.files[id] ?? '' }));
    using engine = await LockedEngine.open({ memoryLimitMb: 1024, threads: 1, temp: inject('workspace') }, attached);
    const { rows } = await engine.query(printOpen(plan, limits.resultRows));
    expect(rows).toEqual((await runPlain(ground.plain, tpchQuery(number))).rows);
  },
);

test('docs/tpch.md: the plans that it prints are those that the texts have today', async () => {
  const kept = measuredFile.parse(JSON.parse(readFileSync(measuredPath, 'utf8')));
  for (const scale of scales) {
    for (const { query, releases } of kept[scale] ?? []) {
      const place = { entries: tpchEntries(Number(scale)), parser: ground.parser };
      const { plan } = unwrap(await analyseText(place, tpchQuery(query), queryLimits[query]));
      expect([query, describePlan(plan).releases]).toEqual([query, releases]);
    }
    const all = [...expected.answered, ...expected.stretch];
    expect(kept[scale]?.map(({ query }) => query)).toEqual(all);
  }
});
