/** Arbitrary valid catalogs with dependencies: columns that could depend on each other, and of the candidates those that the catalog accepts. */
import * as fc from 'fast-check';
import { dependencyFaults } from '#policies/catalog/check-dependencies.ts';
import type { CatalogEntry, Column, Condition, Dependency, SqlType, Table } from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import { anySchema, ordinary } from './any-schema.ts';
import { aColumn } from './support.ts';

const number = fc
  .record({
    type: fc.constantFrom<SqlType>('SMALLINT', 'INTEGER', 'BIGINT', 'DECIMAL(6,2)', 'DECIMAL(18,2)', 'DOUBLE'),
    semantic: fc.constantFrom('amount', 'count', 'measure', 'ratio'),
    lo: fc.integer({ min: -60, max: 40 }),
    width: fc.integer({ min: 0, max: 90 }),
    step: fc.constantFrom(undefined, undefined, 1, 5),
  })
  .map(({ type, semantic, lo, width, step }): Partial<Column> => ({
    type,
    semantic: semantic as Column['semantic'],
    domain: {
      kind: 'range',
      lo: step === 5 ? Math.floor(lo / 5) * 5 : lo,
      hi: lo + width,
      ...(step !== undefined && { step }),
    },
  }));

/** Columns that a sum may be made of more often than chance would have it. */
const money = fc
  .record({ lo: fc.integer({ min: -20, max: 20 }), width: fc.integer({ min: 1, max: 400 }) })
  .map(({ lo, width }): Partial<Column> => ({
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    domain: { kind: 'range', lo: lo + 0.25, hi: lo + width },
  }));

const moment = fc
  .record({
    type: fc.constantFrom<SqlType>('DATE', 'TIMESTAMP'),
    lo: fc.constantFrom('2023-12-30', '2024-02-01', '2024-02-29'),
    hi: fc.constantFrom('2024-02-29', '2024-03-01', '2025-01-01'),
  })
  .map(({ type, lo, hi }): Partial<Column> => ({
    type,
    semantic: type === 'DATE' ? 'date' : 'timestamp',
    domain: { kind: 'dates', lo, hi },
  }));

const codes = fc.constantFrom<Partial<Column>>(
  { type: 'VARCHAR', domain: { kind: 'codes', values: ['a', 'b', "c'd", '儿'], weights: [5, 1, 0, 2] } },
  { type: 'VARCHAR', domain: { kind: 'codes', values: ['x', 'y', 'z', 'w'] } },
  { type: 'INTEGER', domain: { kind: 'codes', values: [7, -3, 20, 11], weights: [1, 2, 3, 4] } },
  { type: 'BOOLEAN', semantic: 'flag' },
);

interface Facts {
  readonly extra: readonly Partial<Column>[];
  readonly sums: readonly Partial<Column>[];
  readonly byUnit: readonly boolean[];
  readonly nullable: readonly boolean[];
  readonly isUnit: boolean;
  readonly picks: readonly (readonly number[])[];
}

const facts: fc.Arbitrary<Facts> = fc.record({
  extra: fc.array(fc.oneof(number, money, money, moment, codes, ordinary), { minLength: 2, maxLength: 9 }),
  sums: fc.oneof(fc.constant([]), fc.array(money, { minLength: 3, maxLength: 5 })),
  byUnit: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
  nullable: fc.array(fc.boolean(), { minLength: 14, maxLength: 14 }),
  isUnit: fc.boolean(),
  picks: fc.array(fc.array(fc.nat(), { minLength: 6, maxLength: 6 }), { minLength: 4, maxLength: 24 }),
});

/** The table with more columns and with those of the candidates that leave the others possible. */
function decorated(table: Table, { extra, sums, byUnit, nullable, isUnit, picks }: Facts): Table {
  // The first column of a foreign key may name a unit too.
  const [key] = table.foreignKeys;
  const column = key?.columns[0];
  const space = idSpace(`${table.name}.units`);
  const units = table.units.length > 0 || !isUnit || column === undefined ? table.units : [{ space, column }];
  const more = [...extra, ...sums].map((one, k) =>
    aColumn(`${table.name}_x${k}`, {
      ...one,
      nullable: nullable[k] === true,
      ...(units.length > 0 && byUnit[k] === true && { determinedByUnit: true as const }),
    }),
  );
  const whole = { ...table, units, columns: [...table.columns, ...more] };
  // Sums are the hardest to fit in, so they come first.
  const inOrder = picks.toSorted(([a = 0], [b = 0]) => Number(a % 5 > 0) - Number(b % 5 > 0));
  return inOrder.reduce<Table>((kept, pick) => {
    const next = { ...kept, dependencies: [...(kept.dependencies ?? []), candidate(whole, pick)] };
    return dependencyFaults(next, '').length === 0 ? next : kept;
  }, whole);
}

/** Mostly of columns that fit together, now and then of any. */
function candidate(table: Table, [kind = 0, ...numbers]: readonly number[]): Dependency {
  const isPlain = (kind >> 4) % 8 > 0;
  const pool = table.columns.filter((column) => !isPlain || fits[kind % 5]?.(column, (kind >> 8) % 2 === 0));
  const names = (pool.length > 0 ? pool : table.columns).map(({ name }) => name);
  const [a = '', b = '', c = '', d = '', e = ''] = numbers.map((k) => names[k % names.length] ?? '');
  switch (kind % 5) {
    case 0:
      return { kind: 'sum', total: a, parts: (kind >> 3) % 2 === 0 ? [b, c] : [b, c, d] };
    case 1:
      return { kind: 'determines', from: (kind >> 3) % 2 === 0 ? [a] : [a, e], to: keyOf(table, b) };
    case 2:
      return { kind: 'implies', when: condition(table, a, numbers), then: condition(table, b, numbers.slice(2)) };
    default:
      return { kind: 'order', columns: [a, b] };
  }
}

const isNumber = ({ domain, type }: Column) =>
  (domain?.kind === 'range' || domain?.kind === 'codes') && type !== 'VARCHAR';
const isInOrder = (column: Column, ofNumbers: boolean) =>
  ofNumbers ? isNumber(column) : column.domain?.kind === 'dates';
/** By the kind of dependency. */
const fits: readonly ((column: Column, flag: boolean) => boolean)[] = [
  ({ type, domain }) => type === 'DECIMAL(12,2)' && domain?.kind === 'range',
  () => true,
  ({ domain, type }) => domain?.kind === 'codes' || type === 'BOOLEAN',
  isInOrder,
  isInOrder,
];

/** The column, or the whole foreign key that it is part of. */
function keyOf(table: Table, name: string): readonly [string, ...string[]] {
  const [first = name, ...rest] = table.foreignKeys.find(({ columns }) => columns.includes(name))?.columns ?? [];
  return [first, ...rest];
}

function condition(table: Table, name: string, numbers: readonly number[]): Condition {
  const column = table.columns.find((one) => one.name === name);
  const [k = 0, l = 0] = numbers;
  const { domain } = column ?? {};
  if (column?.type === 'BOOLEAN') return { column: name, values: [k % 2 === 0 ? 'true' : 'false'] };
  if (domain?.kind === 'codes') {
    const pick = (at: number) => domain.values[at % domain.values.length] ?? '';
    return { column: name, values: [...new Set([pick(k), pick(l)])] as [string | number] };
  }
  if (domain?.kind === 'range') return { column: name, values: [domain.lo] };
  return { column: name, values: [domain?.kind === 'dates' ? domain.lo : 'none'] };
}

/** Entries over which keys lead, each table with dependencies of its own. */
export const anyDependentSchema: fc.Arbitrary<readonly CatalogEntry[]> = anySchema.chain((entries) => {
  const tables = entries.flatMap((entry) => entry.tables);
  return fc.array(facts, { minLength: tables.length, maxLength: tables.length }).map((drawn) => {
    const byName = new Map(
      tables.map((table, at) => {
        const own = drawn[at];
        return [table.name, own === undefined ? table : decorated(table, own)];
      }),
    );
    return entries.map((entry) => ({ ...entry, tables: entry.tables.map((table) => byName.get(table.name) ?? table) }));
  });
});
