/** What the language leaves out is refused by name, at its place; and a text that would grow without end is refused quickly. @see query-and-privacy.md §3.11 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RefusalCode } from '#policies/refusal.ts';
import { OpenTables } from './open-tables.ts';
import { codesOf } from './pipeline.ts';

let tables: OpenTables;

beforeAll(async () => {
  tables = await OpenTables.open();
});

afterAll(() => tables[Symbol.dispose]());

/** The text, its code, and what stands at the marked place; empty where the tree does not say. */
type Case = readonly [sql: string, code: RefusalCode, place: string];

async function expectRefused(sql: string, code: RefusalCode, place: string): Promise<void> {
  const outcome = await tables.plan(sql);
  expect(codesOf(outcome), sql).toEqual([code]);
  const where = outcome.ok ? undefined : outcome.refusals[0].where;
  if (place === '') expect(where, sql).toBeUndefined();
  else expect(sql.slice(where?.offset ?? sql.length), sql).toSatisfy((rest: string) => rest.startsWith(place));
}

const correlated = 'SELECT k FROM a WHERE EXISTS';

test.each<Case>([
  ['SELECT k FROM a WHERE EXISTS (SELECT 1 FROM b WHERE b.k = a.k) OR k = 1', 'E_UNSUPPORTED', 'EXISTS'],
  ['SELECT CASE WHEN k IN (SELECT k FROM b) THEN 1 END FROM a', 'E_UNSUPPORTED', 'IN'],
  ['SELECT k IN (SELECT k FROM b) FROM a', 'E_UNSUPPORTED', 'IN'],
  ['SELECT k FROM a WHERE (k IN (SELECT k FROM b)) = TRUE', 'E_UNSUPPORTED', 'IN'],
  ['SELECT k FROM a QUALIFY k IN (SELECT k FROM b)', 'E_UNSUPPORTED', 'IN'],
  ['SELECT 1 FROM a JOIN b ON EXISTS (SELECT 1)', 'E_UNSUPPORTED', 'EXISTS'],
  ['SELECT 1 FROM a JOIN b ON a.k = (SELECT max(k) FROM b)', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT k FROM a WHERE k > ALL (SELECT k FROM b)', 'E_UNSUPPORTED', '> ALL'],
  ['SELECT k FROM a WHERE k < ANY (SELECT k FROM b)', 'E_UNSUPPORTED', '< ANY'],
  ['SELECT k FROM a WHERE k <> ANY (SELECT k FROM b)', 'E_UNSUPPORTED', '<> ANY'],
  ['SELECT k FROM a WHERE k IN (SELECT k, w FROM b)', 'E_ARGUMENTS', 'IN'],
  ['SELECT k FROM a WHERE (k, v) IN (SELECT k FROM b)', 'E_ARGUMENTS', 'IN'],
  ['SELECT k FROM a WHERE s IN (SELECT k FROM b)', 'E_TYPE', 's IN'],
  ['SELECT (SELECT w FROM b) FROM a', 'E_UNSUPPORTED', '(SELECT w'],
  ['SELECT (SELECT w FROM b WHERE b.k = a.k) FROM a', 'E_UNSUPPORTED', '(SELECT w'],
  ['SELECT (SELECT w FROM b LIMIT 1) FROM a', 'E_UNSUPPORTED', '(SELECT w'],
  ['SELECT (SELECT max(w) FROM b LIMIT 0) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b OFFSET 1) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b GROUP BY k) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b HAVING count(*) > 1) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b WHERE b.k = a.k GROUP BY s) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b WHERE b.k = a.k HAVING count(*) > 1) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b WHERE b.k > a.k) FROM a', 'E_UNSUPPORTED', '> a.k'],
  ['SELECT (SELECT max(w) FROM b WHERE b.k + a.k = 2) FROM a', 'E_UNSUPPORTED', '= 2'],
  ['SELECT (SELECT max(w) FROM b WHERE b.k = a.k OR b.w = 1) FROM a', 'E_UNSUPPORTED', 'OR'],
  ['SELECT (SELECT max(w), min(w) FROM b) FROM a', 'E_ARGUMENTS', '(SELECT max'],
  ['SELECT (SELECT max(w), min(w) FROM b WHERE b.k = a.k) FROM a', 'E_ARGUMENTS', '(SELECT max'],
  ['SELECT (SELECT max(w) FROM b UNION SELECT 1) FROM a', 'E_UNSUPPORTED', '(SELECT max'],
  ['SELECT (SELECT max(w) + (SELECT 1) FROM b WHERE b.k = a.k) FROM a', 'E_UNSUPPORTED', '(SELECT 1)'],
  ['SELECT (SELECT max(w + a.v) FROM b WHERE b.k = a.k) FROM a', 'E_UNSUPPORTED', 'a.v'],
  ['SELECT (SELECT a.v) FROM a', 'E_UNSUPPORTED', 'a.v'],
  [`${correlated} (SELECT a.v FROM b WHERE b.k = a.k)`, 'E_UNSUPPORTED', 'a.v'],
  [`${correlated} (SELECT 1 FROM b WHERE EXISTS (SELECT 1 FROM n WHERE n.m = a.v))`, 'E_UNSUPPORTED', 'a.v'],
  [`${correlated} (SELECT 1 FROM b WHERE a.v IN (SELECT m FROM n))`, 'E_UNSUPPORTED', 'IN'],
  [`${correlated} (SELECT 1 FROM (SELECT * FROM b WHERE b.k = a.k) q)`, 'E_UNSUPPORTED', 'a.k'],
  [`${correlated} (SELECT 1 FROM b JOIN n ON n.m = a.k)`, 'E_UNSUPPORTED', 'a.k'],
  [`${correlated} (SELECT k FROM b WHERE b.k = a.k GROUP BY k)`, 'E_UNSUPPORTED', 'EXISTS'],
  [`${correlated} (SELECT 1 FROM b WHERE b.k = a.k LIMIT 0)`, 'E_UNSUPPORTED', 'EXISTS'],
  [`${correlated} (SELECT row_number() OVER () FROM b WHERE b.k = a.k)`, 'E_UNSUPPORTED', 'EXISTS'],
  ['SELECT k FROM a WHERE k IN (SELECT k FROM b WHERE b.w = a.v LIMIT 1)', 'E_UNSUPPORTED', 'IN'],
  [`${correlated} (SELECT nope FROM b WHERE b.k = a.k)`, 'E_UNKNOWN_COLUMN', 'nope'],
  [`${correlated} (SELECT 1 FROM b WHERE nope = a.k)`, 'E_UNKNOWN_COLUMN', 'nope'],
  [`${correlated} (SELECT 1 FROM b WHERE w = sum(v))`, 'E_ARGUMENTS', 'sum(v)'],
  [`${correlated} (SELECT 1 FROM read_csv('/etc/passwd'))`, 'E_UNKNOWN_TABLE', 'read_csv'],
  ['SELECT k FROM a GROUP BY k HAVING EXISTS (SELECT 1 FROM b WHERE b.w = a.v)', 'E_NOT_GROUPED', 'a.v'],
  ['SELECT k FROM a, (SELECT a.v) q', 'E_UNKNOWN_COLUMN', 'a.v'],
  ['SELECT ARRAY(SELECT k FROM a)', 'E_UNSUPPORTED', ''],
])('a subquery that is no relation is refused: %s', (sql, code, place) => expectRefused(sql, code, place));

test.each<Case>([
  ['SELECT k FROM a WHERE row_number() OVER () = 1', 'E_UNSUPPORTED', 'row_number'],
  ['SELECT k FROM a GROUP BY k HAVING row_number() OVER () = 1', 'E_UNSUPPORTED', 'row_number'],
  ['SELECT row_number() OVER () FROM a GROUP BY 1', 'E_NOT_GROUPED', 'row_number'],
  ['SELECT k, row_number() OVER () AS r FROM a GROUP BY ALL', 'E_NOT_GROUPED', 'row_number'],
  ['SELECT sum(row_number() OVER ()) FROM a', 'E_UNSUPPORTED', 'row_number'],
  ['SELECT sum(sum(v) OVER ()) OVER () FROM a', 'E_UNSUPPORTED', 'sum(v)'],
  ['SELECT v, sum(v) OVER () FROM a GROUP BY k', 'E_NOT_GROUPED', 'v,'],
  [
    'SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE TIES) FROM d',
    'E_UNSUPPORTED',
    'sum',
  ],
  ['SELECT sum(i) OVER (ORDER BY day RANGE INTERVAL 1 DAY PRECEDING) FROM d', 'E_UNSUPPORTED', '1 DAY'],
  ['SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN i PRECEDING AND CURRENT ROW) FROM d', 'E_UNSUPPORTED', 'i PRECEDING'],
  ['SELECT sum(i) OVER (ORDER BY i ROWS BETWEEN -1 PRECEDING AND CURRENT ROW) FROM d', 'E_UNSUPPORTED', '-1'],
  ['SELECT sum(i) OVER (ORDER BY i, x RANGE 1 PRECEDING) FROM d', 'E_ARGUMENTS', 'sum'],
  ['SELECT sum(i) OVER (GROUPS 1 PRECEDING) FROM d', 'E_ARGUMENTS', 'sum'],
  ['SELECT sum(DISTINCT i) OVER () FROM d', 'E_ARGUMENTS', 'sum'],
  ['SELECT ntile(0) OVER (ORDER BY i) FROM d', 'E_ARGUMENTS', '0)'],
  ['SELECT ntile(i) OVER (ORDER BY i) FROM d', 'E_ARGUMENTS', 'i)'],
  ['SELECT lag(i, i) OVER (ORDER BY i) FROM d', 'E_ARGUMENTS', 'i)'],
  ['SELECT lag(i) FROM d', 'E_FUNC_NOT_ALLOWED', 'lag'],
  ['SELECT lower(s) OVER () FROM a', 'E_FUNC_NOT_ALLOWED', 'lower'],
  ['SELECT first(i) OVER () FROM d', 'E_AGGREGATE', 'first'],
  ['SELECT first_value(i ORDER BY x) OVER () FROM d', 'E_UNSUPPORTED', 'first_value'],
])('a window outside the language is refused: %s', (sql, code, place) => expectRefused(sql, code, place));

test.each<Case>([
  ['SELECT k FROM a UNION ALL SELECT k, v FROM a', 'E_ARGUMENTS', 'k, v'],
  ['SELECT k FROM a INTERSECT SELECT s FROM a', 'E_TYPE', 's FROM'],
  ['SELECT k FROM a INTERSECT ALL SELECT w FROM b', 'E_UNSUPPORTED', 'w FROM'],
  ['SELECT k FROM a EXCEPT ALL SELECT w FROM b', 'E_UNSUPPORTED', 'w FROM'],
  ['SELECT k FROM a UNION SELECT k FROM b ORDER BY k + 1', 'E_UNKNOWN_COLUMN', '+ 1'],
  ['SELECT k FROM a UNION SELECT k FROM b ORDER BY 2', 'E_UNKNOWN_COLUMN', '2'],
  ['SELECT k, v AS k FROM a UNION BY NAME SELECT k FROM b', 'E_AMBIGUOUS_COLUMN', 'k, v'],
  ['SELECT k, GROUPING(v) FROM a GROUP BY ROLLUP (k)', 'E_NOT_GROUPED', 'v)'],
  ['SELECT GROUPING(k) FROM a', 'E_UNSUPPORTED', 'GROUPING'],
  ['SELECT k FROM a WHERE GROUPING(k) = 1 GROUP BY k', 'E_UNSUPPORTED', 'GROUPING'],
  ['SELECT v, count(*) FROM a GROUP BY ROLLUP (k)', 'E_NOT_GROUPED', 'v,'],
  ['SELECT DISTINCT ON (k) k, v FROM a', 'E_UNSUPPORTED', 'k) k'],
  ['SELECT DISTINCT k FROM a ORDER BY v', 'E_UNSUPPORTED', 'v'],
  ['SELECT DISTINCT k FROM a ORDER BY k + v', 'E_UNSUPPORTED', 'v'],
  ['WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r WHERE x < 3) SELECT * FROM r', 'E_RECURSIVE', ''],
  ["PIVOT a ON s IN ('x') USING sum(v)", 'E_PIVOT', 'PIVOT'],
  ['UNPIVOT a ON k, v INTO NAME n VALUE w', 'E_PIVOT', 'UNPIVOT'],
  ['SELECT 1 FROM a TABLESAMPLE 10%', 'E_NONLOCAL', 'a TABLESAMPLE'],
  ['SELECT 1 FROM (SELECT * FROM a) TABLESAMPLE 10%', 'E_NONLOCAL', ''],
  ['SELECT 1 FROM a USING SAMPLE 5', 'E_NONLOCAL', ''],
  ['SELECT 1 FROM a ASOF JOIN b ON a.k >= b.k', 'E_JOIN_KIND', 'ASOF'],
  ['SELECT 1 FROM a POSITIONAL JOIN b', 'E_JOIN_KIND', 'POSITIONAL'],
  ['SELECT 1 FROM a NATURAL JOIN (SELECT 1 AS z)', 'E_UNKNOWN_COLUMN', 'NATURAL'],
  ['SELECT 1 FROM a AS q(x, y, z, t)', 'E_ARGUMENTS', 'a AS'],
  ['WITH q(x, y) AS (SELECT 1) SELECT 1 FROM q', 'E_ARGUMENTS', 'q'],
  ['SELECT k FROM a AS q(x)', 'E_UNKNOWN_COLUMN', 'k'],
  ['SELECT b.k FROM a SEMI JOIN b USING (k)', 'E_UNKNOWN_COLUMN', 'b.k'],
  ['SELECT b.k FROM a ANTI JOIN b ON a.k = b.k', 'E_UNKNOWN_COLUMN', 'b.k'],
  ['SELECT k FROM a FULL JOIN b ON a.k = b.k', 'E_AMBIGUOUS_COLUMN', 'k'],
  ['SELECT 1 FROM generate_series(1, 3)', 'E_UNKNOWN_TABLE', 'generate_series'],
  ['SELECT * FROM (VALUES (k), (2)) v', 'E_UNKNOWN_COLUMN', 'k)'],
  ['SELECT mode(k) FROM a', 'E_AGGREGATE', 'mode'],
  ["SELECT string_agg(s, ',' ORDER BY k) FROM a", 'E_UNSUPPORTED', 'string_agg'],
  ['SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY v DESC) FROM a', 'E_UNSUPPORTED', 'percentile_cont'],
  ['SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY v) FROM a', 'E_UNSUPPORTED', 'percentile_disc'],
  ['SELECT median(v, 0.5) FROM a', 'E_ARGUMENTS', 'median'],
])('a form outside the language is refused: %s', (sql, code, place) => expectRefused(sql, code, place));

// — texts that would grow without end —

function many(count: number, make: (index: number) => string, glue = ', '): string {
  return Array.from({ length: count }, (_, index) => make(index)).join(glue);
}

function deep(depth: number, inner: string, make: (text: string, level: number) => string): string {
  return Array.from({ length: depth }).reduce<string>((text, _, level) => make(text, level), inner);
}

const doubled = many(24, (n) => `a${n} + a${n} AS a${n + 1}`);

test.each<readonly [why: string, sql: string]>([
  ['a thousand sets', `SELECT count(*) FROM a GROUP BY CUBE (${many(10, (n) => `k + ${n}`)})`],
  ['sets of sets', `SELECT 1 FROM ${deep(5, 'a', (s) => `(SELECT k, v, s FROM ${s} GROUP BY CUBE (k, v, s)) q`)}`],
  ['values', `SELECT ${many(300, (n) => `(SELECT max(k) FROM a) AS c${n}`)}`],
  ['values without FROM', `SELECT ${many(300, (n) => `(SELECT ${n}) AS c${n}`)}`],
  [
    'conditions in conditions',
    `SELECT 1 WHERE ${deep(300, 'TRUE', (s, n) => `EXISTS (SELECT 1 FROM a t${n} WHERE ${s})`)}`,
  ],
  [
    'CTEs of values',
    `WITH t0 AS (SELECT k AS x FROM a), ${many(20, (n) => `t${n + 1} AS (SELECT (SELECT max(x) FROM t${n}) + (SELECT min(x) FROM t${n}) AS x)`)} SELECT x FROM t20`,
  ],
  ['names that double', `SELECT k AS a0, ${doubled} FROM a`],
  ['names of groups that double', `SELECT k AS a0, ${doubled} FROM a GROUP BY k`],
  ['names of values that double', `SELECT (SELECT max(k) FROM a) AS a0, ${doubled} FROM b`],
  ['names of windows that double', `SELECT sum(k) OVER () AS a0, ${doubled} FROM a`],
  ['names of each other', 'SELECT y AS x, x AS y FROM a'],
  ['a long UNION', many(1000, () => 'SELECT k FROM a', ' UNION ALL ')],
  ['a deep EXCEPT', many(400, () => 'SELECT 1', ' EXCEPT ')],
  ['many rows of constants', `SELECT * FROM (VALUES ${many(1000, (n) => `(${n})`)}) t(x)`],
])('a text that would grow without end is refused: %s', async (_, sql) => {
  expect(codesOf(await tables.resolve(sql))).toEqual(['E_TOO_COMPLEX']);
});

test('GROUPING of very many keys is refused: its bits would not be exact', async () => {
  const sql = `SELECT GROUPING(${many(40, () => 'k')}) FROM a GROUP BY ROLLUP (k)`;
  expect(codesOf(await tables.resolve(sql))).toEqual(['E_ARGUMENTS']);
});

test('a deep expression is found among hundreds of keys', async () => {
  const sum = deep(400, 'k', (text) => `(${text} + 1)`);
  const sql = `SELECT ${sum} AS s FROM a GROUP BY ${many(300, (n) => `k + ${n + 5}`)}, k`;
  expect(codesOf(await tables.resolve(sql))).toEqual([]);
});
