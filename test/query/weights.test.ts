/** What a weighted sum is without its weight. @see SDC Handbook §4.2 (sampling weights) */
import { expect, test } from 'vitest';
import type { Expr } from '#policies/query/ir.ts';
import { printExpr } from '#policies/query/print.ts';
import { unweighted } from '#policies/query/weights.ts';
import { aColumn } from '../fixtures/columns.ts';

const weight = aColumn({ name: 'w', type: 'INTEGER', semantic: 'count', rule: ['A'], tag: 'weight' });
const value = aColumn({ name: 'x', type: 'INTEGER', semantic: 'amount', rule: ['A'] });
const [w, x, renamed]: readonly Expr[] = [1, 2, 3].map((id): Expr => ({ kind: 'column', id }));

const definitions = new Map([
  [1, { kind: 'stored', column: weight }],
  [2, { kind: 'stored', column: value }],
  [3, { kind: 'computed', expr: { kind: 'column', id: 1 } }],
  [4, { kind: 'computed', expr: times({ kind: 'column', id: 1 }, { kind: 'column', id: 2 }) }],
] as const);

function times(left: Expr | undefined, right: Expr | undefined): Expr {
  return { kind: 'call', name: '*', args: [left, right].filter((arg) => arg !== undefined) };
}

const one = (column: string): string => `(CASE WHEN (${column} IS NOT NULL) THEN 1 ELSE NULL END)`;

test.each([
  ['w * x', times(w, x), `TRY((${one('c1')} * c2))`],
  ['x * w, renamed', times(x, renamed), `TRY((c2 * ${one('c3')}))`],
  ['w alone', w, one('c1')],
  ['x', x, undefined],
  // Not a factor only, or not here: then the weighted values are taken for the units' own.
  ['w * w', times(w, w), undefined],
  ['a product made below', { kind: 'column', id: 4 }, undefined],
] as const)('unweighted %s', (_, expr, sql) => {
  const bare = expr && unweighted(expr, definitions);
  expect(bare && printExpr(bare)).toBe(sql);
});
