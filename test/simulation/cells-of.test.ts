/** Cells of columns: from the catalog alone, each value in one. @see synth.md §2.2 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Column } from '#policies/catalog/entry.ts';
import { cellCount, type Cells } from '#policies/simulation/attribute.ts';
import { dateOf } from '#policies/calendar.ts';
import { cellsOf, stepOf } from '#policies/simulation/cells-of.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';

type Kind<K extends Cells['kind']> = Extract<Cells, { kind: K }>;

function cellsAs<K extends Cells['kind']>(kind: K, change: Partial<Column>): Kind<K> {
  const cells = cellsOf(aColumn({ name: 'x', type: 'INTEGER', semantic: 'measure', rule: ['A'], ...change }));
  if (cells?.kind !== kind) throw new Error(`must be ${kind}; got ${cells?.kind}`);
  return cells as Kind<K>;
}

test('cellsOf gives each value of a small whole range one cell', () => {
  const { edges, none } = cellsAs('numbers', { domain: range(17, 90) });
  expect(edges).toEqual(Array.from({ length: 75 }, (_, at) => 17 + at));
  expect(none).toBe(false);
});

test('cellsOf gives 0 of an amount a cell of its own, and its neighbours cells of at most a step or a twentieth', () => {
  const amount = { type: 'DECIMAL(14,2)', semantic: 'amount', domain: range(-1000, 10_000_000) } as const;
  const { edges } = cellsAs('numbers', amount);
  const zero = edges.indexOf(0);
  expect(edges[zero + 1]).toBe(0.01);
  expect(edges.length - 1).toBeLessThanOrEqual(255);
  for (const [at, edge] of edges.slice(zero + 1, -1).entries())
    expect((edges[zero + 2 + at] ?? 0) - edge).toBeLessThanOrEqual(100 + 0.12 * edge);
});

test('cellsOf makes of codes, booleans and months one cell each, of a number of a district too', () => {
  expect(cellsAs('codes', { type: 'VARCHAR', domain: codes('b', 'a', 'b', 1) }).values).toEqual(['b', 'a', '1']);
  expect(cellsAs('codes', { type: 'BOOLEAN' }).values).toEqual([false, true]);
  expect(cellsAs('codes', { semantic: 'period', domain: range(202311, 202402) }).values).toEqual([
    202311, 202312, 202401, 202402,
  ]);
  expect(cellsAs('codes', { semantic: 'district', domain: range(1, 77) }).values).toHaveLength(77);
});

test.each([
  ['2025-01-01', '2025-09-12', 255, '2025-01-02'],
  ['2025-01-01', '2025-09-13', 37, '2025-01-06'],
  ['1993-01-15', '1999-12-31', 84, '1993-02-01'],
  ['1990-01-01', '2023-12-31', 136, '1990-04-01'],
  ['1900-01-01', '1999-12-31', 100, '1901-01-01'],
] as const)('cellsOf splits %s to %s into %i days, weeks, months, quarters or years', (lo, hi, count, second) => {
  const { start, end } = cellsAs('days', { type: 'DATE', semantic: 'date', domain: dates(lo, hi) });
  expect([start.length, start[0], start[1], end]).toEqual([count, lo, second, hi]);
});

test.each([
  ['text without a list', { type: 'VARCHAR' }],
  ['a number without bounds', { type: 'DOUBLE' }],
  ['a day without a domain', { type: 'DATE' }],
  ['a span that ends before it begins', { type: 'DATE', domain: dates('2025-01-02', '2025-01-01') }],
  ['a range that ends before it begins', { domain: range(2, 1) }],
  ['a list of too many codes', { domain: { kind: 'codes', values: Array.from({ length: 4097 }, (_, at) => at) } }],
] satisfies readonly (readonly [string, Partial<Column>])[])('cellsOf makes no cells of %s', (_, change) => {
  expect(cellsOf(aColumn({ name: 'x', type: 'INTEGER', semantic: 'measure', rule: ['A'], ...change }))).toBeUndefined();
});

const numbers = fc
  .record({
    lo: fc.integer({ min: -10_000, max: 10_000 }),
    span: fc.oneof(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 400, max: 2_000_000_000 })),
    type: fc.constantFrom('INTEGER', 'BIGINT', 'DECIMAL(14,2)', 'DOUBLE'),
    semantic: fc.constantFrom('amount', 'count', 'measure', 'ratio'),
    step: fc.option(fc.constantFrom(1, 0.5, 0.01), { nil: undefined }),
    nullable: fc.boolean(),
  })
  .map(({ lo, span, step, ...rest }): Column => {
    const domain = { kind: 'range', lo, hi: lo + span, ...(step !== undefined && { step }) } as const;
    return aColumn({ name: 'x', rule: ['A'], ...(rest as Pick<Column, 'type' | 'semantic'>), domain });
  });

test('cellsOf covers every range by at most 255 ascending cells, from its first to just above its last value', () => {
  fc.assert(
    fc.property(numbers, (column) => {
      const cells = cellsOf(column);
      if (cells?.kind !== 'numbers' || column.domain?.kind !== 'range') throw new Error('must be numbers');
      const { lo, hi } = column.domain;
      const step = stepOf(column);
      const { edges } = cells;
      expect(cellCount({ ...cells, none: false })).toBeLessThanOrEqual(255);
      for (const [at, edge] of edges.slice(1).entries()) expect(edge).toBeGreaterThan(edges[at] ?? Infinity);
      expect(edges[0]).toBe(lo);
      expect(edges.at(-1)).toBeCloseTo(hi + (step ?? 0), 6);
      if (step === undefined) return;
      for (const edge of edges)
        expect(Math.abs((edge - lo) / step - Math.round((edge - lo) / step))).toBeLessThan(1e-3);
    }),
  );
});

test('cellsOf covers every span of days by at most 255 ascending cells from its first day', () => {
  const span = fc.record({
    from: fc.integer({ min: -200_000, max: 60_000 }),
    days: fc.integer({ min: 0, max: 150_000 }),
  });
  fc.assert(
    fc.property(span, ({ from, days }) => {
      const [lo, hi] = [dateOf(from), dateOf(from + days)];
      const { start, end } = cellsAs('days', { type: 'DATE', semantic: 'date', domain: dates(lo, hi) });
      expect(start.length).toBeLessThanOrEqual(255);
      expect([start[0], end]).toEqual([lo, hi]);
      expect(start.toSorted()).toEqual([...new Set(start)]);
      expect(start.at(-1)?.localeCompare(hi)).toBeLessThanOrEqual(0);
    }),
  );
});
