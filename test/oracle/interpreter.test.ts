/** The judge is judged: what the interpreter gives, against answers written by hand from the definitions. */
import { expect, test } from 'vitest';
import type { SqlType, Table } from '#policies/catalog/entry.ts';
import type { Expr, Frame, Measure, Rel, WindowColumn } from '#policies/query/ir.ts';
import { aColumn } from '../fixtures/columns.ts';
import { catalogOf } from './generate/catalog.ts';
import { interpret, type Tables } from './interpreter/interpret.ts';
import { decimalText, type Value } from './interpreter/value.ts';

const tables = new Map<string, Record<string, Value>[]>();

/** Rows of columns `types`; their ids begin with `first`. */
function values(first: number, types: readonly SqlType[], rows: readonly (readonly Value[])[]): Rel {
  const name = `t${tables.size}`;
  const columns = types.map((type, at) => aColumn({ name: `c${at}`, type, semantic: 'code', rule: ['P'] }));
  const table: Table = {
    name,
    title: { zh: name, en: name },
    columns,
    units: [],
    primaryKey: [],
    foreignKeys: [],
    volume: 1,
  };
  tables.set(
    name,
    rows.map((row) => Object.fromEntries(row.map((value, at) => [`c${at}`, value]))),
  );
  const [entry] = catalogOf('public');
  return { kind: 'scan', entry, table, columns: columns.map((column, at) => ({ id: first + at, column })) };
}

const c = (id: number): Expr => ({ kind: 'column', id });
const number = (text: string): Expr => ({ kind: 'literal', literal: { type: 'number', text } });
const equal = (a: number, b: number): Expr => ({ kind: 'compare', op: '=', left: c(a), right: c(b) });

/** The rows as lists of these columns; a decimal as its text. */
function rowsOf(rel: Rel, ids: readonly number[]): unknown[] {
  return interpret(rel, tables as Tables).map((row) =>
    ids.map((id) => {
      const value = row.get(id) ?? null;
      return typeof value === 'object' && value?.kind === 'decimal' ? decimalText(value) : value;
    }),
  );
}

const left = values(
  1,
  ['INTEGER', 'VARCHAR'],
  [
    [1n, 'one'],
    [null, 'none'],
    [2n, 'two'],
  ],
);
const right = values(
  3,
  ['INTEGER', 'VARCHAR'],
  [
    [1n, 'a'],
    [1n, 'b'],
    [null, 'c'],
    [3n, 'd'],
  ],
);

type JoinKind = Extract<Rel, { kind: 'join' }>['join'];
const join = (kind: JoinKind, on: Expr = equal(1, 3)): Rel => ({ kind: 'join', join: kind, left, right, on });

test('a NULL key matches nothing: FULL JOIN keeps such rows of both sides alone', () => {
  expect(rowsOf(join('full'), [2, 4])).toEqual([
    ['one', 'a'],
    ['one', 'b'],
    ['none', null],
    ['two', null],
    [null, 'c'],
    [null, 'd'],
  ]);
});

test('LEFT JOIN keeps the left side, an inner join neither', () => {
  expect(rowsOf(join('left'), [2, 4])).toEqual([
    ['one', 'a'],
    ['one', 'b'],
    ['none', null],
    ['two', null],
  ]);
  expect(rowsOf(join('inner'), [2, 4])).toHaveLength(2);
});

test('SEMI gives a row once however often it matches; ANTI gives the rest, the NULL key too', () => {
  expect(rowsOf(join('semi'), [2])).toEqual([['one']]);
  expect(rowsOf(join('anti'), [2])).toEqual([['none'], ['two']]);
});

test('ANTI with an unknown condition keeps the row: only a true match takes it out', () => {
  expect(rowsOf(join('anti', { kind: 'compare', op: '<>', left: c(1), right: c(3) }), [2])).toEqual([['none']]);
});

test('IS NOT DISTINCT FROM joins NULL with NULL', () => {
  const on: Expr = { kind: 'compare', op: 'IS NOT DISTINCT FROM', left: c(1), right: c(3) };
  expect(rowsOf(join('inner', on), [2, 4])).toContainEqual(['none', 'c']);
});

test('CROSS JOIN pairs everything', () => {
  expect(interpret({ kind: 'join', join: 'cross', left, right }, tables)).toHaveLength(12);
});

test('a filter keeps what is true; NOT IN with NULL among the items keeps nothing', () => {
  const predicate: Expr = {
    kind: 'in',
    arg: c(1),
    items: [number('5'), c(1), { kind: 'literal', literal: { type: 'null' } }],
    negated: true,
  };
  expect(interpret({ kind: 'filter', input: left, predicate }, tables)).toEqual([]);
});

test.each([
  ['<', [1n]],
  ['<=', [1n, 2n]],
  ['>', [3n]],
  ['>=', [2n, 3n]],
  ['=', [2n]],
  ['<>', [1n, 3n]],
  ['IS DISTINCT FROM', [1n, 3n, null]],
  ['IS NOT DISTINCT FROM', [2n]],
] as const)('x %s 2 is unknown where x is NULL, but for the comparisons that know NULL', (op, kept) => {
  const input = values(90, ['INTEGER'], [[1n], [2n], [3n], [null]]);
  const predicate: Expr = { kind: 'compare', op, left: c(90), right: number('2') };
  expect(rowsOf({ kind: 'filter', input, predicate }, [90]).flat()).toEqual(kept);
});

const yes: Expr = { kind: 'literal', literal: { type: 'boolean', value: true } };
const no: Expr = { kind: 'literal', literal: { type: 'boolean', value: false } };

test('AND and OR have three truth values', () => {
  const unknown: Expr = { kind: 'cast', arg: { kind: 'literal', literal: { type: 'null' } }, type: 'BOOLEAN' };
  const exprs: Expr[] = [
    { kind: 'logic', op: 'AND', args: [unknown, no] },
    { kind: 'logic', op: 'AND', args: [unknown, yes] },
    { kind: 'logic', op: 'OR', args: [unknown, yes] },
    { kind: 'logic', op: 'OR', args: [unknown, no] },
    { kind: 'not', arg: unknown },
  ];
  const columns = exprs.map((expr, at) => ({ id: at, expr }));
  const rel: Rel = { kind: 'project', input: { kind: 'single' }, columns, keep: [] };
  expect(rowsOf(rel, [0, 1, 2, 3, 4])).toEqual([[false, null, true, null, null]]);
});

test('a projection gives its expressions and what it keeps', () => {
  const rel: Rel = { kind: 'project', input: left, columns: [{ id: 9, expr: c(2) }], keep: [1] };
  expect(rowsOf(rel, [9, 1])).toEqual([
    ['one', 1n],
    ['none', null],
    ['two', 2n],
  ]);
});

test('a single row has no columns', () => {
  expect(interpret({ kind: 'single' }, new Map())).toEqual([new Map()]);
});

// — aggregates —

const group = (input: Rel, keys: readonly number[], measures: readonly Partial<Measure>[]): Rel => ({
  kind: 'aggregate',
  input,
  keys: keys.map((id) => ({ id: 100 + id, expr: c(id) })),
  measures: measures.map((measure, at) => ({ id: 200 + at, fn: 'count', distinct: false, ...measure })),
});

const doubles = values(
  10,
  ['VARCHAR', 'DOUBLE'],
  [
    [null, Number.NaN],
    ['a', 0],
    [null, Number.NaN],
    ['a', -0],
    ['a', null],
  ],
);

test('NULL is one group, NaN one value, and −0 is 0', () => {
  const rel = group(doubles, [10], [{}, { arg: c(11) }, { arg: c(11), distinct: true }]);
  expect(rowsOf(rel, [110, 200, 201, 202])).toEqual([
    [null, 2n, 2n, 1n],
    ['a', 3n, 2n, 1n],
  ]);
});

test('without keys there is one group, of no rows too: counts are 0, everything else NULL', () => {
  const none: Rel = { kind: 'limit', input: left, count: 0 };
  const fns = ['count', 'sum', 'avg', 'min', 'quantile_cont'] as const;
  const rel = group(
    none,
    [],
    fns.map((fn) => ({ fn, arg: c(1) })),
  );
  expect(rowsOf(rel, [200, 201, 202, 203, 204])).toEqual([[0n, null, null, null, null]]);
  expect(interpret(group(none, [1], [{}]), tables)).toEqual([]);
});

test('a sum of BIGINT does not overflow', () => {
  const max = 2n ** 63n - 1n;
  const rel = group(values(20, ['BIGINT'], [[max], [max], [null]]), [], [{ fn: 'sum', arg: c(20) }]);
  expect(rowsOf(rel, [200])).toEqual([[2n * max]]);
});

const quarters = values(
  22,
  ['DECIMAL(4,2)', 'INTEGER'],
  [
    [{ kind: 'decimal', digits: 1005n, scale: 2 }, 10n],
    [{ kind: 'decimal', digits: 111n, scale: 2 }, 20n],
    [{ kind: 'decimal', digits: 334n, scale: 2 }, 40n],
    [{ kind: 'decimal', digits: 222n, scale: 2 }, null],
  ],
);

test.each([
  ['0.25', 15, '1.94'],
  ['0.5', 20, '2.78'],
  ['0.9', 36, '8.03'],
])('quantile_cont %s interpolates; of a decimal, further digits are cut off', (fraction, whole, decimal) => {
  const rel = group(
    quarters,
    [],
    [
      { fn: 'quantile_cont', arg: c(23), fraction },
      { fn: 'quantile_cont', arg: c(22), fraction },
    ],
  );
  expect(rowsOf(rel, [200, 201])).toEqual([[expect.closeTo(whole, 9), decimal]]);
});

test('a sample of one has no variance, a population of one the variance 0', () => {
  const one = values(25, ['INTEGER'], [[3n]]);
  const rel = group(
    one,
    [],
    [
      { fn: 'var_samp', arg: c(25) },
      { fn: 'var_pop', arg: c(25) },
    ],
  );
  expect(rowsOf(rel, [200, 201])).toEqual([[null, 0]]);
});

// — windows —

const series = values(
  30,
  ['VARCHAR', 'INTEGER', 'INTEGER'],
  [
    ['p', 1n, 10n],
    ['p', 2n, null],
    ['q', 1n, 5n],
    ['p', 2n, 30n],
    ['p', 4n, 40n],
    ['q', null, 7n],
  ],
);

function window(column: Partial<WindowColumn>): unknown[] {
  const full: WindowColumn = {
    id: 50,
    fn: 'count',
    args: [],
    distinct: false,
    ignoreNulls: false,
    partitionBy: [c(30)],
    orderBy: [{ expr: c(31), descending: false }],
    ...column,
  };
  return rowsOf({ kind: 'window', input: series, columns: [full] }, [50]).flat();
}

const sum = { fn: 'sum', args: [c(32)] } as const;

test('a window adds a column and keeps every row', () => {
  expect(window({})).toHaveLength(6);
});

test('the usual frame runs to the last peer, ROWS to the row', () => {
  expect(window(sum)).toEqual([10n, 40n, 5n, 40n, 80n, 12n]);
  const rows: Frame = { unit: 'ROWS', start: { kind: 'unbounded' }, end: { kind: 'current' } };
  expect(window({ ...sum, frame: rows })).toEqual([10n, 10n, 5n, 40n, 80n, 12n]);
});

test('without ORDER BY the frame is the partition', () => {
  expect(window({ ...sum, orderBy: [] })).toEqual([80n, 80n, 12n, 80n, 80n, 12n]);
});

const around = (unit: Frame['unit'], offset = '1'): Frame => ({
  unit,
  start: { kind: 'offset', offset, direction: 'PRECEDING' },
  end: { kind: 'offset', offset, direction: 'FOLLOWING' },
});

test('ROWS counts rows, GROUPS counts peers, RANGE measures the distance of keys; a NULL key sees its peers', () => {
  expect(window({ frame: around('ROWS') })).toEqual([2n, 3n, 2n, 3n, 2n, 2n]);
  expect(window({ frame: around('GROUPS') })).toEqual([3n, 4n, 2n, 4n, 3n, 2n]);
  expect(window({ frame: around('RANGE') })).toEqual([3n, 3n, 1n, 3n, 1n, 1n]);
  expect(window({ frame: around('RANGE', '2') })).toEqual([3n, 4n, 1n, 4n, 3n, 1n]);
});

test('a frame whose end is before its start is empty', () => {
  const backwards: Frame = {
    unit: 'ROWS',
    start: { kind: 'offset', offset: '2', direction: 'FOLLOWING' },
    end: { kind: 'offset', offset: '1', direction: 'FOLLOWING' },
  };
  expect(window({ frame: backwards })).toEqual([0n, 0n, 0n, 0n, 0n, 0n]);
});

test('descending order turns PRECEDING round', () => {
  const frame: Frame = {
    unit: 'RANGE',
    start: { kind: 'offset', offset: '2', direction: 'PRECEDING' },
    end: { kind: 'current' },
  };
  expect(window({ frame, orderBy: [{ expr: c(31), descending: true }] })).toEqual([3n, 3n, 1n, 3n, 1n, 1n]);
});

test('ranks: peers share rank, percent_rank and cume_dist; a row number is the place', () => {
  expect(window({ fn: 'rank' })).toEqual([1n, 2n, 1n, 2n, 4n, 2n]);
  expect(window({ fn: 'dense_rank' })).toEqual([1n, 2n, 1n, 2n, 3n, 2n]);
  expect(window({ fn: 'row_number' })).toEqual([1n, 2n, 1n, 3n, 4n, 2n]);
  expect(window({ fn: 'percent_rank' })).toEqual([0, 1 / 3, 0, 1 / 3, 1, 1]);
  expect(window({ fn: 'cume_dist' })).toEqual([0.25, 0.75, 0.5, 0.75, 1, 1]);
});

test('ntile gives the first tiles the rows that are left over', () => {
  expect(window({ fn: 'ntile', args: [number('3')] })).toEqual([1n, 1n, 1n, 2n, 3n, 2n]);
});

test('LAG stays in its partition, and looks past NULLs where it is told to', () => {
  expect(window({ fn: 'lag', args: [c(32)] })).toEqual([null, 10n, null, null, 30n, 5n]);
  expect(window({ fn: 'lag', args: [c(32)], ignoreNulls: true })).toEqual([null, 10n, null, 10n, 30n, 5n]);
  expect(window({ fn: 'lead', args: [c(32), number('2'), number('0')] })).toEqual([30n, 40n, 0n, 0n, 0n, 0n]);
});

test('first_value, last_value and nth_value look at the frame', () => {
  expect(window({ fn: 'first_value', args: [c(32)] })).toEqual([10n, 10n, 5n, 10n, 10n, 5n]);
  expect(window({ fn: 'last_value', args: [c(32)] })).toEqual([10n, 30n, 5n, 30n, 40n, 7n]);
  expect(window({ fn: 'nth_value', args: [c(32), number('2')] })).toEqual([null, null, null, null, null, 7n]);
  expect(window({ fn: 'nth_value', args: [c(32), number('2')], ignoreNulls: true })).toEqual([
    null,
    30n,
    null,
    30n,
    30n,
    7n,
  ]);
});

test('a tiebreak makes the order total, so that peers are no more', () => {
  expect(window({ ...sum, tiebreak: [32] })).toEqual([10n, 40n, 5n, 40n, 80n, 12n]);
  expect(window({ fn: 'rank', tiebreak: [32] })).toEqual([1n, 3n, 1n, 2n, 4n, 2n]);
});

// — the rest —

test('UNION ALL keeps duplicates and gives its columns one type', () => {
  const decimals = values(60, ['DECIMAL(4,2)'], [[{ kind: 'decimal', digits: 150n, scale: 2 }]]);
  const rel: Rel = { kind: 'union', inputs: [left, left, decimals], columns: [{ id: 70, from: [1, 1, 60] }] };
  expect(rowsOf(rel, [70]).flat()).toEqual(['1.00', null, '2.00', '1.00', null, '2.00', '1.50']);
});

test('a sort puts NULL last in both directions, NaN after infinity, and NULLS FIRST first', () => {
  const numbers = values(80, ['DOUBLE'], [[Number.NaN], [null], [Infinity], [1]]);
  const sorted = (more: object): unknown[] =>
    rowsOf({ kind: 'sort', input: numbers, by: [{ id: 80, descending: false, ...more }] }, [80]).flat();
  expect(sorted({})).toEqual([1, Infinity, Number.NaN, null]);
  expect(sorted({ descending: true })).toEqual([Number.NaN, Infinity, 1, null]);
  expect(sorted({ nulls: 'FIRST' })).toEqual([null, 1, Infinity, Number.NaN]);
});

test('a limit skips its offset first', () => {
  expect(rowsOf({ kind: 'limit', input: left, count: 1, offset: 1 }, [2])).toEqual([['none']]);
  expect(rowsOf({ kind: 'limit', input: left, offset: 2 }, [2])).toEqual([['two']]);
});

test('a function that the interpreter does not know is an error, not a guess', () => {
  const call: Expr = { kind: 'call', name: 'sin' as 'sqrt', args: [number('1')] };
  const rel: Rel = { kind: 'project', input: left, columns: [{ id: 9, expr: call }], keep: [] };
  expect(() => interpret(rel, tables)).toThrow(/does not know the function sin/);
});
