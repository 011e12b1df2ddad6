/** Column rules hold by lineage: no alias, CTE or function changes what a value is. @see procedure.md §4 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codesOf, Pipeline } from './pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

const date = (n: number): string => `DATE '2024-0${1 + (n % 9)}-01'`;
const bands = (count: number): string =>
  `CASE ${Array.from({ length: count - 1 }, (_, n) => `WHEN d < ${date(n)} THEN ${n}`).join(' ')} ELSE 99 END`;

test.each([
  ['P as row output', 'SELECT g, v FROM p'],
  ['P computed', 'SELECT v + 1 AS w FROM p'],
  ['public rows counted', 'SELECT g, count(*) AS n FROM p GROUP BY g'],
  ['F of public data as filter', "SELECT g FROM p WHERE hint = 'x'"],
  ['G as key', 'SELECT g, count(*) FROM t GROUP BY g'],
  ['G in an expression as key', "SELECT coalesce(g, '?') AS k, count(*) FROM t GROUP BY k"],
  ['G as filter', "SELECT count(*) FROM t WHERE g = 'a'"],
  ['A aggregated', 'SELECT sum(x), avg(y) FROM t'],
  ['A computed with G', 'SELECT sum(x * h) FROM t'],
  ['A in a condition of an aggregate', 'SELECT avg(CASE WHEN x > 3 THEN 1 ELSE 0 END) FROM t'],
  ['F in a condition of an aggregate', "SELECT count(*) FILTER (code = 'A01') FROM t"],
  ['F as filter', "SELECT count(*) FROM t WHERE code = 'A01'"],
  ['F in bands', `SELECT ${bands(4)} AS k, count(*) FROM t GROUP BY k`],
  ['F in two times two bands', `SELECT ${bands(2)} AS k, d > ${date(8)} AS l, count(*) FROM t GROUP BY ALL`],
  ['F by its month', "SELECT date_trunc('month', d) AS k, count(*) FROM t GROUP BY k"],
  [
    'F by something coarser than its month',
    "SELECT date_trunc('quarter', d) AS k, year(d) AS l, count(*) FROM t GROUP BY ALL",
  ],
  ['F by its month as text', "SELECT CAST(date_trunc('month', d) AS VARCHAR) AS k, count(*) FROM t GROUP BY k"],
  ['F by its prefix', 'SELECT left(code, 2) AS k, count(*) FROM t GROUP BY k'],
  ['F by a shorter prefix', 'SELECT substring(code, 1, 1) AS k, count(*) FROM t GROUP BY k'],
  ['a prefix, changed', "SELECT lower(left(code, 2)) || '!' AS k, count(*) FROM t GROUP BY k"],
  [
    'a prefix, compared',
    "SELECT CASE WHEN left(code, 1) = 'A' THEN 'a' ELSE 'other' END AS k, count(*) FROM t GROUP BY k",
  ],
  ['J counted', 'SELECT count(DISTINCT u), count(u) FROM t'],
  ['J counted under a condition', 'SELECT count(DISTINCT CASE WHEN b THEN u END), count(DISTINCT u) FILTER (b) FROM t'],
  ['J through a CTE and an alias', 'WITH a AS (SELECT u AS who FROM t) SELECT count(DISTINCT who) FROM a'],
  ['J as join key', 'SELECT count(*) FROM t JOIN s ON t.u = s.u'],
  ['J as inner key', 'SELECT avg(m) FROM (SELECT u, max(x) AS m FROM t GROUP BY u)'],
  ['inner counts aggregated', 'SELECT avg(n) FROM (SELECT u, count(*) AS n FROM t GROUP BY u)'],
])('column rules permit %s', async (_, sql) => {
  expect(codesOf(await pipeline.plan(sql))).toEqual([]);
});

test.each([
  ['F of public data, shown', 'SELECT hint FROM p'],
  ['F of public data, computed', "SELECT hint || '!' AS k FROM p"],
  ['J as key', 'SELECT u, count(*) FROM t GROUP BY u'],
  ['J as key under another name', 'SELECT g, count(*) FROM (SELECT u AS g FROM t) GROUP BY g'],
  ['J computed as key', 'SELECT left(u, 2) AS k, count(*) FROM t GROUP BY k'],
  ['J as filter', "SELECT count(*) FROM t WHERE u = 'u1'"],
  ['J as filter above a join', "SELECT count(*) FROM t JOIN s USING (u) WHERE s.u = 'u1'"],
  ['J in a condition', "SELECT sum(CASE WHEN u = 'u1' THEN x END) FROM t"],
  ['J in a condition of count', "SELECT count(DISTINCT CASE WHEN u > 'u1' THEN u END) FROM t"],
  ['J in a function that is counted', "SELECT count(nullif(u, 'u1')) FROM t"],
  ['J cast and counted', 'SELECT count(u::BIGINT) FROM t'],
  ['J aggregated', 'SELECT avg(length(u)) FROM t'],
  ['J aggregated inside', 'SELECT avg(l) FROM (SELECT u, max(length(u)) AS l FROM t GROUP BY u)'],
  ['J joined with a constant', "SELECT count(*) FROM t JOIN (SELECT 'u1' AS u) q ON t.u = q.u"],
  ['J left joined with a constant', "SELECT count(q.u) FROM t LEFT JOIN (SELECT 'u1' AS u) q ON t.u = q.u"],
  ['J joined with a computed name', "SELECT count(*) FROM t JOIN (SELECT 'u' || v AS u FROM p) q ON t.u = q.u"],
  ['J joined and compared', "SELECT count(*) FROM t JOIN s ON t.u = s.u AND s.u > 'u1'"],
  ['A as key', 'SELECT x, count(*) FROM t GROUP BY x'],
  ['A in one band', 'SELECT x > 3 AS k, count(*) FROM t GROUP BY k'],
  ['A as filter', 'SELECT count(*) FROM t WHERE x > 3'],
  ['A as filter after an inner sum', 'SELECT count(*) FROM (SELECT u, sum(x) AS s FROM t GROUP BY u) WHERE s > 3'],
  ['A as filter in an inner HAVING', 'SELECT count(*) FROM (SELECT u FROM t GROUP BY u HAVING sum(x) > 3)'],
  ['A in a join', 'SELECT count(*) FROM t a JOIN t b ON a.u = b.u AND a.x = b.x'],
  ['A joined to public data', 'SELECT count(*) FROM t JOIN p ON t.x > p.v'],
  ['inner counts as key', 'SELECT n, count(*) FROM (SELECT u, count(*) AS n FROM t GROUP BY u) GROUP BY n'],
  ['inner counts as filter', 'SELECT count(*) FROM (SELECT u, count(*) AS n FROM t GROUP BY u) WHERE n = 1'],
  ['F as key', 'SELECT code, count(*) FROM t GROUP BY code'],
  ['F as key after DISTINCT', 'SELECT DISTINCT code FROM t'],
  ['F aggregated', 'SELECT count(DISTINCT code) FROM t'],
  ['F as the result of CASE', "SELECT CASE WHEN h = 1 THEN code ELSE 'x' END AS k, count(*) FROM t GROUP BY k"],
  ['F by a longer prefix', 'SELECT left(code, 3) AS k, count(*) FROM t GROUP BY k'],
  ['F by all but a suffix', 'SELECT left(code, -1) AS k, count(*) FROM t GROUP BY k'],
  ['F by a prefix of something else', 'SELECT left(right(code, 2), 2) AS k, count(*) FROM t GROUP BY k'],
  ['F by a prefix of a concatenation', "SELECT left(code || 'x', 2) AS k, count(*) FROM t GROUP BY k"],
  ['F from the second character', 'SELECT substring(code, 2, 1) AS k, count(*) FROM t GROUP BY k'],
  ['F by its day', "SELECT date_trunc('day', d) AS k, count(*) FROM t GROUP BY k"],
  ['F by its week', "SELECT date_trunc('week', d) AS k, count(*) FROM t GROUP BY k"],
  ['F by its month without its year', 'SELECT month(d) AS k, count(*) FROM t GROUP BY k'],
  ['F by the month of a moved date', "SELECT date_trunc('month', d + 7) AS k, count(*) FROM t GROUP BY k"],
  ['F in too many bands', `SELECT ${bands(5)} AS k, count(*) FROM t GROUP BY k`],
  ['F in bands over two keys', `SELECT ${bands(3)} AS k, d > ${date(8)} AS l, count(*) FROM t GROUP BY ALL`],
  [
    'F in bands over two keys, one in a CTE',
    `WITH a AS (SELECT ${bands(3)} AS k, d > ${date(8)} AS l FROM t) SELECT k, l, count(*) FROM a GROUP BY ALL`,
  ],
  [
    'F in bands that carry a value',
    "SELECT CASE WHEN d < DATE '2024-06-01' THEN g ELSE 'x' END AS k, count(*) FROM t GROUP BY k",
  ],
  ['F without bands in a condition', "SELECT code = 'A01' AS k, count(*) FROM t GROUP BY k"],
  [
    'F without bands through an inner maximum',
    "SELECT m, count(*) FROM (SELECT u, max(CASE WHEN code = 'A01' THEN 1 ELSE 0 END) AS m FROM t GROUP BY u) GROUP BY m",
  ],
])('column rules refuse %s', async (_, sql) => {
  expect(codesOf(await pipeline.plan(sql))[0]).toBe('E_COLUMN_RULE');
});

test('every broken rule is told at once, each with its place and what would help', async () => {
  const sql = 'SELECT u, code, x, count(*) FROM t WHERE y > 1 GROUP BY ALL';
  const outcome = await pipeline.plan(sql);
  const refusals = outcome.ok ? [] : outcome.refusals;
  expect(refusals.map(({ where }) => sql.slice(where?.offset, (where?.offset ?? 0) + (where?.length ?? 0)))).toEqual([
    'u',
    'code',
    'x',
    '',
  ]);
  expect(refusals[1]?.remedy).toBe('Group by left(code, 2).');
});
