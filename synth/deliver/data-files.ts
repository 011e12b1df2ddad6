/** The files of a package that hold rows, and how often each column of them is empty. */
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance, version, type DuckDBConnection } from '@duckdb/node-api';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import type { SimulationFile } from '../generate.ts';
import { identifier, literal, type Sql } from '../sql.ts';
import { fileNameOf, watermark, writeTable, type Format } from './formats.ts';

export interface DataFiles {
  /** In the folder. */
  readonly names: readonly string[];
  /** Of each `table.column` of the rows made, the share that is NULL. */
  readonly nulls: ReadonlyMap<string, number>;
  /** Version of the engine that wrote them. */
  readonly duckdb: string;
}

interface Wanted {
  readonly entries: readonly CatalogEntry[];
  readonly files: readonly SimulationFile[];
  readonly format: Format;
  readonly folder: string;
}

export async function writeDataFiles(wanted: Wanted): Promise<DataFiles> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    const names: string[] = [];
    const nulls = new Map<string, number>();
    for (const file of wanted.files) {
      await connection.run(`ATTACH ${literal(file.path)} AS source (READ_ONLY)`);
      const tables = wanted.entries.find(({ id }) => id === file.entry)?.tables ?? [];
      for (const table of tables) {
        for (const [column, share] of await nullsIn(connection, table)) nulls.set(`${table.name}.${column}`, share);
      }
      const found = tables.map((table) => asFound(table, nulls));
      names.push(...(await writeFiles(connection, { ...wanted, file, tables: found })));
      await connection.run('DETACH source');
    }
    return { names, nulls, duckdb: version() };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function writeFiles(
  connection: DuckDBConnection,
  { file, tables, format, folder }: Wanted & { readonly file: SimulationFile; readonly tables: readonly Table[] },
): Promise<readonly string[]> {
  if (format === 'duckdb') {
    const name = `${watermark}${file.entry}.duckdb`;
    await copyFile(file.path, join(folder, name));
    return [name];
  }
  for (const table of tables) {
    const path = join(folder, fileNameOf(table.name, format));
    await writeTable(connection, format, { table, source: sourceOf(table), path });
  }
  return tables.map(({ name }) => fileNameOf(name, format));
}

/** Spoilt rows miss values that the catalog demands; a format that says so of a column must not say otherwise. */
function asFound(table: Table, nulls: DataFiles['nulls']): Table {
  const isMissing = (name: string) => (nulls.get(`${table.name}.${name}`) ?? 0) > 0;
  const columns = table.columns.map((column) => ({ ...column, nullable: column.nullable || isMissing(column.name) }));
  return { ...table, columns };
}

function sourceOf({ name }: Table): Sql {
  return `source.main.${identifier(name)}`;
}

async function nullsIn(connection: DuckDBConnection, table: Table): Promise<readonly (readonly [string, number])[]> {
  const counts = table.columns.map(({ name }) => `count(*) - count(${identifier(name)})`).join(', ');
  const [row = []] = (await connection.runAndReadAll(`SELECT count(*), ${counts} FROM ${sourceOf(table)}`)).getRows();
  const [rows, ...missing] = row.map(Number);
  return table.columns.map(({ name }, at) => [name, (missing[at] ?? 0) / Math.max(1, rows ?? 0)] as const);
}
