/** Opens generated files side by side in one DuckDB, with a view per table, as a program would meet them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import { entryId, orgId } from '#policies/units.ts';
import type { SimulationFile } from '#synth/generate.ts';

export type Row = Readonly<Record<string, unknown>>;

export interface Bench {
  rows(sql: string): Promise<Row[]>;
  /** The only value of the only row. */
  value(sql: string): Promise<unknown>;
  close(): void;
}

export async function openBench(): Promise<Bench> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  const rows = async (sql: string): Promise<Row[]> => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  return {
    rows,
    async value(sql) {
      const [row] = await rows(sql);
      return Object.values(row ?? {})[0];
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

export async function openSimulation(files: readonly SimulationFile[]): Promise<Bench> {
  const bench = await openBench();
  for (const file of files) {
    await bench.rows(`ATTACH '${file.path}' AS "${file.entry}@" (READ_ONLY)`);
    for (const { name } of file.tables) {
      await bench.rows(`CREATE VIEW "${name}" AS SELECT * FROM "${file.entry}@".main."${name}"`);
    }
  }
  return bench;
}

export async function openParquet(files: Readonly<Record<string, string>>): Promise<Bench> {
  const bench = await openBench();
  for (const [entry, file] of Object.entries(files)) {
    await bench.rows(`CREATE VIEW "${entry}" AS SELECT * FROM read_parquet('${file}')`);
  }
  return bench;
}

export async function withDirectory<T>(use: (dir: string) => Promise<T>): Promise<T> {
  const dir = await mkdtemp(path.join(tmpdir(), 'synth-'));
  try {
    return await use(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

/** An entry of tables that have the parts that a test cares about. */
export function anEntry(id: string, ...tables: readonly Table[]): CatalogEntry {
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
  };
}

export function aTable(name: string, columns: readonly Column[], more: Partial<Table> = {}): Table {
  return {
    name,
    title: { zh: name, en: name },
    columns,
    units: [],
    primaryKey: [],
    foreignKeys: [],
    volume: 50,
    ...more,
  };
}

export function aColumn(name: string, more: Partial<Column> = {}): Column {
  return {
    name,
    title: { zh: name, en: name },
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    nullable: false,
    ...more,
  };
}

/** The number of rows of `child` whose key has no row in the parent. Rows with a NULL in the key refer to nothing. */
export function orphans(child: string, parent: string, pairs: readonly (readonly [string, string])[]): string {
  const on = pairs.map(([a, b]) => `p."${b}" = c."${a}"`).join(' AND ');
  const present = pairs.map(([a]) => `c."${a}" IS NOT NULL`).join(' AND ');
  return `SELECT count(*)::INT FROM "${child}" c WHERE ${present} AND NOT EXISTS (SELECT 1 FROM "${parent}" p WHERE ${on})`;
}
