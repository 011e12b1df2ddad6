/** Sources made of SQL rows, as an ingest would leave them but with every value that a type can hold, and their private files. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace } from '#policies/units.ts';
import type { PrivateManifest } from '#sandbox/private/manifest.ts';
import { publishPrivate, type Publication } from '#sandbox/private/publish.ts';
import { anEntry as anyEntry } from '../catalog/builders.ts';
import { query } from '../data/builders.ts';
import { aColumn } from '../fixtures/columns.ts';

export const bounds = (lo: string, hi: string, step: string) => ({ lo, hi, step });

/** Visits of people: who (the unit), a kind with a dictionary, a bounded amount, a measure, and a name that is never published. */
export function aTable(change: Partial<Table> = {}): Table {
  return {
    name: 'visit',
    title: { zh: '就诊', en: 'visits' },
    columns: [
      aColumn({ name: 'who', type: 'VARCHAR', semantic: 'serial', rule: ['J'] }),
      aColumn({ name: 'kind', type: 'VARCHAR', semantic: 'code', rule: ['G'], nullable: true }),
      aColumn({
        name: 'paid',
        type: 'DECIMAL(10,2)',
        semantic: 'amount',
        rule: ['A'],
        nullable: true,
        bounds: bounds('0', '1000', '0.5'),
      }),
      aColumn({ name: 'level', type: 'DOUBLE', semantic: 'measure', rule: ['A'], nullable: true }),
      aColumn({ name: 'full_name', type: 'VARCHAR', semantic: 'person_name', rule: ['X'] }),
    ],
    units: [{ space: idSpace('person'), column: 'who' }],
    primaryKey: [],
    foreignKeys: [],
    volume: 10,
    ...change,
  };
}

export function anEntry(tables: readonly Table[] = [aTable()], change: Partial<CatalogEntry> = {}): CatalogEntry {
  return anyEntry({ id: entryId('visits'), tables, ...change });
}

/** The rows of a table, each in SQL: `'a', NULL, 1.5`. */
export type Rows = Readonly<Record<string, readonly string[]>>;

/** Writes the rows of each table, in the order given, into a new source file. */
export async function aSource(folder: string, entry: CatalogEntry, rows: Rows): Promise<string> {
  const file = join(folder, `source-${randomUUID()}.duckdb`);
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  for (const table of entry.tables) {
    const columns = table.columns.map(({ name, type }: Column) => `"${name}" ${type}`);
    await connection.run(`CREATE TABLE "${table.name}" (${columns.join(', ')})`);
    const values = (rows[table.name] ?? []).map((row) => `(${row})`);
    if (values.length > 0) await connection.run(`INSERT INTO "${table.name}" VALUES ${values.join(', ')}`);
  }
  connection.closeSync();
  instance.closeSync();
  return file;
}

export interface Published {
  readonly file: string;
  readonly outcome: Outcome<PrivateManifest | undefined>;
}

/** Publishes rows into `folder`, with the registry there. */
export async function publishRows(folder: string, rows: Rows, change: Partial<Publication> = {}): Promise<Published> {
  const { entry = anEntry() } = change;
  const source = await aSource(folder, entry, rows);
  const target = join(folder, `private-${randomUUID()}.duckdb`);
  const outcome = await publishPrivate({ entry, source, target, registry: join(folder, 'units'), ...change });
  return { file: target, outcome };
}

/** @returns the rows of a query over a private file that must have been published */
export async function ask(published: Published, sql: string): Promise<readonly (readonly Json[])[]> {
  unwrap(published.outcome);
  return query(published.file, sql);
}

/** A query of two columns, a text and anything, as a map. */
export async function mapOf(file: string, sql: string): Promise<ReadonlyMap<string, Json>> {
  const rows = await query(file, sql);
  return new Map(rows.map(([key, value = null]) => [typeof key === 'string' ? key : JSON.stringify(key), value]));
}
