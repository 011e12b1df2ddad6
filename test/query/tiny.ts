/** A tiny catalog with every kind of column, and a hundred rows of it in two engines: ours, locked, and a plain one. */
import type { CatalogEntry, Column, ColumnRule, SqlType, Table } from '#policies/catalog/entry.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { aColumn } from '../fixtures/columns.ts';

function column(name: string, type: SqlType, rule: ColumnRule, more: Partial<Column> = {}): Column {
  return aColumn({ name, type, semantic: 'code', rule: [rule], grade: 'L1', ...more });
}

function table(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    title: { zh: name, en: name },
    columns,
    units: columns.some((item) => item.name === 'u') ? [{ space: idSpace('person'), column: 'u' }] : [],
    primaryKey: [],
    foreignKeys: [],
    volume: 100,
    ...more,
  };
}

export function entry(id: string, tables: readonly Table[], more: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id: entryId(id),
    version: 1,
    title: { zh: id, en: id },
    department: orgId('dept.test'),
    attribute: 'conditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables,
    ...more,
  };
}

const t = table('t', [
  column('u', 'VARCHAR', 'J'),
  column('g', 'VARCHAR', 'G', { nullable: true }),
  column('h', 'INTEGER', 'G'),
  column('x', 'INTEGER', 'A', { nullable: true, grade: 'L3' }),
  column('y', 'DECIMAL(8,2)', 'A', { grade: 'L4' }),
  column('z', 'DOUBLE', 'A'),
  column('d', 'DATE', 'F', { coarsen: [{ by: 'month' }, { by: 'bands', max: 4 }] }),
  column('b', 'BOOLEAN', 'G', { nullable: true }),
  column('code', 'VARCHAR', 'F', { coarsen: [{ by: 'prefix', length: 2 }], tag: 'sensitive' }),
  column('secret', 'VARCHAR', 'X'),
]);

const s = table('s', [
  column('u', 'VARCHAR', 'J'),
  column('g', 'VARCHAR', 'G'),
  column('n', 'INTEGER', 'G'),
  column('w', 'INTEGER', 'A'),
]);

/** Persons live in a household; both are protected. */
const home = table(
  'home',
  [column('u', 'VARCHAR', 'J'), column('house', 'VARCHAR', 'J'), column('size', 'INTEGER', 'G')],
  {
    units: [
      { space: idSpace('person'), column: 'u' },
      { space: idSpace('household'), column: 'house' },
    ],
  },
);

const p = table('p', [column('g', 'VARCHAR', 'P'), column('v', 'INTEGER', 'P'), column('hint', 'VARCHAR', 'F')]);

export const tiny: readonly CatalogEntry[] = [
  entry('facts', [t, s, home]),
  entry('open', [p], { attribute: 'unconditional', basis: 'a statute' }),
];

const rows: Readonly<Record<string, string>> = {
  t: `SELECT 'u' || (i % 23), CASE WHEN i % 11 = 0 THEN NULL ELSE ['a', 'b', 'C', '域'][1 + i % 4] END, i % 3,
      CASE WHEN i % 7 = 0 THEN NULL ELSE (i * 37) % 101 - 20 END, (i * 13 % 97) / 4.0, i / 8.0,
      DATE '2024-01-15' + CAST(i * 9 AS INTEGER), CASE WHEN i % 5 = 0 THEN NULL ELSE i % 2 = 0 END,
      ['A01', 'A02', 'B10', 'C99'][1 + i % 4], 'secret ' || i FROM range(100) r(i)`,
  s: `SELECT 'u' || i, ['a', 'b'][1 + i % 2], i % 4, i * i FROM range(5, 30) r(i)`,
  home: `SELECT 'u' || i, 'h' || (i // 3), 1 + i % 3 FROM range(23) r(i)`,
  p: `SELECT * FROM (VALUES ('a', 1, 'x'), ('b', 2, 'y'), ('C', 3, 'x'), ('C', 4, 'z')) v(g, v, hint)`,
};

/** Statements that make an entry’s tables in an attached database of its name. */
export function filled(of: CatalogEntry): string[] {
  const inserts = of.tables.map(({ name }) => `INSERT INTO "${of.id}".main."${name}" ${rows[name] ?? ''}`);
  return [...printSchema(of), ...inserts];
}

/** The same tables in the main schema, as the vendor names them. */
export const plainSetup: readonly string[] = tiny.flatMap(({ tables }) =>
  tables.map(({ name, columns }) => {
    const casts = columns.map((item, at) => `CAST(c${at} AS ${item.type}) AS "${item.name}"`);
    return `CREATE TABLE "${name}" AS SELECT ${casts.join(', ')} FROM (${rows[name] ?? ''}) q(${columns.map((_, at) => `c${at}`).join(', ')})`;
  }),
);
