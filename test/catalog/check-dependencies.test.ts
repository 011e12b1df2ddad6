/** Dependencies that cannot hold, alone or together, are refused with their place; so is quality that is of nothing. */
import { describe, expect, test } from 'vitest';
import { checkEntry } from '#policies/catalog/check-entry.ts';
import { rulesOf } from '#policies/catalog/check-dependencies.ts';
import type { Column, Dependency, Table } from '#policies/catalog/entry.ts';
import { dayNumber } from '#policies/calendar.ts';
import { gridOf, gridValue, narrowGrid } from '#policies/catalog/value-grid.ts';
import { aColumn, anEntry, aTable, aUnitColumn } from './builders.ts';

const range = (name: string, lo: number, hi: number, more: Partial<Column> = {}): Column =>
  aColumn({ name, domain: { kind: 'range', lo, hi }, ...more });
const day = (name: string, lo: string, hi: string): Column =>
  aColumn({ name, type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo, hi } });
const code = (name: string, ...values: readonly string[]): Column =>
  aColumn({ name, type: 'VARCHAR', semantic: 'code', domain: { kind: 'codes', values } });

const columns = [
  aUnitColumn(),
  range('a', 0, 100),
  range('b', 0, 50),
  range('c', 0, 50),
  range('high', 200, 300),
  range('coarse', 0, 100, { domain: { kind: 'range', lo: 0, hi: 100, step: 5 } }),
  range('whole', 0, 100, { type: 'INTEGER' }),
  range('firm', 0, 100, { determinedByUnit: true }),
  aColumn({ name: 'open' }),
  day('start', '2024-01-01', '2024-12-31'),
  day('end', '2024-06-01', '2025-06-30'),
  day('long_ago', '1990-01-01', '1999-12-31'),
  code('sex', '男', '女'),
  code('grade', 'A', 'B'),
];

function refused(dependencies: readonly Dependency[], more: Partial<Table> = {}): string {
  const outcome = checkEntry(anEntry({ tables: [aTable({ columns, dependencies, ...more })] }));
  return outcome.ok ? '' : outcome.refusals.map((refusal) => refusal.detail).join('\n');
}

const order = (low: string, high: string): Dependency => ({ kind: 'order', columns: [low, high] });
const sum = (total: string, ...[first = '', second = '', ...rest]: readonly string[]): Dependency => ({
  kind: 'sum',
  total,
  parts: [first, second, ...rest],
});
const determines = (from: string, to: string): Dependency => ({ kind: 'determines', from: [from], to: [to] });
const implies = (column: string, value: string, other: string, then: string): Dependency => ({
  kind: 'implies',
  when: { column, values: [value] },
  then: { column: other, values: [then] },
});

describe('dependencyFaults refuses a dependency that makes no sense alone', () => {
  test.each([
    ['a column that is not there', order('a', 'nothing'), 'name columns of social_insurance; got nothing'],
    ['a column twice', sum('a', 'b', 'b'), 'name each column once'],
    ['a number before a date', order('a', 'start'), 'two numbers or two moments'],
    ['an order of texts', order('sex', 'grade'), 'values have an order'],
    ['an order without a domain', order('a', 'open'), 'columns with a domain'],
    ['a sum of two scales', sum('a', 'b', 'whole'), 'decimals of one scale'],
    ['a sum of dates', sum('start', 'end', 'long_ago'), 'add up whole numbers'],
    ['a sum of two steps', sum('a', 'b', 'coarse'), 'of one step'],
    ['what determines itself', determines('sex', 'sex'), 'name each column once'],
    ['a value outside the domain', implies('sex', '男', 'grade', 'C'), 'in the domain of grade; got "C"'],
    ['a condition on a column without a domain', implies('open', '1', 'grade', 'A'), 'with a domain'],
    ['a date that is none', implies('start', 'soon', 'grade', 'A'), 'in the domain of start'],
  ])('%s', (_, dependency, says) => {
    const detail = refused([dependency]);
    expect(detail).toContain('tables.0.dependencies.0');
    expect(detail).toContain(says);
  });
});

describe('dependencyFaults refuses dependencies that cannot hold together', () => {
  test.each([
    ['an order that no values meet', [order('high', 'a')], 'leave each column a value'],
    ['a chain that no values meet', [order('a', 'b'), order('high', 'a')], 'leave each column a value'],
    ['a total beyond its parts', [sum('high', 'b', 'c')], 'leave each column a value'],
    ['a total that was narrowed away', [sum('a', 'b', 'c'), order('high', 'a')], 'leave each column a value'],
    ['a circle of orders', [order('a', 'b'), order('b', 'c'), order('c', 'a')], 'no circle'],
    ['a circle of functions', [determines('sex', 'grade'), determines('grade', 'sex')], 'no circle'],
    [
      'two functions into one column',
      [determines('a', 'grade'), determines('b', 'grade')],
      'no other dependency decides',
    ],
    ['a part of two sums', [sum('a', 'b', 'c'), sum('high', 'b', 'whole2')], 'name columns'],
    ['a function that decides the unit', [determines('sex', 'uscc')], 'in no key and no unit'],
    ['a value of the unit after one of the row', [determines('sex', 'firm')], 'one value for each unit'],
    [
      'an implication out of the narrowed values',
      [
        order('a', 'b'),
        { kind: 'implies', when: { column: 'sex', values: ['男'] }, then: { column: 'a', values: [80] } },
      ],
      'leave each column a value',
    ],
  ] as const)('%s', (_, dependencies, says) => {
    expect(refused(dependencies)).toContain(says);
  });

  test('a key that would have to give up values', () => {
    const key = range('key', 0, 100);
    expect(refused([order('key', 'b')], { columns: [...columns, key], primaryKey: ['key'] })).toContain('key or unit');
  });
});

test('dependencyFaults accepts orders that need each other to give way', () => {
  // The last one takes b from the first, which then decides a.
  const dependencies = [order('a', 'b'), order('b', 'c'), determines('grade', 'c')];
  expect(refused(dependencies)).toBe('');
  const { rules } = rulesOf(aTable({ columns, dependencies }));
  expect([...rules.keys()].sort()).toEqual(['a', 'b', 'c']);
  expect(rules.get('a')).toEqual({ kind: 'order', other: 'b', side: 'below' });
});

test('dependencyFaults accepts a value of the row after one of the unit', () => {
  expect(refused([determines('firm', 'sex'), order('firm', 'a'), determines('uscc', 'grade')])).toBe('');
});

test('rulesOf leaves a start no later than the last end, and a total no more than its parts', () => {
  const { grids } = rulesOf(
    aTable({ columns, dependencies: [order('end', 'start'), sum('a', 'b', 'c'), order('whole', 'b')] }),
  );
  const ends = (name: string) => {
    const grid = grids.get(name);
    return grid === undefined ? [] : [gridValue(grid, 0), gridValue(grid, (grid.kind === 'steps' ? grid.size : 1) - 1)];
  };
  expect(ends('end')).toEqual([dayNumber('2024-06-01') * 86_400, dayNumber('2024-12-31') * 86_400]);
  expect(ends('start')).toEqual(ends('end'));
  expect(ends('whole')).toEqual([0, 50]);
  expect(ends('a')).toEqual([0, 100]);
});

test('narrowGrid keeps exactly the values between the bounds', () => {
  const outcome = gridOf(range('x', 0.1, 1, { domain: { kind: 'range', lo: 0.1, hi: 1, step: 0.1 } }));
  if (!('grid' in outcome)) throw new Error(outcome.must);
  const values = (lo: number, hi: number) => {
    const grid = narrowGrid(outcome.grid, lo, hi);
    return grid?.kind === 'steps' ? Array.from({ length: grid.size }, (_, k) => gridValue(grid, k)) : [];
  };
  expect(values(0.3, 0.7)).toEqual([0.3, 0.4, 0.5, 0.6, 0.7]);
  expect(values(0.31, 0.39)).toEqual([]);
  expect(values(-9, 0.25)).toEqual([0.1, 0.2]);
});

describe('qualityFaults refuses rates that are none, or of nothing', () => {
  const late = { column: 'start', share: 0.1, days: 5 };
  const toKey = { columns: ['sex'], table: 'elsewhere', references: ['sex'] };
  test.each([
    ['a share above 1', { quality: { duplicated: 1.5 } }, 'quality.duplicated must be a share'],
    ['no number', { quality: { unmatched: Number.NaN } }, 'quality.unmatched must be a share'],
    ['unmatched without a key', { quality: { unmatched: 0.1 } }, 'with a foreign key'],
    ['late numbers', { quality: { late: { ...late, column: 'a' } } }, 'name a DATE or TIMESTAMP'],
    ['late keys', { quality: { late }, primaryKey: ['start'] }, 'no column of a key'],
    ['half a day', { quality: { late: { ...late, days: 0.5 } } }, 'whole number from 1'],
    [
      'a missing key',
      { columns: [aUnitColumn({ quality: { missing: 0.1 } })] },
      'not be on a column of the primary key',
    ],
    ['outside of nothing', { columns: [aUnitColumn(), aColumn({ quality: { outside: 0.1 } })] }, 'with a domain'],
    [
      'more than all',
      { columns: [aUnitColumn(), { ...code('sex', '男'), quality: { missing: 0.6, outside: 0.6 } }] },
      'at most 1 together',
    ],
    [
      'outside on a foreign key',
      { columns: [aUnitColumn(), { ...code('sex', '男'), quality: { outside: 0.1 } }], foreignKeys: [toKey] },
      'of which quality.unmatched speaks',
    ],
  ])('%s', (_, change, says) => {
    expect(refused([], change)).toContain(says);
  });

  test('and accepts those that are', () => {
    const quality = { duplicated: 0.01, late, unmatched: 0.1 };
    expect(refused([], { quality, foreignKeys: [toKey] })).toBe('');
  });
});
