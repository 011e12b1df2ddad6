/** The cells that the engine finds are those that a slow reading of the definition gives, for every kind of column. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, Table } from '#policies/catalog/entry.ts';
import { cellCount } from '#policies/simulation/attribute.ts';
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

test('moments are known by day and hour, ends by the days since their start, and an end before it belongs to the day itself', async () => {
  const table: Table = {
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
  const entry = anEntry({ id: entryId('trips'), tables: [table] });
  const plan = planOf({ entries: ['trips'], epsilon: 1, holdout: 0 }, [entry]);
  const model = plan.tables[0]?.model;
  expect(model?.attributes.map(({ name }) => name)).toEqual([
    'begin@day',
    'begin@hour',
    'finish@day',
    'finish@hour',
    'sold',
    'used',
  ]);
  const rows = [
    "1, '2025-03-01 00:00:00', '2025-03-01 23:59:59', '2024-01-01', '2024-01-01'",
    "2, '2025-03-30 23:10:00', '2025-03-31 00:20:00', '2024-06-01', '2024-05-01'",
    "3, '2025-03-31 12:00:00', NULL, '2024-01-01', '2024-01-04'",
  ];
  const { trip } = await encoded(folder, { entry, rows: { trip: rows }, plan });
  const found = [0, 1, 2].map((row) => (trip?.train.cells ?? []).map((cells) => cells[row]).join());
  // Weeks of the sale: from a Monday, and the fifth of those before June.
  expect(found.toSorted()).toEqual(['0,0,0,23,0,0', '29,23,1,0,21,0', '30,12,31,24,0,3']);
});
