/** Packages of simulation data for tests: made into a folder of their own, unpacked, and read by engines that know nothing of us. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { unzipSync } from 'fflate';
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import { fidelityOf } from '#policies/simulation/fidelity.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import type { Format } from '#synth/deliver/formats.ts';
import type { Manifest } from '#synth/deliver/manifest.ts';
import { writePackage } from '#synth/deliver/package.ts';
import type { Dirty } from '#synth/dirty/rates.ts';
import { generateSimulation } from '#synth/generate.ts';
import { aColumn, codes, dates, range } from '../../fixtures/columns.ts';
import { newFolder } from '../../fixtures/made-once.ts';

export interface Delivered {
  readonly manifest: Manifest;
  /** The package, unpacked. */
  readonly dir: string;
  readonly files: Readonly<Record<string, Uint8Array>>;
}

interface Wanted {
  readonly format?: Format;
  readonly seed?: number;
  readonly dirty?: Dirty;
  readonly threads?: number;
  readonly scale?: number;
}

export async function deliver(entries: readonly CatalogEntry[], wanted: Wanted = {}): Promise<Delivered> {
  const { format = 'parquet', seed = 7, dirty, threads = 2, scale = 1 } = wanted;
  const dir = newFolder();
  mkdirSync(join(dir, 'out'), { recursive: true });
  const asked = dirty === undefined ? {} : { dirty };
  const files = await generateSimulation(entries, { dir, seed, scale, threads, ...asked });
  const statements = entries.flatMap(({ tables }) => tables.map((table) => fidelityOf(table)));
  const path = join(dir, 'package.zip');
  const facts = { seed, scale, models: [], sluice: '1', ...(asked as Pick<Manifest, 'dirty'>) };
  const manifest = await writePackage({ entries, files, statements, format, path, facts });
  const unpacked = unzipSync(readFileSync(path));
  for (const [name, bytes] of Object.entries(unpacked)) writeFileSync(join(dir, 'out', name), bytes);
  return { manifest, dir: join(dir, 'out'), files: unpacked };
}

/** Rows of statements, the last one's, in an engine of their own. */
export async function ask(...statements: readonly string[]): Promise<readonly (readonly unknown[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const [last = '', ...before] = statements.toReversed();
    for (const statement of before.toReversed()) await connection.run(statement);
    return (await connection.runAndReadAll(last)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

const typed: readonly Column[] = [
  aColumn({ name: 'id', type: 'BIGINT', semantic: 'serial', rule: ['J'], domain: range(1, 2 ** 40) }),
  aColumn({ name: 'shop', type: 'VARCHAR', semantic: 'serial', rule: ['J'] }),
  aColumn({
    name: 'small',
    type: 'SMALLINT',
    semantic: 'count',
    rule: ['A'],
    domain: range(-300, 300),
    nullable: true,
  }),
  aColumn({ name: 'whole', type: 'INTEGER', semantic: 'count', rule: ['A'], domain: range(-70_000, 70_000) }),
  aColumn({
    name: 'price',
    type: 'DECIMAL(18,2)',
    semantic: 'amount',
    rule: ['A'],
    domain: range(-5_000, 5_000),
    nullable: true,
  }),
  aColumn({ name: 'ratio', type: 'DOUBLE', semantic: 'ratio', rule: ['A'], domain: range(0, 1), nullable: true }),
  aColumn({
    name: 'word',
    type: 'VARCHAR',
    semantic: 'code',
    rule: ['G'],
    domain: codes('甲', 'a,b', '"乙"', 'x y'),
    nullable: true,
  }),
  aColumn({ name: 'ok', type: 'BOOLEAN', semantic: 'flag', rule: ['G'], nullable: true }),
  aColumn({
    name: 'day',
    type: 'DATE',
    semantic: 'date',
    rule: ['F'],
    domain: dates('1899-12-30', '2025-12-31'),
    nullable: true,
  }),
  aColumn({
    name: 'moment',
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    rule: ['F'],
    domain: dates('1960-01-01', '2025-12-31'),
    nullable: true,
  }),
];

const shop: Table = {
  name: 'shop',
  title: { zh: '商店 */ /* **//', en: "O'Shop | <b>" },
  columns: [
    aColumn({ name: 'shop', type: 'VARCHAR', semantic: 'serial', rule: ['J'] }),
    aColumn({
      name: 'kind',
      type: 'VARCHAR',
      semantic: 'code',
      rule: ['G'],
      domain: codes('A', 'B'),
      title: { zh: '种类 */ x /*', en: 'a | b\nc' },
    }),
  ],
  units: [{ space: idSpace('shop'), column: 'shop' }],
  primaryKey: ['shop'],
  foreignKeys: [],
  volume: 300,
};

/** A table with a column of every type, and the one that it refers to: which stands after it. */
export const everyType: CatalogEntry = {
  id: entryId('every_type'),
  version: 3,
  title: { zh: '全', en: 'All' },
  department: orgId('dept.any'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'once',
  tables: [
    {
      name: 'sale',
      title: { zh: '销售', en: 'Sale' },
      columns: typed,
      units: [{ space: idSpace('shop'), column: 'shop' }],
      primaryKey: ['id'],
      foreignKeys: [{ columns: ['shop'], table: 'shop', references: ['shop'] }],
      volume: 5_000,
    },
    shop,
  ],
};
