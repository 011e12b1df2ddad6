/** What names mean: scopes, CTEs, USING, aliases, stars; and which names lead nowhere. @see DC-06 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { codesOf, Pipeline } from './pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

async function used(sql: string): Promise<readonly string[]> {
  return unwrap(await pipeline.resolve(sql))
    .used.map(({ table, column }) => `${table.name}.${column.name}`)
    .toSorted();
}

async function columns(sql: string): Promise<readonly string[]> {
  return unwrap(await pipeline.resolve(sql)).columns.map(({ name }) => name);
}

test.each([
  ['SELECT nope FROM t', 'E_UNKNOWN_COLUMN'],
  ['SELECT q.g FROM t', 'E_UNKNOWN_COLUMN'],
  ['SELECT main.t.g FROM t', 'E_UNKNOWN_COLUMN'],
  ['SELECT t.g FROM t AS q', 'E_UNKNOWN_COLUMN'],
  ['SELECT g FROM t JOIN s ON t.u = s.u', 'E_AMBIGUOUS_COLUMN'],
  ['SELECT 1 FROM t JOIN t ON TRUE', 'E_AMBIGUOUS_COLUMN'],
  ['SELECT 1 FROM t JOIN s USING (nope)', 'E_UNKNOWN_COLUMN'],
  ['SELECT 1 FROM t JOIN s USING (n)', 'E_UNKNOWN_COLUMN'],
  ['SELECT 1 FROM nope', 'E_UNKNOWN_TABLE'],
  ['SELECT 1 FROM facts', 'E_UNKNOWN_TABLE'],
  ['SELECT q.* FROM t', 'E_UNKNOWN_TABLE'],
  ['WITH a AS (SELECT 1 FROM b), b AS (SELECT 1) SELECT 1 FROM a', 'E_UNKNOWN_TABLE'],
  ['WITH a AS (SELECT 1 FROM a) SELECT 1 FROM a', 'E_UNKNOWN_TABLE'],
  ['SELECT 1 FROM (WITH a AS (SELECT 1) SELECT 1 FROM a) q JOIN a ON TRUE', 'E_UNKNOWN_TABLE'],
  ['SELECT secret FROM t', 'E_COLUMN_RULE'],
  ['SELECT SECRET FROM t', 'E_COLUMN_RULE'],
  ['SELECT "t"."Secret" FROM t', 'E_COLUMN_RULE'],
  ['SELECT 1 FROM t a JOIN t b USING (secret)', 'E_COLUMN_RULE'],
  ['SELECT count(secret) FROM t', 'E_COLUMN_RULE'],
  ['SELECT g FROM t ORDER BY secret', 'E_COLUMN_RULE'],
  ['SELECT secret FROM (SELECT * FROM t)', 'E_UNKNOWN_COLUMN'],
  ['SELECT g + count(*) FROM t GROUP BY h', 'E_NOT_GROUPED'],
  ['SELECT x FROM t GROUP BY h', 'E_NOT_GROUPED'],
  ['SELECT h FROM t HAVING count(*) > 1', 'E_NOT_GROUPED'],
  ['SELECT count(*) FROM t GROUP BY count(*)', 'E_NOT_GROUPED'],
  ['SELECT count(count(*)) FROM t', 'E_ARGUMENTS'],
  ['SELECT h FROM t WHERE count(*) > 1', 'E_ARGUMENTS'],
  ['SELECT g FROM t GROUP BY 2', 'E_UNKNOWN_COLUMN'],
  ['SELECT g FROM t GROUP BY 0', 'E_UNKNOWN_COLUMN'],
  ['SELECT g FROM t ORDER BY 2', 'E_UNKNOWN_COLUMN'],
  ['SELECT g FROM t ORDER BY -1', 'E_UNKNOWN_COLUMN'],
  ['SELECT count(*) AS n FROM t WHERE n > 1', 'E_UNKNOWN_COLUMN'],
  ['SELECT DISTINCT g FROM t ORDER BY h', 'E_UNSUPPORTED'],
  ['SELECT lower(g, h) FROM t', 'E_ARGUMENTS'],
  ['SELECT lower(DISTINCT g) FROM t', 'E_ARGUMENTS'],
  ["SELECT date_trunc('aeon', d) FROM t", 'E_ARGUMENTS'],
  ['SELECT date_trunc(g, d) FROM t', 'E_ARGUMENTS'],
  ['SELECT g LIKE code FROM t', 'E_ARGUMENTS'],
  ['SELECT lower(*) FROM t', 'E_ARGUMENTS'],
  ['SELECT sum(x, 2) FROM t', 'E_ARGUMENTS'],
])('resolve refuses %s with %s', async (sql, code) => {
  expect(codesOf(await pipeline.resolve(sql))).toEqual([code]);
});

test.each([
  ['SELECT * FROM t', ['u', 'g', 'h', 'x', 'y', 'z', 'd', 'b', 'code']],
  ['SELECT * EXCLUDE (g, H) FROM t', ['u', 'x', 'y', 'z', 'd', 'b', 'code']],
  ['SELECT s.*, t.g FROM t JOIN s USING (u)', ['u', 'g', 'n', 'w', 'g_2']],
  ['SELECT * FROM s JOIN home USING (u)', ['u', 'g', 'n', 'w', 'house', 'size']],
  ['SELECT * FROM home RIGHT JOIN s USING (u)', ['u', 'house', 'size', 'g', 'n', 'w']],
  ['SELECT *, g AS again FROM p', ['g', 'v', 'hint', 'again']],
  ['SELECT h, count(*), sum(x) AS "Sum", h + 1 FROM t GROUP BY ALL', ['h', 'count_star', 'Sum', 'column']],
  ['SELECT 企业数 FROM (SELECT count(*) AS 企业数 FROM t)', ['企业数']],
])('resolve names the columns of %s', async (sql, names) => {
  expect(await columns(sql)).toEqual(names);
});

test.each([
  ['SELECT count(*) FROM t', []],
  ['SELECT g FROM t WHERE h = 1', ['t.g', 't.h']],
  ['SELECT count(*) FROM t JOIN s USING (u)', ['s.u', 't.u']],
  ['SELECT k FROM (SELECT g AS k, x FROM t)', ['t.g', 't.x']],
  ['WITH t AS (SELECT u, w FROM s) SELECT sum(w) FROM t', ['s.u', 's.w']],
  ['SELECT count(*) FROM (SELECT * FROM p)', ['p.g', 'p.hint', 'p.v']],
])('resolve notes every base column that %s names', async (sql, names) => {
  expect(await used(sql)).toEqual(names);
});

test('a CTE hides the table of its name only where it is in scope', async () => {
  const sql = 'WITH t AS (SELECT u, h FROM s JOIN (SELECT u AS v, h FROM t) q ON s.u = q.v) SELECT count(*) FROM t';
  expect(await used(sql)).toEqual(['s.u', 't.h', 't.u']);
});

test('a CTE that names itself reads the table of that name', async () => {
  expect(await used('WITH s AS (SELECT u FROM s) SELECT count(*) FROM s')).toEqual(['s.u']);
});

test('a refused name says which names there are, without those of rule X', async () => {
  const outcome = await pipeline.resolve('SELECT nope FROM t');
  const detail = outcome.ok ? '' : outcome.refusals[0].detail;
  expect(detail).toContain('g, h, x');
  expect(detail).not.toContain('secret');
});

test.each(['42.5', 'a b', 'x"; DROP TABLE t', 'n'.repeat(64), '', '张 三'])(
  'resolve refuses a result column named %j: it would stand in receipts and in the record',
  async (name) => {
    const sql = `SELECT count(*) AS "${name.replaceAll('"', '""')}" FROM t`;
    expect(codesOf(await pipeline.plan(sql))).toEqual([name === '' ? 'E_PARSE' : 'E_UNSUPPORTED']);
  },
);

test('resolve says that a name is unknown also where it would name its own column', async () => {
  expect(codesOf(await pipeline.plan('SELECT count(*), missing FROM t GROUP BY ALL'))).toEqual(['E_UNKNOWN_COLUMN']);
  expect(codesOf(await pipeline.plan('SELECT count(*), 存续 FROM t'))).toEqual(['E_UNKNOWN_COLUMN']);
});
