/** Bounds are exact, on their grid, and small enough that no sum over them can wrap. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { boundsFault, boundsOf, gridOf } from '#policies/catalog/bounds.ts';
import { checkEntry, parseEntry } from '#policies/catalog/check-entry.ts';
import { parseDeclared, wholeSteps } from '#policies/catalog/decimal.ts';
import { compare } from '#policies/decimal.ts';
import type { Bounds, Column } from '#policies/catalog/entry.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { aColumn, anEntry, aTable, aUnitColumn } from './builders.ts';

const withColumn = (column: Column) => anEntry({ tables: [aTable({ columns: [aUnitColumn(), column] })] });
const said = (column: Column) => {
  const outcome = checkEntry(withColumn(column));
  return outcome.ok ? '' : outcome.refusals.map(({ detail }) => detail).join('\n');
};
const bounds = (lo: string, hi: string, step: string): Bounds => ({ lo, hi, step });

test.each([
  ['an exponent', bounds('0', '1e9', '1'), 'decimal texts'],
  ['a plus', bounds('+0', '1', '1'), 'decimal texts'],
  ['a bare point', bounds('.5', '1', '0.5'), 'decimal texts'],
  ['a leading zero', bounds('00', '1', '1'), 'decimal texts'],
  ['a number of 31 digits', bounds('0', '1'.repeat(31), '1'), 'decimal texts'],
  ['a step of 0', bounds('0', '1', '0.00'), 'step above 0'],
  ['a negative step', bounds('0', '1', '-1'), 'step above 0'],
  ['a step of seven digits', bounds('0', '1234567', '1234567'), '6 digits'],
  ['lo above hi', bounds('1', '-1', '1'), 'lo ≤ hi'],
  ['lo off the grid', bounds('0.25', '1', '0.5'), 'whole multiples'],
  ['hi off the grid', bounds('0', '0.75', '0.5'), 'whole multiples'],
  ['2^40 steps', bounds('0', String(2n ** 40n), '1'), '2^40'],
  ['2^52 steps from 0', bounds(String(2n ** 52n), String(2n ** 52n), '1'), '2^52'],
  ['2^52 steps below 0', bounds(String(-(2n ** 52n)), String(-(2n ** 52n)), '1'), '2^52'],
])('boundsFault names %s, and checkEntry refuses it with its place', (_, given, says) => {
  expect(boundsFault(given)).toContain(says);
  expect(said(aColumn({ type: 'DOUBLE', bounds: given }))).toMatch(/columns\.1\.bounds must /);
});

test('boundsFault accepts the widest bounds that it names, one value, and both signs', () => {
  const most = 2n ** 40n - 1n;
  for (const given of [
    bounds('0', String(most), '1'),
    bounds(String(-(2n ** 52n) + 1n), String(-(2n ** 52n) + 1n + most), '1'),
    bounds('7', '7', '7'),
    bounds('-12.50', '12.5', '0.25'),
    bounds('0', '3000000', '1000000'),
  ])
    expect(boundsFault(given)).toBeUndefined();
});

test.each([
  ['a text', aColumn({ type: 'VARCHAR', bounds: bounds('0', '1', '1') }), 'be on a number'],
  ['a day', aColumn({ type: 'DATE', bounds: bounds('0', '1', '1') }), 'be on a number'],
  ['a SMALLINT beyond 2^15', aColumn({ type: 'SMALLINT', bounds: bounds('0', '40000', '1') }), 'range of SMALLINT'],
  ['an amount beyond its type', aColumn({ type: 'DECIMAL(4,2)', bounds: bounds('0', '101', '1') }), 'range of DECIMAL'],
])('checkEntry refuses bounds of %s', (_, column, says) => expect(said(column)).toContain(says));

test('parseEntry takes bounds in JSON as texts only, and no other field beside them', () => {
  const sound = withColumn(aColumn({ bounds: bounds('0', '100', '0.01'), determinedByUnit: true }));
  expect(parseEntry(JSON.parse(JSON.stringify(sound)))).toEqual({ ok: true, value: sound });
  for (const wrong of [
    { lo: 0, hi: '1', step: '1' },
    { lo: '0', hi: '1' },
    { ...bounds('0', '1', '1'), unit: 'CNY' },
  ])
    expect(parseEntry(withColumn(aColumn({ bounds: wrong as Bounds }))).ok).toBe(false);
});

test.each<[string, Partial<Column>, Bounds | undefined]>([
  [
    'its own before those of its domain',
    { bounds: bounds('0', '5', '1'), domain: range(0, 9, 1) },
    bounds('0', '5', '1'),
  ],
  ['those of a domain that names its step', { type: 'DOUBLE', domain: range(-5, 42, 0.1) }, bounds('-5', '42', '0.1')],
  ['those of whole numbers', { type: 'SMALLINT', domain: range(0, 24) }, bounds('0', '24', '1')],
  ['none for amounts without a step', { domain: range(0, 100) }, undefined],
  ['none for a domain off its grid', { type: 'DOUBLE', domain: range(0.5, 10.5, 1) }, undefined],
  ['none for a domain that takes an exponent', { type: 'DOUBLE', domain: range(0, 1e30, 1) }, undefined],
  ['none without bounds and domain', {}, undefined],
])('boundsOf gives %s', (_, column, expected) => {
  expect(boundsOf(aColumn(column))).toEqual(expected);
});

function range(lo: number, hi: number, step?: number) {
  return { kind: 'range', lo, hi, ...(step !== undefined && { step }) } as const;
}

test('gridOf gives back exactly the bounds, in steps', () => {
  const whole = fc.bigInt({ min: -(2n ** 39n), max: 2n ** 39n });
  fc.assert(
    fc.property(whole, whole, fc.integer({ min: 1, max: 999_999 }), fc.nat(12), (a, b, step, scale) => {
      const [lo, hi] = a < b ? [a, b] : [b, a];
      const text = (steps: bigint) => decimal(steps * BigInt(step), scale);
      const grid = gridOf(bounds(text(lo), text(hi), decimal(BigInt(step), scale)));
      expect([grid.lo, grid.hi]).toEqual([lo, hi]);
    }),
  );
  expect(() => gridOf(bounds('0', '1', '0'))).toThrow(RangeError);
});

function decimal(unscaled: bigint, scale: number): string {
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const [whole, fraction] = [digits.slice(0, digits.length - scale), digits.slice(digits.length - scale)];
  return `${unscaled < 0n ? '-' : ''}${whole}${fraction ? `.${fraction}` : ''}`;
}

test('parseDeclared, compare and wholeSteps are exact where floating point is not', () => {
  const [a, b, step] = ['0.3', '0.30000000000000000001', '0.1'].map(parseDeclared);
  if (!a || !b || !step) throw new Error('must be decimals');
  expect([compare(a, b), compare(b, a), compare(a, a)]).toEqual([-1, 1, 0]);
  expect([wholeSteps(a, step), wholeSteps(b, step)]).toEqual([3n, undefined]);
});

test('cityEntries declare bounds that cover the domain of every number that may be added up', () => {
  const columns = cityEntries
    .filter(({ attribute }) => attribute !== 'unconditional')
    .flatMap(({ tables }) => tables.flatMap((table) => table.columns.map((column) => ({ table, column }))));
  const numbers = columns.filter(({ column }) => column.rule.includes('A') && column.domain?.kind === 'range');
  expect(numbers.length).toBeGreaterThan(15);
  for (const { table, column } of numbers) {
    const found = boundsOf(column);
    const { domain } = column;
    expect([table.name, column.name, found]).not.toContain(undefined);
    if (domain?.kind === 'range') {
      expect(Number(found?.lo)).toBeLessThanOrEqual(domain.lo);
      expect(Number(found?.hi)).toBeGreaterThanOrEqual(domain.hi);
    }
  }
});
