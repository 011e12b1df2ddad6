import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '#policies/catalog/entry.ts';
import type { Attribute, Cells } from '#policies/simulation/attribute.ts';
import { cellsOf } from '#policies/simulation/cells-of.ts';
import { decodeColumn } from '#synth/fitted/decode.ts';
import { type DecodedColumn, below } from '#synth/fitted/decoded.ts';
import { numberingOf } from '#synth/fitted/numbering-of.ts';
import { separateRows } from '#synth/fitted/repair/keys.ts';
import { aColumn } from '../support.ts';
import { anAttribute, codes } from './models.ts';

const year = { kind: 'dates', lo: '2024-01-01', hi: '2024-12-31' } as const;
const start = aColumn('start', { type: 'TIMESTAMP', semantic: 'timestamp', domain: year });
const end = aColumn('end', { type: 'TIMESTAMP', semantic: 'timestamp', domain: year, nullable: true });

/** Rows that go round the cells. */
function decoded(
  column: Column,
  attribute: Attribute,
  more: { rows?: number; hour?: readonly number[]; start?: DecodedColumn } = {},
) {
  const { rows = 1_000, hour, ...rest } = more;
  const count = attribute.cells.kind === 'numbers' ? attribute.cells.edges.length - 1 : 3;
  const cells = Uint16Array.from({ length: rows }, (_, row) => row % count);
  const hours = hour && Uint16Array.from({ length: rows }, (_, row) => hour[row % hour.length] ?? 0);
  return decodeColumn({ column, main: { attribute, cells }, hour: hours, ...rest }, 7);
}

function measures({ numbering, numbers }: DecodedColumn): readonly (number | undefined)[] {
  return Array.from(numbers, (number) => (number < 0 ? undefined : numbering.measure(number)));
}

test('decodeColumn leaves NULL where the last cell says so, and puts every other value in its cell', () => {
  const column = aColumn('x', { type: 'DECIMAL(8,2)', domain: { kind: 'range', lo: -5, hi: 5 }, nullable: true });
  const attribute = anAttribute('x', { kind: 'numbers', edges: [-5, -1, 0, 5.01], none: true });
  const cells = Uint16Array.from({ length: 4_000 }, (_, row) => row % 4);
  const found = measures(decodeColumn({ column, main: { attribute, cells } }, 1));
  const within = [
    [-5, -1.01],
    [-1, -0.01],
    [0, 5],
  ] as const;
  found.forEach((value, row) => {
    const [lo, hi] = within[row % 4] ?? [];
    expect(value === undefined).toBe(lo === undefined);
    if (value !== undefined && lo !== undefined) expect(value >= lo - 1e-9 && value <= (hi ?? 0) + 1e-9).toBe(true);
  });
  expect(new Set(found).size).toBeGreaterThan(700);
});

test('decodeColumn puts a moment into the day and the hour that were drawn', () => {
  const attribute = anAttribute('start@day', {
    kind: 'days',
    start: ['2024-01-01', '2024-02-01', '2024-12-31'],
    end: '2024-12-31',
    none: false,
  });
  const found = measures(decoded(start, attribute, { hour: [0, 23] }));
  found.forEach((value = 0, row) => {
    const moment = new Date(value * 1000);
    expect(moment.getUTCHours()).toBe([0, 23][row % 2]);
    expect(moment.getUTCMonth() === 0).toBe(row % 3 === 0);
    expect(moment.getUTCDate() === 31 && moment.getUTCMonth() === 11).toBe(
      row % 3 === 2 || (moment.getUTCMonth() === 11 && moment.getUTCDate() === 31),
    );
  });
  expect(new Set(found).size).toBeGreaterThan(950);
});

const lastDays = anAttribute('start@day', {
  kind: 'days',
  start: ['2024-01-01', '2024-12-29', '2024-12-31'],
  end: '2024-12-31',
  none: false,
});

test('decodeColumn counts an end in seconds from its start, evenly within the cell, never before it and never after the last day', () => {
  const edges = [0, 1, 600, 1_200, 400 * 86_400];
  const gap = anAttribute('end@gap', { kind: 'numbers', edges, none: true }, { part: 'second', gapAfter: 'start' });
  const began = decoded(start, lastDays, { rows: 15_000 });
  const cells = Uint16Array.from({ length: 15_000 }, (_, row) => Math.floor(row / 3) % 5);
  const ended = decodeColumn({ column: end, main: { attribute: gap, cells }, start: began }, 3);
  const [from, to] = [measures(began), measures(ended)];
  const last = Date.UTC(2025, 0, 1) / 1000 - 1;
  const drawn: number[] = [];
  to.forEach((value, row) => {
    const cell = cells[row] ?? 0;
    expect(value === undefined).toBe(cell === 4);
    if (value === undefined) return;
    const passed = value - (from[row] ?? 0);
    expect(passed).toBeGreaterThanOrEqual(0);
    expect(value).toBeLessThanOrEqual(last);
    // Only the end of the domain cuts a gap short.
    if (value < last) expect(passed >= (edges[cell] ?? 0) && passed < (edges[cell + 1] ?? 0)).toBe(true);
    if (cell === 2 && value < last) drawn.push(passed);
  });
  expect(new Set(drawn).size).toBeGreaterThan(570);
  expect(Math.abs(drawn.reduce((sum, passed) => sum + passed, 0) / drawn.length - 899.5)).toBeLessThan(15);
});

test('decodeColumn counts an end that is a day in days from its start', () => {
  const [first, second] = [start, end].map((column): Column => ({ ...column, type: 'DATE', semantic: 'date' }));
  if (!first || !second) throw new Error('must have columns');
  const gap = anAttribute('end', { kind: 'numbers', edges: [0, 1, 7, 366], none: true }, { gapAfter: 'start' });
  const began = decoded(first, lastDays, { rows: 900 });
  const cells = Uint16Array.from({ length: 900 }, (_, row) => Math.floor(row / 3) % 4);
  const to = measures(decodeColumn({ column: second, main: { attribute: gap, cells }, start: began }, 3));
  measures(began).forEach((from = 0, row) => {
    const value = to[row];
    expect(value === undefined).toBe(cells[row] === 3);
    if (value === undefined) return;
    const days = (value - from) / 86_400;
    expect(Number.isInteger(days) && days >= 0 && value < Date.UTC(2025, 0, 1) / 1000).toBe(true);
    if (cells[row] === 0) expect(days).toBe(0);
  });
});

test('numberingOf refuses a code that the column does not have', () => {
  const column = aColumn('x', { domain: { kind: 'codes', values: ['a', 'b'] } });
  expect(() => numberingOf(column, codes(['a', 'rare disease']))).toThrow('public list');
});

/** Cells as the plan of a fit makes them. */
test('decodeColumn stays inside the domain of any column that can be modelled, whatever the cells', () => {
  const columns: readonly Column[] = [
    aColumn('x', { type: 'INTEGER', domain: { kind: 'range', lo: -7, hi: 500_000 } }),
    aColumn('x', { type: 'DOUBLE', semantic: 'ratio', domain: { kind: 'range', lo: 0, hi: 1 } }),
    aColumn('x', { type: 'DECIMAL(14,2)', semantic: 'amount', domain: { kind: 'range', lo: 1, hi: 20_000_000 } }),
    aColumn('x', { type: 'DECIMAL(14,2)', semantic: 'amount', bounds: { lo: '0', hi: '100', step: '0.05' } }),
    aColumn('x', { type: 'INTEGER', semantic: 'period', domain: { kind: 'range', lo: 202_311, hi: 202_402 } }),
    aColumn('x', { type: 'SMALLINT', domain: { kind: 'codes', values: [9, 1, 5] } }),
    aColumn('x', { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo: '1900-03-01', hi: '2030-01-01' } }),
    aColumn('x', { type: 'BOOLEAN', semantic: 'flag' }),
  ];
  const property = fc.property(
    fc.constantFrom(...columns),
    fc.nat(),
    fc.array(fc.nat(255), { minLength: 1 }),
    (column, seed, all) => {
      const cells: Cells | undefined = cellsOf(column);
      if (cells === undefined) throw new Error('must have cells');
      const count =
        cells.kind === 'codes'
          ? cells.values.length
          : cells.kind === 'numbers'
            ? cells.edges.length - 1
            : cells.kind === 'days'
              ? cells.start.length
              : 1;
      const drawn = Uint16Array.from(all, (cell) => cell % count);
      const { numbering, numbers } = decodeColumn(
        { column, main: { attribute: anAttribute('x', cells), cells: drawn } },
        seed,
      );
      numbers.forEach((number, row) => {
        expect(Number.isInteger(number) && number >= 0 && number < numbering.size).toBe(true);
        if (cells.kind !== 'numbers') return;
        const value = numbering.measure(number);
        expect(value >= (cells.edges[drawn[row] ?? 0] ?? 0) - 1e-6).toBe(true);
        expect(value <= (cells.edges[(drawn[row] ?? 0) + 1] ?? 0) + 1e-6).toBe(true);
      });
    },
  );
  fc.assert(property);
});

test('below gives every number below the count about equally often, and none above', () => {
  for (const count of [3, 100_000, 2 ** 40]) {
    const drawn = Array.from({ length: 30_000 }, (_, row) => below(count, row, 12_345));
    expect(drawn.every((number) => Number.isInteger(number) && number >= 0 && number < count)).toBe(true);
    const mean = drawn.reduce((a, b) => a + b, 0) / drawn.length;
    expect(Math.abs(mean / (count - 1) - 0.5)).toBeLessThan(0.02);
  }
});

test('separateRows leaves no two rows of a group alike, moves none further than it must, and names those without room', () => {
  const column = aColumn('x', { type: 'INTEGER', domain: { kind: 'range', lo: 0, hi: 5 } });
  const numbering = numberingOf(column, { kind: 'count', max: 5, none: false });
  const property = fc.property(
    fc.array(fc.nat(5), { maxLength: 20 }),
    fc.integer({ min: 1, max: 4 }),
    (values, groups) => {
      const numbers = Int32Array.from(values);
      const groupOf = (row: number): number => Math.floor((row * groups) / values.length);
      const left = separateRows([{ column, numbering, numbers }], groupOf, values.length);
      const seen = new Set<string>();
      values.forEach((value, row) => {
        if (left.has(row)) return;
        const key = `${groupOf(row)} ${numbers[row] ?? ''}`;
        expect(seen.has(key)).toBe(false);
        // Whatever lies between what was wanted and what it got was taken.
        const [from, to] = [Math.min(value, numbers[row] ?? 0), Math.max(value, numbers[row] ?? 0)];
        for (let k = from; k <= to; k++) if (k !== numbers[row]) expect(seen.has(`${groupOf(row)} ${k}`)).toBe(true);
        seen.add(key);
      });
      const sizes = values.map((_, row) => values.filter((_, other) => groupOf(other) === groupOf(row)).length);
      expect(left.size === 0).toBe(sizes.every((size) => size <= 6));
    },
  );
  fc.assert(property);
});
