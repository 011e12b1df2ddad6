/** What a plan releases: k, statistics, quantiles, units, and what it reads. @see disclosure.md §1.3, §2.1 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entriesOf, tablesOf, type ExactPlan } from '#policies/query/plan.ts';
import { unwrap } from '#policies/refusal.ts';
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
  ['nothing named', 'SELECT count(*) FROM t', 10],
  ['L1', 'SELECT h, count(*) FROM t GROUP BY h', 10],
  ['L3', 'SELECT sum(x) FROM t', 10],
  ['L4', 'SELECT sum(y) FROM t', 20],
  ['L4 in a condition', 'SELECT count(*) FILTER (y > 1) FROM t', 20],
  ['L4 in a CTE that is only counted', 'WITH a AS (SELECT y FROM t) SELECT count(*) FROM a', 20],
])('k is raised by the grade of what is read: %s', async (_, sql, k) => {
  expect((await exact(sql)).k).toBe(k);
});

test.each([
  ['SELECT min(x) FROM t', 'E_MINMAX'],
  ['SELECT h, max(x) - min(x) FROM t GROUP BY h', 'E_MINMAX'],
  ['SELECT h FROM t GROUP BY h HAVING max(x) > 1', 'E_MINMAX'],
  ['SELECT h FROM t GROUP BY h ORDER BY max(x)', 'E_MINMAX'],
  ['SELECT quantile_cont(x, 0.5) FROM t', 'E_QUANTILE'],
  ['SELECT round(quantile_cont(x, 0.5), 1) FROM t', 'E_QUANTILE'],
  ['SELECT round(quantile_cont(x, 0.5) * 1000) FROM t', 'E_QUANTILE'],
  ['SELECT round(-quantile_cont(x, 0.5)) FROM t', 'E_QUANTILE'],
  ['SELECT h FROM t GROUP BY h HAVING quantile_cont(x, 0.5) > 1', 'E_QUANTILE'],
  ['SELECT h FROM t GROUP BY h ORDER BY quantile_cont(x, 0.5)', 'E_QUANTILE'],
  ['SELECT q FROM (SELECT g, quantile_cont(x, 0.5) AS q FROM t GROUP BY ROLLUP (g))', 'E_QUANTILE'],
  ['SELECT round(q + 1) FROM (SELECT quantile_cont(x, 0.5) AS q FROM t)', 'E_QUANTILE'],
  ['SELECT g, rank() OVER (ORDER BY quantile_cont(x, 0.5)) FROM t GROUP BY g', 'E_QUANTILE'],
  ['SELECT round(quantile_cont(x, 0.5)) + 0 * quantile_cont(x, 0.5) FROM t', 'E_QUANTILE'],
  ['SELECT round(quantile_cont(x, 0.51)) FROM t', 'E_QUANTILE'],
  ['SELECT round(quantile_cont(x, h)) FROM t', 'E_QUANTILE'],
  ['SELECT g, x FROM t', 'E_NO_AGGREGATE'],
  ['SELECT t.g FROM t JOIN (SELECT u, sum(x) AS n FROM t GROUP BY u) q USING (u)', 'E_NO_AGGREGATE'],
  ['SELECT a.n FROM (SELECT count(*) AS n FROM t) a CROSS JOIN p', 'E_NO_AGGREGATE'],
  ['SELECT count(*) FROM t WHERE g = 1', 'E_TYPE'],
  ["SELECT count(*) FROM t WHERE h = '1'", 'E_TYPE'],
  ["SELECT count(*) FROM t WHERE d = 'yesterday'", 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE d = g', 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE d = 5', 'E_TYPE'],
  ["SELECT count(*) FROM t WHERE b = 'yes'", 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE g', 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE NOT g', 'E_TYPE'],
  ['SELECT count(CASE WHEN g THEN 1 END) FROM t', 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE g IN (1, 2)', 'E_TYPE'],
  ['SELECT count(*) FROM t WHERE g BETWEEN 1 AND 2', 'E_TYPE'],
  ["SELECT count(*) FROM t WHERE year('soon') = 1", 'E_TYPE'],
  ['SELECT sum(coalesce(x, g)) FROM t', 'E_TYPE'],
  ["SELECT g, count(*) FROM t GROUP BY g HAVING count(*) = 'x'", 'E_TYPE'],
  ['SELECT count(*) FROM t JOIN s ON t.u = s.u AND t.g = s.n', 'E_TYPE'],
])('planExact refuses %s with %s', async (sql, code) => {
  expect(codesOf(await pipeline.plan(sql))[0]).toBe(code);
});

test.each([
  'SELECT round(quantile_cont(x, 0.5)) FROM t',
  'SELECT round(quantile_cont(x, 0.05), 0) FROM t',
  'SELECT round(quantile_cont(x, 0.95), -2) AS q FROM t ORDER BY q',
  'SELECT h, round(quantile_cont(x, 0.5)) AS q FROM t GROUP BY h HAVING round(quantile_cont(x, 0.5)) > 1',
  'SELECT round(q, -1) FROM (SELECT quantile_cont(x, 0.5) AS q FROM t)',
  'SELECT g, round(quantile_cont(x, 0.5)) FROM t GROUP BY ROLLUP (g)',
])('planExact accepts a rounded quantile: %s', async (sql) => {
  expect(codesOf(await pipeline.plan(sql))).toEqual([]);
});

test('planExact counts every unit of every table that it reads', async () => {
  expect((await exact('SELECT count(*) FROM t')).units.map(({ space }) => space)).toEqual(['person']);
  const both = await exact('SELECT size, count(*) FROM t JOIN home USING (u) GROUP BY size');
  expect(both.units.map(({ space }) => space)).toEqual(['person', 'household']);
});

test('planExact knows a key from a sensitive column, by value and by condition', async () => {
  const plan = await exact("SELECT left(code, 1) AS a, g, left(code, 2) = 'A0' AS c, count(*) FROM t GROUP BY ALL");
  expect(plan.keys.map(({ sensitive }) => sensitive)).toEqual([true, false, true]);
});

test('entriesOf and tablesOf name also a table of which no column is named', async () => {
  const plan = await exact('SELECT count(*) FROM t CROSS JOIN p');
  expect(entriesOf(plan).map(({ id }) => id)).toEqual(['facts', 'open']);
  expect(tablesOf(plan)).toEqual(['t', 'p']);
});

test('a plan over public tables alone is open, and one beside a protected table is not', async () => {
  expect(unwrap(await pipeline.plan('SELECT g, sum(v) AS s FROM p GROUP BY g')).kind).toBe('open');
  expect(unwrap(await pipeline.plan('SELECT p.g, sum(v) AS s FROM p JOIN t ON p.g = t.g GROUP BY 1')).kind).toBe(
    'exact',
  );
});
