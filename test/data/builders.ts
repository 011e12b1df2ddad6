/** A small entry, files in a folder of their own, and ingest with sane defaults. */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type Json } from '@duckdb/node-api';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace, instant, orgId } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import type { IngestOptions } from '#sandbox/data/options.ts';
import { currentSnapshot, dataFile, type SnapshotManifest } from '#sandbox/data/snapshot.ts';
import { aColumn, codes, dates, range } from '../fixtures/columns.ts';

export const now = instant('2026-03-02T01:30:00.000Z');

/** Four people: a key, a name, an amount with two digits, a day, a code, and a flag that may be missing. */
export function aTable(more: Partial<Table> = {}): Table {
  return {
    name: 'people',
    title: { zh: '人员', en: 'people' },
    columns: [
      aColumn({ name: 'id', type: 'INTEGER', semantic: 'serial', rule: ['J'] }),
      aColumn({ name: 'name', type: 'VARCHAR', semantic: 'person_name', rule: ['X'] }),
      aColumn({ name: 'amount', type: 'DECIMAL(10,2)', semantic: 'amount', rule: ['A'], domain: range(0, 1000) }),
      aColumn({ name: 'day', type: 'DATE', semantic: 'date', rule: ['F'], domain: dates('2000-01-01', '2030-12-31') }),
      aColumn({ name: 'kind', type: 'VARCHAR', semantic: 'code', rule: ['G'], domain: codes('a', 'b') }),
      aColumn({ name: 'flag', type: 'BOOLEAN', semantic: 'flag', rule: ['G'], nullable: true }),
    ],
    units: [{ space: idSpace('person'), column: 'id' }],
    primaryKey: ['id'],
    foreignKeys: [],
    volume: 4,
    ...more,
  };
}

export function anEntry(more: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id: entryId('people'),
    version: 1,
    title: { zh: '人员', en: 'people' },
    department: orgId('statistics'),
    attribute: 'conditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables: [aTable()],
    ...more,
  };
}

export const header = 'id,name,amount,day,kind,flag';
export const rows = ['1,Ann,10.50,2020-01-02,a,true', '2,Bob,0,2020-12-31,b,', '3,"Chen, Li",7.25,2021-02-03,a,?'];

export function csv(lines: readonly string[] = rows): string {
  return `${[header, ...lines].join('\n')}\n`;
}

/** A folder for one test file's data; disposed of at its end. */
export class TestFolder implements AsyncDisposable {
  readonly path: string;
  #files = 0;

  private constructor(path: string) {
    this.path = path;
  }

  static async create(): Promise<TestFolder> {
    return new TestFolder(await mkdtemp(join(tmpdir(), 'sluice-data-')));
  }

  get root(): string {
    return join(this.path, 'snapshots');
  }

  async file(content: string | Uint8Array, name = 'source.csv'): Promise<string> {
    this.#files += 1;
    const path = join(this.path, `${this.#files}-${name}`);
    await writeFile(path, content);
    return path;
  }

  /** Everything under the root, hidden folders included. */
  async published(): Promise<readonly string[]> {
    return (await readdir(this.root, { recursive: true }).catch((): string[] => [])).sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** Ingests one text as the table `people`. */
export async function ingestText(
  folder: TestFolder,
  content: string | Uint8Array,
  options: IngestOptions = {},
): Promise<Outcome<SnapshotManifest>> {
  const files = { people: await folder.file(content) };
  return ingestEntry({ entry: anEntry(), files, root: folder.root, now, options });
}

/** Rows of a published table, read as a worker would: READ_ONLY. */
export async function readTable(root: string, entry: CatalogEntry, sql: string): Promise<readonly (readonly Json[])[]> {
  const { folder } = unwrap(await currentSnapshot(root, entry.id));
  return query(join(folder, dataFile), sql);
}

export async function query(database: string, sql: string): Promise<readonly (readonly Json[])[]> {
  const config = database === ':memory:' ? {} : { access_mode: 'READ_ONLY' };
  const instance = await DuckDBInstance.create(database, config);
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowsJson();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** The details of a refusal; throws where the outcome is a value. */
export function details(outcome: Outcome<unknown>): readonly string[] {
  if (outcome.ok) throw new Error('Cannot read the refusal: must be refused; got a value');
  return outcome.refusals.map((refusal) => refusal.detail);
}
