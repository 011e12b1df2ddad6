/** Golden facts of DuckDB's syntax tree, and a decoder that refuses what it does not know. @see query-and-privacy.md §3.12; DC-06 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decode } from '#policies/query/decode.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { QuerySyntax, SelectSyntax } from '#policies/query/syntax.ts';
import { codesOf, Pipeline } from './pipeline.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

async function decoded(sql: string): Promise<SelectSyntax> {
  const syntax = unwrap(await pipeline.decode(sql));
  if (syntax.kind !== 'select') throw new Error('not one SELECT');
  return syntax;
}

async function literal(text: string): Promise<unknown> {
  const [item] = (await decoded(`SELECT ${text}`)).items;
  return item?.expr.kind === 'literal' ? item.expr.literal : item?.expr.kind;
}

test.each([
  ['12.50', { type: 'number', text: '12.50' }],
  ['-12.50', { type: 'number', text: '-12.50' }],
  ['0.05', { type: 'number', text: '0.05' }],
  ['-0.5', { type: 'number', text: '-0.5' }],
  ['9007199254740993', { type: 'number', text: '9007199254740993' }],
  ['9223372036854775807', { type: 'number', text: '9223372036854775807' }],
  ['1e3', { type: 'number', text: '1e+3' }],
  ['1e-7', { type: 'number', text: '1e-7' }],
  ["'it''s'", { type: 'string', text: "it's" }],
  ["'域闸'", { type: 'string', text: '域闸' }],
  ['NULL', { type: 'null' }],
] as const)('decode keeps every digit of the constant %s', async (written, want) => {
  expect(await literal(written)).toEqual(want);
});

test.each([
  ['170141183460469231731687303715884105727', 'E_UNSUPPORTED'],
  ['1.1234567890123456789', 'E_UNSUPPORTED'],
  ['1e400', 'E_PARSE'],
  ["'ab'::BLOB", 'E_UNSUPPORTED'],
])('decode or resolve refuses the constant %s with %s', async (written, code) => {
  expect(codesOf(await pipeline.plan(`SELECT ${written} AS k, count(*) FROM t`))).toEqual([code]);
});

test.each([
  ['', 'E_MULTI_STMT'],
  ['SELECT 1; SELECT 2', 'E_MULTI_STMT'],
  ['SHOW t', 'E_NOT_SELECT'],
  ['DESCRIBE SELECT 1', 'E_NOT_SELECT'],
  ['SUMMARIZE t', 'E_NOT_SELECT'],
  ['DROP TABLE t', 'E_NOT_SELECT'],
  ['SELEC 1', 'E_PARSE'],
])('decode refuses %j with %s', async (sql, code) => {
  expect(codesOf(await pipeline.decode(sql))).toEqual([code]);
});

test('decode accepts one statement with a semicolon behind it', async () => {
  expect((await decoded('SELECT 1;')).items).toHaveLength(1);
});

test('decode reads the spelling of NULLS FIRST and NULLS LAST of this DuckDB', async () => {
  const { orderBy } = await decoded('SELECT g FROM t ORDER BY g NULLS FIRST, h DESC NULLS LAST, x ASC, y');
  expect(orderBy.map(({ descending, nulls }) => [descending, nulls])).toEqual([
    [false, 'FIRST'],
    [true, 'LAST'],
    [false, undefined],
    [false, undefined],
  ]);
});

test('decode reads ORDER BY ALL, and not ORDER BY COLUMNS of something', async () => {
  const { orderBy } = await decoded('SELECT g FROM t ORDER BY ALL DESC');
  expect(orderBy).toEqual([{ descending: true }]);
  expect(codesOf(await pipeline.decode("SELECT g FROM t ORDER BY COLUMNS('g')"))).toEqual(['E_UNSUPPORTED']);
});

test.each([
  ["SELECT '域闸域闸', nope FROM t", 'nope'],
  ["SELECT count(*) AS 人数 FROM t WHERE g = '甲😀乙' AND nope = 1", 'nope'],
  ["SELECT '😀😀', soundex(g) FROM t", 'soundex'],
  ['SELECT 1 -- 注释\n FROM nope', 'nope'],
])('positions are offsets in UTF-16 units: %s', async (sql, offender) => {
  const outcome = await pipeline.plan(sql);
  const where = outcome.ok ? undefined : outcome.refusals[0].where;
  expect(sql.slice(where?.offset, (where?.offset ?? 0) + (where?.length ?? 0))).toBe(offender);
});

test('the position of a syntax error is an offset in UTF-16 units', async () => {
  const sql = "SELECT '域😀' FROM t WHERE )";
  const outcome = await pipeline.decode(sql);
  expect(outcome.ok ? undefined : outcome.refusals[0].where?.offset).toBe(sql.indexOf(')'));
});

test('the positions of a text of 64 KiB are found, each without counting the text again', async () => {
  const sql = `SELECT count(*) FROM t WHERE h IN (${Array.from({ length: 15_000 }, () => '域'.length).join(',')}) AND g = '${'域'.repeat(9_000)}'`;
  const ast = await pipeline.ast(sql);
  // Counting anew for each of the 15 000 nodes would take longer than a test may.
  expect(decode(ast, sql).ok).toBe(true);
});

// — strictness: a tree that says more than we know is refused —

type Tree = { [key: string]: unknown };

function nodesOf(value: unknown): Tree[] {
  if (Array.isArray(value)) return value.flatMap(nodesOf);
  if (typeof value !== 'object' || value === null) return [];
  return [value as Tree, ...Object.values(value).flatMap(nodesOf)];
}

const rich = `WITH c(a, b) AS (SELECT * FROM t WHERE h IN (1, 2)) SELECT a.g, CASE WHEN a.h = 1 THEN 'x' ELSE 'y' END AS k, count(DISTINCT a.x) FILTER (a.b),
  CAST(sum(a.y) AS DECIMAL(10,1)), coalesce(a.g, 'z'), percentile_cont(0.5) WITHIN GROUP (ORDER BY x), GROUPING(a.g),
  sum(sum(a.x)) FILTER (a.b) OVER (PARTITION BY a.g ORDER BY a.h DESC ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), (SELECT max(w) FROM s)
  FROM c a FULL JOIN (SELECT u FROM s) q(u) ON a.u = q.u, (VALUES (1), (2)) v(n)
  WHERE a.h BETWEEN 1 AND 2 AND NOT (a.g IS NULL) AND EXISTS (SELECT 1 FROM s WHERE s.u = a.u) AND a.u NOT IN (SELECT u FROM home)
  GROUP BY ROLLUP (a.g, a.h) HAVING count(*) > 1 QUALIFY row_number() OVER () = 1
  UNION ALL (SELECT DISTINCT g FROM t EXCEPT SELECT g FROM s) ORDER BY 1 DESC LIMIT 3`;

test('decode refuses a field that it does not know, on whatever node it stands', async () => {
  const ast = await pipeline.ast(rich);
  expect(decode(ast, rich).ok).toBe(true);
  const count = nodesOf(JSON.parse(ast)).length;
  expect(count).toBeGreaterThan(80);
  const accepted: string[] = [];
  for (let at = 0; at < count; at++) {
    const tree: unknown = JSON.parse(ast);
    const node = nodesOf(tree)[at] ?? {};
    node['new_syntax'] = true;
    if (decode(JSON.stringify(tree), rich).ok) accepted.push(JSON.stringify(node).slice(0, 100));
  }
  // Descriptions of types are read field by field.
  expect(accepted.filter((node) => !/^\{"(id|type)":"(DECIMAL|INTEGER|VARCHAR|BOOLEAN)/.test(node))).toEqual([]);
});

test('decode refuses a node of a class that it does not know', async () => {
  const ast = await pipeline.ast(rich);
  const kinds = [
    'COLUMN_REF',
    'CONSTANT',
    'FUNCTION',
    'CAST',
    'COMPARISON',
    'CONJUNCTION',
    'OPERATOR',
    'BETWEEN',
    'CASE',
    'STAR',
    'SUBQUERY',
    'WINDOW',
  ];
  for (const kind of kinds) {
    const changed = ast.replace(`"class":"${kind}"`, '"class":"BOUND_MAGIC"');
    expect(changed).not.toBe(ast);
    expect(codesOf(decode(changed, rich))).toEqual(['E_UNSUPPORTED']);
  }
});

test.each([
  '',
  'null',
  '[]',
  '{}',
  '{"error":false}',
  '{"error":false,"statements":[null]}',
  '{"error":false,"statements":[{}]}',
  '{"error":true}',
])('decode refuses the answer %j', (answer) => {
  const outcome: Outcome<QuerySyntax> = decode(answer, '');
  expect(outcome.ok).toBe(false);
});
