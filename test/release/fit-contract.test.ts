/** Attacks on what leaves: more digits, more rows, other outputs than were declared. */
import { expect, test } from 'vitest';
import { assert, bigInt, double, integer, nat, oneof, pre, property, tuple } from 'fast-check';
import type { Output } from '#policies/procedure/output-contract.ts';
import type { ResultTable } from '#sandbox/operations.ts';
import { fitContract } from '#sandbox/release/fit-contract.ts';
import { aCard, aResultTable } from './builders.ts';

type Column = NonNullable<Extract<Output, { kind: 'table' }>['columns']>[number];

function contract(column: Partial<Column>, change: object = {}): readonly Output[] {
  const found: Column = { name: 'paid', type: 'DOUBLE', role: 'statistic', ...column };
  return [{ name: 'result', kind: 'table', columns: [found], ...change }];
}

function one(...values: ResultTable['rows'][number]): ResultTable {
  return aResultTable({ columns: [{ name: 'paid', type: 'DOUBLE', role: 'statistic' }], rows: values.map((v) => [v]) });
}

function cut(value: string | number) {
  return fitContract({ table: one(value) }, contract({ digits: 3 }))?.table.rows[0]?.[0];
}

test('fitContract cuts the digits beyond the cap, of numbers and of decimal text alike', () => {
  expect(cut(1234.5678)).toBe(1230);
  expect(cut(0.000123456)).toBe(0.000123);
  expect(cut(-1.2351)).toBe(-1.24);
  expect(cut('1234.56')).toBe('1230.00');
  expect(cut('-99.96')).toBe('-100.00');
  expect(cut('123456789012345678901234567890')).toBe('123000000000000000000000000000');
  expect(cut('0.00')).toBe('0.00');
  expect(cut(12)).toBe(12);
});

test('fitContract: no released number has more significant digits than its cap', () => {
  const decimal = tuple(bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), nat(9)).map(([digits, scale]) => {
    const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
    const point = text.length - scale;
    return `${digits < 0n ? '-' : ''}${text.slice(0, point)}${scale > 0 ? `.${text.slice(point)}` : ''}`;
  });
  const number = oneof(decimal, double({ noNaN: true, noDefaultInfinity: true }));
  assert(
    property(number, integer({ min: 1, max: 15 }), (value, digits) => {
      const fits = fitContract({ table: one(value) }, contract({ digits }));
      pre(fits !== undefined || Math.abs(Number(value)) < 1e308);
      const left = fits?.table.rows[0]?.[0];
      const [mantissa = ''] = String(left).toLowerCase().split('e');
      const significant = mantissa.replace(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');
      expect(significant.length).toBeLessThanOrEqual(digits);
    }),
  );
});

test('fitContract keeps nothing where a number under a cap cannot be read as one', () => {
  for (const text of ['Infinity', 'NaN', '[c]', '12 345', '1e999', '']) {
    expect(fitContract({ table: one(text) }, contract({ digits: 3 }))).toBeUndefined();
  }
  expect(fitContract({ table: one(null) }, contract({ digits: 3 }))?.table.rows).toEqual([[null]]);
});

test('fitContract keeps nothing where rounding leaves the numbers that there are', () => {
  expect(fitContract({ table: one(-1.7e308) }, contract({ digits: 1 }))).toBeUndefined();
});

test('fitContract keeps nothing of a table with more rows than declared, or more bytes than a result may have', () => {
  expect(fitContract({ table: one(1, 2, 3) }, contract({}, { maxRows: 2 }))).toBeUndefined();
  expect(fitContract({ table: one(1, 2) }, contract({}, { maxRows: 2 }))?.table.rows).toHaveLength(2);
  const wide = one(...Array.from({ length: 17 }, () => 'x'.repeat(1024 * 1024)));
  expect(fitContract({ table: wide }, contract({ role: 'key' }))).toBeUndefined();
});

test('fitContract keeps nothing where a text computed from statistics is not one of its values', () => {
  const listed = contract({ type: 'VARCHAR', values: ['high', 'low'] });
  expect(fitContract({ table: one('high', 'low', null) }, listed)?.table.rows).toHaveLength(3);
  expect(fitContract({ table: one('high', '3.14159') }, listed)).toBeUndefined();
});

test('fitContract keeps nothing that was made but not declared, or declared but not made', () => {
  const [model, table] = [{ name: 'm', kind: 'model' } as const, { name: 't', kind: 'table' } as const];
  const result = { table: one(1) };
  expect(fitContract({ ...result, model: aCard }, [table])).toBeUndefined();
  expect(fitContract(result, [model])).toBeUndefined();
  expect(fitContract(result, [{ name: 'r', kind: 'report' }])).toBeUndefined();
  expect(fitContract(result, [table, { ...table, name: 'u' }])).toBeUndefined();
  expect(fitContract({ ...result, model: aCard }, [model])?.model).toEqual(aCard);
  expect(fitContract(result, [table, { name: 'r', kind: 'report' }])).toEqual(result);
});
