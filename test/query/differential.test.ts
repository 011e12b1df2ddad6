/**
 * The differential oracle: where nothing is suppressed, the printed plan answers exactly what plain DuckDB answers to the vendor's own text.
 *
 * @see query-and-privacy.md §0.1, §4; DC-06
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Value } from '../oracle/cells.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { Pipeline } from './pipeline.ts';
import { plainSetup } from './tiny.ts';

let pipeline: Pipeline;
let plain: PlainEngine;

beforeAll(async () => {
  pipeline = await Pipeline.open();
  plain = await PlainEngine.open(plainSetup);
});

afterAll(() => {
  pipeline[Symbol.dispose]();
  plain[Symbol.dispose]();
});

function sorted(rows: readonly (readonly Value[])[]): string[] {
  return rows.map((row) => JSON.stringify(row.map(rounded))).toSorted();
}

/** Sums of DOUBLE may be added in another order. */
function rounded(value: Value): Value {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
}

async function expectSame(sql: string, isOrdered = false): Promise<void> {
  const ours = await pipeline.answer(sql);
  const theirs = await plain.rows(sql);
  if (isOrdered)
    expect(
      ours.rows.map((row) => row.map(rounded)),
      sql,
    ).toEqual(theirs.map((row) => row.map(rounded)));
  else expect(sorted(ours.rows), sql).toEqual(sorted(theirs));
}

/** Answered in the vendor's order. */
const ordered = [
  'SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY g',
  'SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY g NULLS FIRST',
  'SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY g DESC NULLS LAST',
  'SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY g DESC',
  'SELECT g, h, count(*) AS n FROM t GROUP BY ALL ORDER BY ALL',
  'SELECT g, h, sum(x) AS n FROM t GROUP BY ALL ORDER BY n DESC, g, h LIMIT 5',
  'SELECT g, h, sum(x) AS n FROM t GROUP BY ALL ORDER BY 3, 1, 2 LIMIT 5 OFFSET 2',
  'SELECT g, h FROM t GROUP BY ALL ORDER BY count(*) DESC, g, h',
  'SELECT g, count(*) AS h FROM t GROUP BY g, t.h ORDER BY h, g, t.h',
  'SELECT h, count(*) AS n FROM t GROUP BY h ORDER BY -count(*), h',
  'SELECT h AS g, count(*) AS n FROM t GROUP BY h ORDER BY g DESC',
  'SELECT * FROM (SELECT g, count(*) AS n FROM t GROUP BY g ORDER BY n, g LIMIT 3) ORDER BY g DESC',
  'WITH c AS (SELECT h, sum(y) AS s FROM t GROUP BY h) SELECT h + 1 AS k, s * 2 AS s2 FROM c WHERE s > 10 ORDER BY s2 DESC LIMIT 2',
  'SELECT g, v FROM p ORDER BY v DESC LIMIT 2',
  'SELECT g, sum(v) AS s FROM p GROUP BY g HAVING sum(v) > 1 ORDER BY s DESC, g',
];

test.each(ordered)('in order: %s', (sql) => expectSame(sql, true));

const unordered = [
  'SELECT count(*) FROM t',
  'SELECT count(*), count(x), count(DISTINCT x), sum(x), avg(x), sum(y), avg(y), sum(z), avg(z) FROM t',
  'SELECT count(*) FROM t WHERE FALSE',
  'SELECT sum(x) FROM t WHERE h = 99',
  'SELECT g, sum(x) FROM t WHERE h = 99 GROUP BY g',
  'SELECT 1 AS one, count(*) FROM t',
  "SELECT 'it''s' AS s, count(*) FROM t GROUP BY s",
  'SELECT G, COUNT(*) FROM T GROUP BY g',
  'SELECT "g", "t"."h", count(*) FROM "t" GROUP BY 1, 2',
  'SELECT t2.g, count(*) FROM t AS t2 GROUP BY t2.g',
  'SELECT g AS h, count(*) FROM t GROUP BY g',
  'SELECT h AS g, count(*) AS n FROM t GROUP BY t.h',
  'SELECT h % 2 AS odd, count(*) AS n FROM t GROUP BY odd HAVING n > 3',
  'SELECT h, count(*) AS n FROM t GROUP BY ALL HAVING n > 33 AND h < 2',
  'SELECT h, sum(x) AS x FROM t GROUP BY h HAVING sum(x) > 0',
  'SELECT DISTINCT g, h FROM t',
  'SELECT DISTINCT g FROM t WHERE g IS NOT NULL',
  'SELECT g, h FROM t GROUP BY g, h',
  'SELECT round(sum(z) / nullif(count(x), 0), 3) FROM t GROUP BY g',
  'SELECT CASE WHEN sum(x) > 100 THEN 1 ELSE 0 END FROM t GROUP BY g',
  "SELECT CASE g WHEN 'a' THEN 1 WHEN 'b' THEN 2 END AS k, count(*) FROM t GROUP BY k",
  'SELECT sum(CASE WHEN b THEN x END), sum(x) FILTER (WHERE b), count(*) FILTER (b), count(x) FILTER (NOT b) FROM t',
  'SELECT count(DISTINCT u) FILTER (h = 1), count(DISTINCT CASE WHEN h = 1 THEN u END) FROM t',
  'SELECT h, round(quantile_cont(x, 0.5)) AS q, round(quantile_cont(z, 0.9), 0) AS r FROM t GROUP BY h',
  'SELECT g, h, count(*), sum(x), count(DISTINCT u) FROM t GROUP BY ROLLUP (g, h)',
  'SELECT g, h, count(*), avg(y), GROUPING(g, h) FROM t GROUP BY CUBE (g, h)',
  'SELECT g, h, sum(x) FROM t GROUP BY GROUPING SETS ((g), (h))',
  'SELECT g, h, sum(x) FROM t GROUP BY GROUPING SETS ((g), (h), (g)) HAVING sum(x) > 0',
  'SELECT g, h, count(*) FROM t GROUP BY g, ROLLUP (h) ORDER BY count(*) DESC, g, h LIMIT 4',
  "SELECT g, h, count(*) FROM t WHERE d > DATE '2099-01-01' GROUP BY ROLLUP (g, h)",
  'SELECT left(code, 1) AS k, left(code, 2) AS l, count(*) FROM t GROUP BY ROLLUP (k, l)',
  'SELECT g, sum(x), sum(x) * 1.0 / sum(sum(x)) OVER () AS share FROM t GROUP BY g',
  'SELECT g, h, sum(x), rank() OVER (PARTITION BY g ORDER BY sum(x) DESC, h) FROM t GROUP BY g, h QUALIFY rank() OVER (PARTITION BY g ORDER BY sum(x) DESC, h) <= 2',
  'SELECT g, h, count(*), count(*) OVER (PARTITION BY GROUPING(h)) FROM t GROUP BY ROLLUP (g, h)',
  'SELECT h, sum(count(*)) OVER (ORDER BY h ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS at_risk FROM t GROUP BY h',
  'SELECT h, round(quantile_cont(y, 0.25), -1) FROM t GROUP BY h',
  "SELECT date_trunc('month', d) AS m, count(*) FROM t GROUP BY m",
  "SELECT year(d) AS y, quarter(date_trunc('quarter', d)) AS q, count(*) FROM t GROUP BY ALL",
  "SELECT CASE WHEN d < DATE '2024-06-01' THEN 'early' WHEN d < '2025-01-01' THEN 'mid' ELSE 'late' END AS k, avg(x) FROM t GROUP BY k",
  'SELECT left(code, 1) AS k, count(*) FROM t GROUP BY k',
  'SELECT substring(code, 1, 2) AS k, count(*) FROM t GROUP BY k',
  "SELECT count(*) FROM t WHERE code LIKE 'A%' AND d BETWEEN '2024-02-01' AND DATE '2025-02-01'",
  "SELECT count(*) FROM t WHERE g IN ('a', '域') OR g IS NULL",
  "SELECT count(*) FROM t WHERE g NOT IN ('a', 'b')",
  'SELECT count(*) FROM t WHERE NOT (h BETWEEN 1 AND 2)',
  'SELECT count(*) FROM t WHERE b IS DISTINCT FROM TRUE',
  "SELECT count(*) FROM t WHERE g ILIKE 'c' OR g NOT LIKE 'b%'",
  'SELECT sum(x + 1), sum(x - 1), sum(-x), sum(x * 2), sum(x / 2), sum(x // 2), sum(x % 2), sum(x ^ 2), sum(abs(x)) FROM t',
  'SELECT sum(greatest(x, 0)), sum(least(x, 50)), sum(coalesce(x, 7)), sum(sign(x)), sum(round(z)), sum(floor(z)), sum(ceil(z)) FROM t',
  "SELECT lower(g) || '!' AS k, count(*) FROM t GROUP BY k",
  'SELECT concat(g, h) AS k, upper(g) AS l, count(*) FROM t GROUP BY ALL',
  "SELECT avg((g IN ('a', 'b'))::INT), avg(CAST(x > 3 AS INTEGER)) FROM t",
  'SELECT t.g, n, count(*) FROM t JOIN s ON t.u = s.u GROUP BY ALL',
  'SELECT n, count(*) FROM t JOIN s USING (u) GROUP BY n',
  'SELECT n, count(*), count(w) FROM t LEFT JOIN s USING (u) GROUP BY n',
  'SELECT count(DISTINCT u), count(DISTINCT s.u) FROM t LEFT JOIN s USING (u)',
  'SELECT count(DISTINCT u), count(*) FROM t RIGHT JOIN s USING (u)',
  'SELECT t.g, s.g, count(*) FROM t, s WHERE t.u = s.u AND t.h = 1 AND s.n > 0 GROUP BY ALL',
  'SELECT count(*) FROM t JOIN s USING (u, g)',
  'SELECT count(*) FROM t a JOIN t b ON a.u = b.u AND a.h = b.h',
  'SELECT size, count(*), count(DISTINCT house), sum(x) FROM t JOIN home USING (u) GROUP BY size',
  'SELECT t.g, v, sum(x) FROM t JOIN p ON t.g = p.g GROUP BY ALL',
  "SELECT v, sum(x) FROM t LEFT JOIN p ON t.g = p.g AND hint = 'x' GROUP BY ALL",
  'SELECT v, count(*) FROM t CROSS JOIN p GROUP BY v',
  'SELECT g, count(*) FROM p GROUP BY g',
  'SELECT g, min(v), max(v) FROM p GROUP BY g',
  'SELECT * FROM (SELECT g, v FROM p)',
  'SELECT avg(m), sum(c) FROM (SELECT u, max(x) AS m, count(*) AS c FROM t GROUP BY u)',
  'SELECT h, avg(total) FROM (SELECT u, h, sum(y) AS total FROM t GROUP BY ALL) GROUP BY h',
  'SELECT count(*) FROM (SELECT DISTINCT u, g FROM t)',
  'SELECT count(*) FROM (SELECT u, g FROM t ORDER BY x)',
  'WITH t AS (SELECT u, x * 2 AS x, g FROM t WHERE h < 2) SELECT g, sum(x) FROM t GROUP BY g',
  'WITH a AS (SELECT * FROM t WHERE h = 1), b AS (SELECT u, sum(x) AS sx FROM a GROUP BY u) SELECT g, count(*), sum(sx) FROM a JOIN b USING (u) GROUP BY g',
  'WITH a AS (WITH t AS (SELECT u, w AS x FROM s) SELECT * FROM t) SELECT sum(a.x) FROM a JOIN t USING (u)',
  'SELECT sum(q.x) FROM (SELECT * EXCLUDE (secret) FROM t) q',
  'SELECT CAST(sum(y) AS DECIMAL(12,1)), sum(y)::DOUBLE, sum(x)::BIGINT, CAST(avg(x) AS VARCHAR) FROM t',
  'SELECT sum(9007199254740993), sum(0.1), sum(1e3), sum(12.50 * y) FROM t',
  'SELECT sum(x) + sum(x) AS two, 2 * sum(x) FROM t GROUP BY h',
];

test.each(unordered)('same answer: %s', (sql) => expectSame(sql));

test('answer names its columns as DuckDB does where the vendor names them', async () => {
  const { columns } = await pipeline.answer('SELECT g AS "Group", h, count(*) AS 人数 FROM t GROUP BY ALL');
  expect(columns).toEqual(['Group', 'h', '人数']);
});

test('the oracle can fail: a plan that answers another text is found out', async () => {
  const ours = await pipeline.answer('SELECT g, count(*) FROM t WHERE h < 2 GROUP BY g');
  const theirs = await plain.rows('SELECT g, count(*) FROM t WHERE h <= 2 GROUP BY g');
  expect(sorted(ours.rows)).not.toEqual(sorted(theirs));
});

// — small queries made by chance —

const keys = [
  'g',
  'h',
  'b',
  'h + 1',
  "coalesce(g, '?')",
  "CASE WHEN h = 1 THEN 'one' ELSE g END",
  'left(code, 2)',
  "date_trunc('month', d)",
  'b IS NULL',
  "d < DATE '2025-01-01'",
];
const measures = [
  'count(*)',
  'count(x)',
  'count(DISTINCT u)',
  'count(DISTINCT x)',
  'sum(x)',
  'avg(y)',
  'sum(x * h)',
  'sum(x) FILTER (b)',
  'round(quantile_cont(x, 0.75))',
  "sum(CASE WHEN g = 'a' THEN 1 ELSE 0 END)",
  'sum(x) + count(*)',
  'avg(x) / nullif(sum(y), 0)',
  'sum(abs(x) // 3)',
];
const filters = [
  'h > 0',
  'b',
  'NOT b',
  "g = 'a'",
  "g <> 'a'",
  'g IS NULL',
  "g IN ('a', 'C')",
  "code LIKE 'A%'",
  "d >= DATE '2024-06-01'",
  "h = 1 OR g = 'b'",
  'h % 2 = 0',
];
const havings = ['count(*) > 5', 'sum(x) > 0', 'avg(y) IS NOT NULL', 'count(DISTINCT u) BETWEEN 3 AND 15'];
const sources = [
  't',
  '(SELECT * EXCLUDE (secret) FROM t) AS t',
  't JOIN s USING (u)',
  't LEFT JOIN s ON t.u = s.u',
  '(SELECT u, h, code, d, b, g, sum(x) AS x, avg(y) AS y FROM t GROUP BY ALL) t',
];

const queries = fc.record({
  source: fc.constantFrom(...sources),
  keys: fc.uniqueArray(fc.constantFrom(...keys), { maxLength: 3 }),
  measures: fc.uniqueArray(fc.constantFrom(...measures), { minLength: 1, maxLength: 3 }),
  where: fc.array(fc.constantFrom(...filters), { maxLength: 2 }),
  glue: fc.constantFrom(' AND ', ' OR '),
  having: fc.option(fc.constantFrom(...havings)),
  grouping: fc.constantFrom('all', 'position', 'alias', 'text'),
  direction: fc.constantFrom('', ' DESC', ' NULLS FIRST', ' DESC NULLS LAST'),
  limit: fc.option(fc.integer({ min: 0, max: 5 })),
});

type Made = typeof queries extends fc.Arbitrary<infer Query> ? Query : never;

function written(query: Made): string {
  const isJoin = query.source.includes('JOIN');
  // Both sides of the join have g.
  const named = (text: string): string =>
    isJoin ? text.replaceAll(/\bg\b/g, 't.g').replaceAll(/\bu\b(?!\.)/g, 't.u') : text;
  const items = [
    ...query.keys.map((key, at) => `${named(key)} AS k${at}`),
    ...query.measures.map((measure, at) => `${named(measure)} AS m${at}`),
  ];
  const where = query.where.length > 0 ? ` WHERE ${query.where.map(named).join(query.glue)}` : '';
  const by = {
    all: 'ALL',
    position: query.keys.map((_, at) => at + 1).join(', '),
    alias: query.keys.map((_, at) => `k${at}`).join(', '),
    text: query.keys.map(named).join(', '),
  }[query.grouping];
  const group = query.keys.length > 0 ? ` GROUP BY ${by}` : '';
  const having = query.having === null ? '' : ` HAVING ${named(query.having)}`;
  const order = ` ORDER BY ${items.map((_, at) => `${at + 1}${query.direction}`).join(', ')}`;
  const limit = query.limit === null ? '' : ` LIMIT ${query.limit}`;
  return `SELECT ${items.join(', ')} FROM ${query.source}${where}${group}${having}${order}${limit}`;
}

test('any small query has the same answer as in plain DuckDB, order and limit included', async () => {
  await fc.assert(
    fc.asyncProperty(queries, (query) => expectSame(written(query), true)),
    { numRuns: 200, seed: 20260302 },
  );
});
