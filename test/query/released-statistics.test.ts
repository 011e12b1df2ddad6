/** Statistics of two variables and of units: where they may stand, what they may look at, and what hides behind them. @see disclosure.md §1.3 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkCell } from '#policies/disclosure/primary.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { unwrap } from '#policies/refusal.ts';
import { thresholds } from '../disclosure/builders.ts';
import { giniOf } from '../oracle/cells.ts';
import { codesOf, Pipeline } from './pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

async function exact(sql: string): Promise<ExactPlan> {
  const plan = unwrap(await pipeline.plan(sql));
  if (plan.kind !== 'exact') throw new Error('must be exact');
  return plan;
}

test.each([
  // Below the release there are the rows of one unit, over a window too, and public rows belong to nobody.
  ['SELECT avg(c) FROM (SELECT u, corr(x, y) AS c FROM t GROUP BY u)', 'E_AGGREGATE'],
  ['SELECT avg(c) FROM (SELECT u, hhi(y) AS c FROM t GROUP BY u)', 'E_AGGREGATE'],
  ['SELECT avg(c) FROM (SELECT covar_pop(x, y) OVER (PARTITION BY u) AS c FROM t)', 'E_AGGREGATE'],
  ['SELECT avg(c) FROM (SELECT gini(y) OVER (PARTITION BY u) AS c FROM t)', 'E_AGGREGATE'],
  ['SELECT g, corr(v, v) FROM p GROUP BY g', 'E_AGGREGATE'],
  ['SELECT hhi(v) FROM p', 'E_AGGREGATE'],
  ['SELECT corr(x) FROM t', 'E_ARGUMENTS'],
  ['SELECT gini(x, y) FROM t', 'E_ARGUMENTS'],
  ['SELECT corr(DISTINCT x, y) FROM t', 'E_ARGUMENTS'],
  ["SELECT corr(x, 'a') FROM t", 'E_TYPE'],
  ['SELECT corr(b, x) FROM t', 'E_TYPE'],
  // The second variable is under the same rules as the first.
  ['SELECT corr(x, secret) FROM t', 'E_COLUMN_RULE'],
  ['SELECT covar_samp(x, CAST(code AS INTEGER)) FROM t', 'E_COLUMN_RULE'],
  ['SELECT covar_samp(CAST(code AS INTEGER), x) FROM t', 'E_COLUMN_RULE'],
  ['SELECT corr(x, length(u)) FROM t', 'E_COLUMN_RULE'],
] as const)('planExact refuses %s with %s', async (sql, code) => {
  expect(codesOf(await pipeline.plan(sql))[0]).toBe(code);
});

test('a refused statistic of two variables says by which sums it can be computed', async () => {
  const outcome = await pipeline.plan('SELECT corr(v, v) FROM p');
  expect(outcome.ok ? '' : outcome.refusals[0].remedy).toContain('sum(x * y)');
});

test.each([
  ['avg(CASE WHEN b THEN 1 ELSE 0 END)', 'proportion'],
  ['100 * avg(b::INT)', 'proportion'],
  ['avg(100 * b::INT)', 'proportion'],
  ['sum(CASE WHEN x > 3 THEN 7 ELSE -2 END)', 'proportion'],
  ['avg((x > 3)::INT)', 'proportion'],
  ['avg(coalesce(b, FALSE)::INT)', 'proportion'],
  ['avg(CASE WHEN x > 3 THEN 1 WHEN x > 2 THEN 2 ELSE 0 END)', 'avg'],
  ['sum(CASE WHEN b THEN x END)', 'sum'],
  ['sum(x)', 'sum'],
  ['count(x)', 'count'],
  ['stddev(x)', 'dispersion'],
  ['covar_pop(x, y)', 'covariance'],
  ['corr(x, y) FILTER (b)', 'correlation'],
  ['hhi(y)', 'concentration'],
  ['gini(y)', 'gini'],
] as const)('statisticsOf %s is %s', async (expression, kind) => {
  expect(statisticsOf(await exact(`SELECT g, ${expression} FROM t GROUP BY g`))).toMatchObject([{ kind }]);
});

test('a proportion is recognised through subqueries, and by what a unit has', async () => {
  const nested = 'SELECT h, avg(any_b) FROM (SELECT u, h, max(b::INT) AS any_b FROM t GROUP BY u, h) GROUP BY h';
  expect(statisticsOf(await exact(nested))).toMatchObject([{ kind: 'proportion' }]);
});

test.each([
  ['count(*)', undefined],
  ['count(x)', 'value'],
  ['count(*) FILTER (b)', 'condition'],
  ["count(*) FILTER (code = 'A01')", 'sensitive condition'],
  ['count(DISTINCT CASE WHEN b THEN u END)', 'condition'],
  ['count(DISTINCT x)', undefined],
  ['count(DISTINCT CASE WHEN b THEN x END)', undefined],
  ["avg((code = 'A01')::INT)", 'sensitive condition'],
] as const)('statisticsOf says what can be subtracted from %s: %s', async (expression, complement) => {
  const [statistic] = statisticsOf(await exact(`SELECT g, ${expression} FROM t GROUP BY g`));
  expect(statistic?.complement).toBe(complement);
});

/** Which checks fail on the only cell of a query, at k = 5. */
async function failures(sql: string): Promise<readonly (readonly string[])[]> {
  const plan = await exact(sql);
  const [cell] = await pipeline.cells(plan);
  if (!cell) throw new Error('there is a cell');
  return checkCell(cell, statisticsOf(plan), thresholds('open', 5)).statistics;
}

test('rows that are not numbers are no crowd to hide in: the variance of a few among infinities is one of a few', async () => {
  const few = 'CASE WHEN w > 700 THEN w ELSE exp(1000.0) END';
  const [of, all, gini, covariance] = await failures(
    `SELECT var_pop(${few}), var_pop(w), gini(${few}), covar_pop(${few}, n) FROM s`,
  );
  expect(all).toEqual([]);
  expect(of).toContain('freq');
  expect(gini).toEqual(['gini']);
  expect(covariance).toContain('freq');
});

test('pairs count, not values: a second variable that most rows lack leaves few units', async () => {
  const [of, all] = await failures(
    'SELECT covar_samp(w, CASE WHEN n = 0 AND w > 400 THEN w END), covar_samp(w, n) FROM s',
  );
  expect(all).toEqual([]);
  expect(of).toContain('freq');
});

test('FILTER leaves out pairs', async () => {
  const { rows } = await pipeline.answer(
    'SELECT corr(x, y) FILTER (h = 1), corr(CASE WHEN h = 1 THEN x END, y) FROM t',
  );
  expect(rows[0]?.[0]).toBe(rows[0]?.[1]);
  expect(rows[0]?.[0]).not.toBeNull();
});

test('concentration is over units, not over rows', async () => {
  // A hundred rows of 23 units: eight units have five rows, fifteen have four.
  const rowsOf = Array.from({ length: 23 }, (_, unit) => (unit < 8 ? 5 : 4));
  const { rows } = await pipeline.answer('SELECT hhi(1), gini(1) FROM t');
  expect(Number(rows[0]?.[0])).toBeCloseTo((8 * 25 + 15 * 16) / 10_000, 12);
  expect(Number(rows[0]?.[1])).toBeCloseTo(giniOf(rowsOf), 12);
});

test('textbook coefficients: equal shares, and one with everything', async () => {
  const { rows } = await pipeline.answer(
    'SELECT hhi(1), gini(1), hhi(CASE WHEN w = 625 THEN 1 ELSE 0 END), gini(CASE WHEN w = 625 THEN 1 ELSE 0 END) FROM s',
  );
  // 25 units: 1/n and 0; 1 and (n − 1)/n.
  expect(rows[0]?.map(Number)).toEqual([1 / 25, 0, 1, 24 / 25].map((value) => expect.closeTo(value, 12)));
});
