/** The cells that the engine finds are those that a slow reading of the definition gives, for every kind of column. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Table } from '#policies/catalog/entry.ts';
import { cellCount, type Cells } from '#policies/simulation/attribute.ts';
import { dateOf, dayNumber } from '#policies/calendar.ts';
import { entryId } from '#policies/units.ts';
import { anEntry } from '../catalog/builders.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';
import { cellOf, type Value } from './cell-oracle.ts';
import { encoded, planOf, space } from './world.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cells-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface Sampled {
  readonly column: Omit<Column, 'name' | 'rule' | 'title' | 'tag' | 'grade'>;
  /** Values as SQL writes them. */
  readonly values: fc.Arbitrary<Value>;
}

const decimals = (lo: number, hi: number, digits: number): fc.Arbitrary<number> =>
  fc
    .integer({ min: Math.round(lo * 10 ** digits), max: Math.round(hi * 10 ** digits) })
    .map((n) => Number((n / 10 ** digits).toFixed(digits)));

const near = (...values: readonly number[]): fc.Arbitrary<number> => fc.constantFrom(...values);

const days = (lo: string, hi: string): fc.Arbitrary<string> =>
  fc.integer({ min: dayNumber(lo), max: dayNumber(hi) }).map(dateOf);

const sampled: readonly Sampled[] = [
  {
    column: { type: 'VARCHAR', semantic: 'code', domain: codes("it's", '一', '"', 'b'), nullable: true },
    values: fc.constantFrom("it's", '一', '"', 'b'),
  },
  { column: { type: 'BOOLEAN', semantic: 'flag', nullable: true }, values: fc.boolean() },
  {
    column: { type: 'INTEGER', semantic: 'code', domain: codes(60, 12, -3), nullable: false },
    values: fc.constantFrom(60, 12, -3),
  },
  {
    column: { type: 'DECIMAL(6,2)', semantic: 'code', domain: codes(6, 17, 0), nullable: false },
    values: fc.constantFrom(6, 17, 0),
  },
  {
    column: { type: 'DECIMAL(6,2)', semantic: 'code', domain: codes(0.06, 0.17, 1), nullable: true },
    values: fc.constantFrom(0.06, 0.17, 1),
  },
  {
    column: { type: 'INTEGER', semantic: 'period', domain: range(202311, 202403), nullable: false },
    values: fc.constantFrom(202311, 202312, 202403),
  },
  {
    column: { type: 'SMALLINT', semantic: 'district', domain: range(1, 77), nullable: false },
    values: fc.integer({ min: 1, max: 77 }),
  },
  {
    column: { type: 'SMALLINT', semantic: 'count', domain: range(17, 90), nullable: true },
    values: fc.integer({ min: 17, max: 90 }),
  },
  {
    column: { type: 'INTEGER', semantic: 'amount', domain: range(0, 99_999), nullable: false },
    values: fc.oneof(near(0, 1, 2, 99_999), fc.integer({ min: 0, max: 99_999 })),
  },
  {
    column: { type: 'DECIMAL(14,2)', semantic: 'amount', domain: range(-5000, 2_000_000), nullable: true },
    values: fc.oneof(near(0, 0.01, -0.01, -5000, 2_000_000), decimals(-5000, 2_000_000, 2), decimals(-2, 2, 2)),
  },
  {
    column: {
      type: 'DECIMAL(6,2)',
      semantic: 'amount',
      domain: { kind: 'range', lo: 0, hi: 20, step: 0.5 },
      nullable: false,
    },
    values: decimals(0, 40, 0).map((n) => n / 2),
  },
  {
    column: { type: 'DOUBLE', semantic: 'ratio', domain: range(0, 1), nullable: true },
    values: fc.oneof(near(0, 1, 0.5), fc.double({ min: 0, max: 1, noNaN: true })),
  },
  {
    column: { type: 'DOUBLE', semantic: 'amount', domain: range(0, 1000), nullable: false },
    values: fc.oneof(near(0, 1000, 5e-324), fc.double({ min: 0, max: 1000, noNaN: true })),
  },
  {
    column: { type: 'BIGINT', semantic: 'count', bounds: { lo: '0', hi: '10000000000', step: '1' }, nullable: false },
    values: fc.integer({ min: -5, max: 10_000_000_005 }),
  },
  {
    column: { type: 'DATE', semantic: 'date', domain: dates('1935-01-01', '2024-12-31'), nullable: true },
    values: days('1935-01-01', '2024-12-31'),
  },
  {
    column: { type: 'DATE', semantic: 'date', domain: dates('2025-01-01', '2025-12-31'), nullable: false },
    values: days('2024-12-25', '2026-01-05'),
  },
];

const rowsOf = 400;

test('the cell of every value is the one that holds it, for all kinds of columns, NULL and values outside too', async () => {
  const columns = sampled.map(({ column }, at) => aColumn({ name: `c${at}`, rule: ['G'], ...column }));
  const id = aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', rule: ['J'] });
  const table = {
    name: 'kinds',
    title: { zh: '表', en: 'kinds' },
    columns: [id, ...columns],
    units: [{ space, column: 'id' }],
    rowsPerUnit: { max: 1, onExcess: 'reject' },
    primaryKey: ['id'],
    foreignKeys: [],
    volume: rowsOf,
  } as const;
  const entry = anEntry({ id: entryId('kinds'), tables: [table] });
  const plan = planOf({ entries: ['kinds'], epsilon: 1, holdout: 0 }, [entry]);
  const values = sampled.map(({ column, values: of }) =>
    fc.sample(column.nullable ? fc.option(of, { freq: 9 }) : of, { numRuns: rowsOf, seed: 7 }),
  );
  const rows = Array.from({ length: rowsOf }, (_, row) =>
    [row, ...values.map((of) => literal(of[row] ?? null))].join(', '),
  );
  const { kinds } = await encoded(folder, { entry, rows: { kinds: rows }, plan });
  const model = plan.tables[0]?.model;
  expect(model?.attributes.map(({ name }) => name)).toEqual(columns.map(({ name }) => name));
  // Rows come in the order of their units, which is another: compared as sorted tuples.
  const expected = Array.from({ length: rowsOf }, (_, row) =>
    values
      .map((of, at) => cellOf(model?.attributes[at]?.cells ?? { kind: 'hours', none: false }, of[row] ?? null))
      .join(),
  );
  const found = Array.from({ length: rowsOf }, (_, row) =>
    (kinds?.train.cells ?? []).map((cells) => cells[row]).join(),
  );
  expect(found.toSorted()).toEqual(expected.toSorted());
  for (const [at, cells] of (kinds?.train.cells ?? []).entries()) {
    const of = model?.attributes[at]?.cells;
    expect(Math.max(...cells)).toBeLessThan(of ? cellCount(of) : 0);
  }
});

function literal(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value !== 'string') return String(value);
  return `'${value.replaceAll("'", "''")}'`;
}

function moment(name: string, nullable: boolean): Column {
  return aColumn({
    name,
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    rule: ['F'],
    domain: dates('2025-03-01', '2025-03-31'),
    nullable,
  });
}

const day = (name: string): Column =>
  aColumn({ name, type: 'DATE', semantic: 'date', rule: ['F'], domain: dates('2024-01-01', '2025-12-31') });

const trips: Table = {
  name: 'trip',
  title: { zh: '表', en: 'trips' },
  columns: [
    aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', rule: ['J'] }),
    moment('begin', false),
    moment('finish', true),
    day('sold'),
    day('used'),
  ],
  units: [{ space, column: 'id' }],
  rowsPerUnit: { max: 1, onExcess: 'reject' },
  primaryKey: ['id'],
  foreignKeys: [],
  dependencies: [
    { kind: 'order', columns: ['begin', 'finish'] },
    { kind: 'order', columns: ['sold', 'used'] },
  ],
  volume: 3,
};
const tripEntry = anEntry({ id: entryId('trips'), tables: [trips] });
const tripPlan = planOf({ entries: ['trips'], epsilon: 1, holdout: 0 }, [tripEntry]);

/** Cells of the trips, a text for each row, in no order. */
async function tripCells(rows: readonly string[]): Promise<readonly string[]> {
  const { trip } = await encoded(folder, { entry: tripEntry, rows: { trip: rows }, plan: tripPlan });
  return rows.map((_, row) => (trip?.train.cells ?? []).map((cells) => cells[row]).join());
}

const gap: Cells = tripPlan.tables[0]?.model.attributes[2]?.cells ?? { kind: 'hours', none: false };

test('moments are known by day and hour, ends by the seconds or days since their start, and an end before it belongs to the start itself', async () => {
  expect(tripPlan.tables[0]?.model.attributes.map(({ name }) => name)).toEqual([
    'begin@day',
    'begin@hour',
    'finish@gap',
    'sold',
    'used',
  ]);
  const found = await tripCells([
    "1, '2025-03-01 00:00:00', '2025-03-01 23:59:59', '2024-01-01', '2024-01-01'",
    "2, '2025-03-30 23:10:00', '2025-03-31 00:20:00', '2024-06-01', '2024-05-01'",
    "3, '2025-03-31 12:00:00', NULL, '2024-01-01', '2024-01-04'",
    "4, '2025-03-31 12:00:00', '2025-03-31 11:00:00', '2024-01-01', '2024-01-04'",
  ]);
  const [day, seventy, none] = [86_399, 4_200, null].map((seconds) => cellOf(gap, seconds));
  // Weeks of the sale: from a Monday, and the fifth of those before June.
  expect(found.toSorted()).toEqual(
    [`0,0,${day},0,0`, `29,23,${seventy},21,0`, '30,12,0,0,3', `30,12,${none},0,3`].toSorted(),
  );
});

test('the cells of a gap are seconds near 0 and a twentieth of what has passed beyond, 0 has its own', () => {
  if (gap.kind !== 'numbers') throw new Error('must be numbers');
  const { edges } = gap;
  expect(edges.slice(0, 2)).toEqual([0, 1]);
  expect(edges.at(-1)).toBe(31 * 86_400);
  for (const [at, from] of edges.slice(1, -1).entries()) {
    expect(edges[at + 2]).toBeLessThanOrEqual(from * 1.05 + 3);
  }
});

const at = (micros: bigint): string => `TIMESTAMP '2025-03-01' + to_microseconds(${micros})`;
const seconds = (from: bigint, to: bigint): number => (to < from ? 0 : Number((to - from) / 1_000_000n));

test('the seconds between any two moments are counted exactly, whatever their fractions, order or distance', async () => {
  // Since the first of March: the difference decides, and no rounding of either.
  const micros = fc.oneof(
    fc.constantFrom(0n, 999_999n, 1_000_000n, 1_000_001n, 31n * 86_400_000_000n - 1n),
    fc.bigInt({ min: 0n, max: 31n * 86_400_000_000n - 1n }),
  );
  const near = fc.bigInt({ min: -3_000_000n, max: 90_000_000n });
  const pairs = fc.sample(
    fc.oneof(
      fc.tuple(micros, fc.option(micros, { freq: 20 })),
      fc.tuple(micros, near).map(([from, by]) => [from, from + by] as const),
    ),
    { numRuns: 500, seed: 3 },
  );
  const rows = pairs.map(
    ([from, to], id) => `${id}, ${at(from)}, ${to === null ? 'NULL' : at(to)}, '2024-01-01', '2024-01-01'`,
  );
  const expected = pairs.map(([from, to]) => cellOf(gap, to === null ? null : seconds(from, to)));
  const found = (await tripCells(rows)).map((row) => Number(row.split(',')[2]));
  expect(found.toSorted((a, b) => a - b)).toEqual(expected.toSorted((a, b) => a - b));
  expect(new Set(found).size).toBeGreaterThan(50);
});

test('moments at the ends of time are read too, and the infinite one is as good as none', async () => {
  const found = await tripCells([
    "1, '290000-01-01 (BC)', '290000-01-01', '2024-01-01', '2024-01-01'",
    "2, '290000-01-01', '290000-01-01 (BC)', '2024-01-01', '2024-01-01'",
    "3, '2025-03-01', 'infinity', '2024-01-01', '2024-01-01'",
    "4, '-infinity', '2025-03-01', '2024-01-01', '2024-01-01'",
  ]);
  const [last, none] = [cellOf(gap, 1e9), cellOf(gap, null)];
  expect(found.map((row) => Number(row.split(',')[2])).toSorted((a, b) => a - b)).toEqual([0, last, none, none]);
});
