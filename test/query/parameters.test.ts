/** A parameter is a constant of the tree: whatever its text says, it stays data, and nothing undeclared has a value. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { decode } from '#policies/query/decode.ts';
import type { Given } from '#policies/query/parameters.ts';
import { resolve } from '#policies/query/resolve.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import type { QuerySyntax } from '#policies/query/syntax.ts';
import { codesOf, Pipeline } from './pipeline.ts';
import { tiny } from './tiny.ts';

let pipeline: Pipeline;

beforeAll(async () => {
  pipeline = await Pipeline.open();
});

afterAll(() => pipeline[Symbol.dispose]());

async function decodeWith(sql: string, given: readonly Given[]): Promise<Outcome<QuerySyntax>> {
  return decode(await pipeline.ast(sql), sql, given);
}

/** Without places: a parameter has none. */
function bare(syntax: QuerySyntax): unknown {
  return JSON.parse(JSON.stringify(syntax, (key, value: unknown) => (key === 'at' ? undefined : value)));
}

const attacks = [
  "' OR TRUE --",
  "'; DROP TABLE t; --",
  '$y',
  '") FROM secret',
  'NULL',
  '天河',
  "\\' || (SELECT max(u) FROM s) || '",
  '$$x$$',
  '/*',
];

test.each(attacks)('decode takes %j for a text and nothing else', async (value) => {
  const syntax = unwrap(await decodeWith('SELECT g FROM t WHERE g = $x', [{ name: 'x', value }]));
  const where = syntax.kind === 'select' ? syntax.where : undefined;
  expect(where).toMatchObject({
    kind: 'compare',
    right: { kind: 'literal', literal: { type: 'string', text: value } },
  });
});

test.each([
  [2024, '2024'],
  [-3, '-3'],
  [0.05, '0.05'],
  [12.5, '12.5'],
  ['天河', "'天河'"],
  ["it's", "'it''s'"],
] as const)('decode reads $x = %j as the constant %s', async (value, constant) => {
  for (const at of [
    'SELECT @ AS c FROM t',
    'SELECT g FROM t WHERE h IN (@, 1) LIMIT 3',
    'SELECT sum(x) FILTER (g = @) FROM t',
  ]) {
    const given = unwrap(await decodeWith(at.replace('@', '$x'), [{ name: 'x', value }]));
    expect(bare(given)).toEqual(bare(unwrap(await pipeline.decode(at.replace('@', constant)))));
  }
});

test.each([true, false])('decode reads $x = %j as the truth value, where DuckDB casts a text', async (value) => {
  const given = unwrap(await decodeWith('SELECT count(*) AS n FROM t WHERE $x', [{ name: 'x', value }]));
  expect(given).toMatchObject({ where: { kind: 'literal', literal: { type: 'boolean', value } } });
  expect(resolve(given, tiny).ok).toBe(true);
});

function everywhere(x: string, n: string): string {
  return `WITH c AS (SELECT g, CAST(${x} AS DATE) AS d FROM t) SELECT g, ${x} AS y FROM c WHERE EXISTS (SELECT 1 FROM s WHERE w > ${n}) LIMIT ${n}`;
}

test('decode gives every place of a parameter its value: a CTE, a subquery, LIMIT, a cast', async () => {
  const given = [
    { name: 'x', value: '2024-01-01' },
    { name: 'n', value: 5 },
  ];
  const syntax = unwrap(await decodeWith(everywhere('$x', '$n'), given));
  expect(bare(syntax)).toEqual(bare(unwrap(await pipeline.decode(everywhere("'2024-01-01'", '5')))));
});

test('decode keeps any text as it is', async () => {
  const sql = 'SELECT $x AS c FROM t';
  const ast = await pipeline.ast(sql);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const outcome = decode(ast, sql, [{ name: 'x', value }]);
      if (value.includes('\0')) {
        expect(codesOf(outcome)).toEqual(['E_PARAMETER']);
        return;
      }
      const syntax = unwrap(outcome);
      expect(syntax.kind === 'select' && syntax.items[0]?.expr).toMatchObject({
        literal: { type: 'string', text: value },
      });
    }),
  );
});

test.each([
  ['undeclared', 'SELECT $y FROM t'],
  ['of another case', 'SELECT $X FROM t'],
  ['by place', 'SELECT ? FROM t'],
  ['by number', 'SELECT $1 FROM t'],
  ['as LIMIT', 'SELECT g FROM t LIMIT $y'],
  ['in a CTE', 'WITH c AS (SELECT $y AS q) SELECT q FROM c'],
  ['in a window', 'SELECT sum(x) OVER (ROWS $y PRECEDING) FROM t'],
])('decode refuses a parameter that is %s', async (_, sql) => {
  for (const given of [[], [{ name: 'x', value: 1 }]]) {
    expect(codesOf(await decodeWith(sql, given))).toEqual(['E_PARAMETER']);
  }
});

test.each([2 ** 53, -(2 ** 60), 1e21, Number.NaN, Number.POSITIVE_INFINITY, '\0', 'a\0b'])(
  'decode refuses the value %j',
  async (value) => {
    expect(codesOf(await decodeWith('SELECT $x FROM t', [{ name: 'x', value }]))).toEqual(['E_PARAMETER']);
  },
);

test('a dollar in a constant is no parameter', async () => {
  for (const sql of ["SELECT '$x' FROM t", 'SELECT $$x$$ FROM t'])
    expect(codesOf(await decodeWith(sql, []))).toEqual([]);
});
