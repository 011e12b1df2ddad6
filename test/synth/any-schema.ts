/** Arbitrary valid catalog entries: every meaning and type, keys of several parts, children over tables and entries. */
import * as fc from 'fast-check';
import type {
  CatalogEntry,
  Column,
  Domain,
  ForeignKey,
  SemanticType,
  SqlType,
  Table,
} from '#policies/catalog/entry.ts';
import { idSpace } from '#policies/units.ts';
import { aColumn, aTable, anEntry } from './support.ts';

const types: readonly SqlType[] = [
  'VARCHAR',
  'BOOLEAN',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'DATE',
  'TIMESTAMP',
  'DECIMAL(6,2)',
  'DECIMAL(18,0)',
  'DECIMAL(38,0)',
  'DECIMAL(30,12)',
];

const meanings: readonly SemanticType[] = [
  'uscc',
  'resident_id',
  'person_name',
  'company_name',
  'phone',
  'plate',
  'address',
  'bank_card',
  'icd10',
  'industry',
  'district',
  'serial',
  'code',
  'flag',
  'date',
  'timestamp',
  'period',
  'year',
  'amount',
  'count',
  'ratio',
  'measure',
  'text',
];

/** Meanings that have enough values for a key. A small integer holds 32,767 keys, more than the tables here have rows. */
const keyColumn = fc.constantFrom<Partial<Column>>(
  { type: 'INTEGER', semantic: 'serial' },
  { type: 'BIGINT', semantic: 'serial' },
  { type: 'SMALLINT', semantic: 'serial' },
  { type: 'VARCHAR', semantic: 'serial' },
  { type: 'VARCHAR', semantic: 'uscc' },
  { type: 'VARCHAR', semantic: 'resident_id' },
  { type: 'VARCHAR', semantic: 'bank_card' },
  { type: 'VARCHAR', semantic: 'phone' },
  { type: 'VARCHAR', semantic: 'plate' },
  { type: 'VARCHAR', semantic: 'company_name' },
  { type: 'DATE', semantic: 'date', domain: { kind: 'dates', lo: '2020-01-01', hi: '2020-02-29' } },
  { type: 'TIMESTAMP', semantic: 'timestamp' },
  { type: 'INTEGER', semantic: 'count', domain: { kind: 'range', lo: -5, hi: 200 } },
  { type: 'VARCHAR', semantic: 'code', domain: { kind: 'codes', values: ['a', 'b', "c'd"] } },
  { type: 'INTEGER', semantic: 'period' },
);

export const domainOf = (type: SqlType): fc.Arbitrary<Domain | undefined> => {
  if (type === 'VARCHAR') {
    return fc.option(
      fc
        .uniqueArray(fc.string({ minLength: 1, maxLength: 6, unit: 'grapheme' }), { minLength: 1, maxLength: 6 })
        .filter((values) => values.every((value) => !value.includes('\0')))
        .map((values): Domain => ({ kind: 'codes', values, weights: values.map((_, k) => k + 1) })),
      { nil: undefined },
    );
  }
  if (type === 'BOOLEAN') return fc.constant(undefined);
  if (type === 'DATE' || type === 'TIMESTAMP') {
    return fc.constantFrom<Domain | undefined>(undefined, { kind: 'dates', lo: '2024-02-28', hi: '2024-03-01' });
  }
  return fc.option(
    fc
      .record({ lo: fc.integer({ min: -900, max: 900 }), width: fc.integer({ min: 0, max: 99 }) })
      .map(({ lo, width }): Domain => ({ kind: 'range', lo, hi: lo + width })),
    { nil: undefined },
  );
};

export const ordinary = fc
  .constantFrom(...types)
  .chain((type) =>
    fc.record({
      type: fc.constant(type),
      semantic: fc.constantFrom(...meanings),
      nullable: fc.boolean(),
      tag: fc.constantFrom('plain', 'direct', 'measure' as const),
      domain: domainOf(type),
    }),
  )
  .map(({ domain, ...facts }): Partial<Column> => ({
    ...facts,
    // A month has no meaning in these types, so no domain is declared for it.
    ...(domain === undefined || facts.semantic === 'period' ? {} : { domain }),
    semantic: facts.semantic === 'period' ? 'code' : facts.semantic,
  }));

interface Parent {
  readonly table: Table;
}

/** A table whose key has own parts only; its first key column is a unit, as far as `unit` says. */
function root(name: string): fc.Arbitrary<Table> {
  return fc
    .record({
      keys: fc.array(keyColumn, { minLength: 1, maxLength: 3 }),
      others: fc.array(ordinary, { maxLength: 4 }),
      volume: fc.integer({ min: 1, max: 300 }),
      unit: fc.boolean(),
    })
    .map(({ keys, others, volume, unit }) => {
      const keyColumns = keys.map((facts, k) => aColumn(`k${k}`, { ...facts, tag: 'direct' }));
      const columns = [...keyColumns, ...others.map((facts, k) => aColumn(`${name}_o${k}`, facts))];
      return aTable(name, columns, {
        primaryKey: keyColumns.map((column) => column.name),
        units: unit ? [{ space: idSpace('things'), column: 'k0' }] : [],
        volume,
      });
    });
}

/** A child of the table: in its key (with an own part beside it) or beside its key, then perhaps NULL. */
function child(name: string, { table: parent }: Parent): fc.Arbitrary<Table> {
  return fc
    .record({
      own: keyColumn,
      inKey: fc.boolean(),
      alone: fc.boolean(),
      nullable: fc.boolean(),
      others: fc.array(ordinary, { maxLength: 3 }),
      volume: fc.integer({ min: 1, max: 400 }),
    })
    .map(({ own, inKey, alone, nullable, others, volume }) => {
      const keys = parent.primaryKey.map((key) => parent.columns.find((column) => column.name === key));
      const borrowed = keys.flatMap((column) =>
        column === undefined
          ? []
          : [{ ...column, name: `${parent.name}_${column.name}`, nullable: nullable && !inKey }],
      );
      const names = borrowed.map((column) => column.name);
      const foreignKey: ForeignKey = { columns: names, table: parent.name, references: parent.primaryKey };
      const columns = [...borrowed, aColumn('own', own), ...others.map((facts, k) => aColumn(`${name}_o${k}`, facts))];
      return aTable(name, columns, {
        primaryKey: inKey ? (alone ? names : [...names, 'own']) : ['own'],
        foreignKeys: [foreignKey],
        volume,
      });
    });
}

/** A parent in one entry; its child in another; the child's child beside it; and a table without a key. */
export const anySchema: fc.Arbitrary<readonly CatalogEntry[]> = root('a').chain((a) =>
  fc
    .record({ b: child('b', { table: a }), d: root('d'), loose: fc.array(ordinary, { minLength: 1, maxLength: 6 }) })
    .chain(({ b, d, loose }) =>
      child('c', { table: b }).map((c) => [
        anEntry('first', a),
        anEntry('second', c, b),
        anEntry(
          'third',
          d,
          aTable(
            'e',
            loose.map((facts, k) => aColumn(`e_o${k}`, facts)),
          ),
        ),
      ]),
    ),
);
