/** Released cells as a program reads them, and its numbers as a table: what is hidden stays hidden, and only known texts come back. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { inputColumns, productRows, tableLayout } from '#policies/program/product-table.ts';

const shown = {
  columns: [
    { name: 'district', type: 'VARCHAR' },
    { name: 'firms', type: 'BIGINT' },
    { name: 'sum', type: 'DECIMAL(38,2)' },
    { name: 'since', type: 'DATE' },
    { name: 'open', type: 'BOOLEAN' },
  ],
  rows: [
    ['b', 12, '3.50', '2020-01-01', true],
    ['a', 4711, '-1', null, false],
  ],
  hidden: [
    [false, false, false, false, false],
    [false, true, false, false, false],
  ],
};

test('inputColumns gives numbers, places of texts in order, and nothing of what is hidden', () => {
  const read = inputColumns(shown).map(({ name, levels, numbers }) => [name, levels, [...numbers]]);
  expect(read).toEqual([
    ['district', ['a', 'b'], [1, 0]],
    ['firms', undefined, [12, Number.NaN]],
    ['sum', undefined, [3.5, -1]],
    ['since', ['2020-01-01'], [0, -1]],
    ['open', undefined, [1, 0]],
  ]);
});

test('inputColumns lists no text that is hidden', () => {
  const hidden = shown.hidden.map((row, at) => row.map((mark, column) => mark || (at === 0 && column === 0)));
  expect(inputColumns({ ...shown, hidden })[0]).toMatchObject({ levels: ['a'] });
});

const form = {
  columns: [
    { kind: 'text', name: 'place', from: 'district' },
    { kind: 'number', name: 'index', digits: 3 },
  ],
  maxRows: 2,
} as const;
const input = inputColumns(shown);

test('productRows makes declared rows of numbers and known texts', () => {
  expect(tableLayout(form).map(({ length }) => length)).toEqual([1, 2, 2]);
  const rows = productRows(form, input, Float64Array.of(2, 1, 0, 1.23456, -0));
  expect(rows).toEqual([
    ['b', 1.23],
    ['a', 0],
  ]);
  expect(Object.is(rows?.[1]?.[1], 0)).toBe(true);
});

test('productRows gives null for what is no place of a text, and for what is not finite', () => {
  const odd = [0.5, -1, 2, Number.NaN, Number.POSITIVE_INFINITY];
  for (const value of odd)
    expect(productRows(form, input, Float64Array.of(1, value, 0, Number.NaN, 0))).toEqual([[null, null]]);
});

test('productRows makes no table of a number of rows that is none, and never throws', () => {
  fc.assert(
    fc.property(fc.array(fc.double(), { minLength: 5, maxLength: 5 }), (numbers) => {
      const rows = productRows(form, input, Float64Array.from(numbers));
      const count = (numbers[0] ?? 0) + 0;
      expect(rows?.length).toBe(count === 0 || count === 1 || count === 2 ? count : undefined);
    }),
  );
});
