/**
 * The type of every function over every combination of types is what DuckDB's binder says; what we accept, it accepts. We refuse more:
 * text where a number is needed, for the engine would cast it and fail on a row.
 *
 * @see query-and-privacy.md §0.1, §2.7
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { functions, type FunctionName } from '#policies/query/functions.ts';
import type { Expr } from '#policies/query/ir.ts';
import { printExpr } from '#policies/query/print.ts';
import { typeOf } from '#policies/query/types.ts';
import { typed } from '#policies/query/types-expr.ts';
import type { SqlTypeName } from '#policies/query/types-lattice.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { casesOf, column, columnTypes, createCases, number, text, types } from './functions-cases.ts';

let engine: PlainEngine;

beforeAll(async () => {
  engine = await PlainEngine.open([
    createCases,
    `INSERT INTO cases VALUES (${columnTypes.map(() => 'NULL').join(', ')})`,
  ]);
});

afterAll(() => {
  engine[Symbol.dispose]();
});

async function bound(sql: string): Promise<string> {
  try {
    return String((await engine.rows(`SELECT typeof(${sql}) FROM cases`))[0]?.[0]);
  } catch (error) {
    return String(error).slice(0, 200);
  }
}

test.each(Object.keys(functions) as FunctionName[])('%s has the type that the binder gives it', async (name) => {
  const wrong: string[] = [];
  for (const { type, printed } of casesOf(name)) {
    const theirs = await bound(printed);
    if (theirs !== type) wrong.push(`${printed}: ${type}, not ${theirs}`);
  }
  expect(wrong).toEqual([]);
});

const values: readonly Expr[] = [
  ...columnTypes.map(column),
  ...['1', '300', '100000', '3000000000', '-2147483648', '1.50', '1e3'].map(number),
  text('x'),
  text('2024-01-31'),
  { kind: 'literal', literal: { type: 'null' } },
];
const isTrue: Expr = { kind: 'compare', op: '=', left: number('1'), right: number('1') };

const places: readonly (readonly [string, (a: Expr, b: Expr) => Expr])[] = [
  ['CASE', (a, b) => ({ kind: 'case', branches: [{ when: isTrue, result: a }], otherwise: b })],
  ['=', (a, b) => ({ kind: 'compare', op: '=', left: a, right: b })],
  ['BETWEEN', (a, b) => ({ kind: 'between', arg: a, lo: b, hi: a })],
  ['IN', (a, b) => ({ kind: 'in', arg: a, items: [b, a], negated: false })],
];

test.each(places)('two values that meet in %s have the type that the binder gives them', async (_, made) => {
  const wrong: string[] = [];
  let accepted = 0;
  for (const a of values) {
    for (const b of values) {
      const [ours, sql] = attempted(made(a, b));
      if (ours === undefined) continue;
      accepted++;
      const theirs = await bound(sql);
      if (theirs !== (ours === 'NULL' ? '"NULL"' : ours)) wrong.push(`${sql}: ${ours}, not ${theirs}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(accepted).toBeGreaterThan(200);
});

function attempted(expr: Expr): readonly [SqlTypeName | undefined, string] {
  try {
    const columns = new Map([...types].map(([id, type]) => [id, { type, texts: 1 }] as const));
    return [typeOf(expr, types), printExpr(typed(expr, columns).expr)];
  } catch {
    return [undefined, ''];
  }
}

test.each([
  ['DATE', 'TIMESTAMP', '5881580-07-10', '2024-01-01 00:00:00'],
  ['HUGEINT', 'DECIMAL(8,2)', '170141183460469231731687303715884105727', '1.00'],
  ['DECIMAL(38,10)', 'HUGEINT', '1', '170141183460469231731687303715884105727'],
] as const)('a comparison of %s with %s raises in the engine, and not as printed', async (left, right, a, b) => {
  const [, printed] = attempted({ kind: 'compare', op: '<', left: column(left), right: column(right) });
  const plain = printExpr({ kind: 'compare', op: '<', left: column(left), right: column(right) });
  const [x, y] = [columnTypes.indexOf(left) + 1, columnTypes.indexOf(right) + 1];
  const row = `FROM (SELECT CAST('${a}' AS ${left}) AS c${x}, CAST('${b}' AS ${right}) AS c${y}) WHERE c${x} IS NOT NULL`;
  await expect(engine.rows(`SELECT ${plain} ${row}`)).rejects.toThrow();
  expect(await engine.rows(`SELECT ${printed} ${row}`)).toEqual([[null]]);
});
