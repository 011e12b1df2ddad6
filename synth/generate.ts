/**
 * Simulation data of level 0: rows made from the catalog alone. No real row is read, so there is nothing to protect; what a
 * vendor sees here is what the catalog says to everybody.
 *
 * @see synth.md decision 1 (counter-based hashing inside DuckDB), AO-07-3, DC-02
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry, Table } from '#policies/catalog/entry.ts';
import type { Favour } from '#policies/simulation/wishes.ts';
import { type EntryId, type RowCount, rowCount } from '#policies/units.ts';
import { type Dirt, type Dirty, spoilingOf } from './dirty/rates.ts';
import { isDuplicated } from './dirty/spoil.ts';
import type { Drawn } from './drawn.ts';
import { openFavour } from './favour/open.ts';
import { hashMacros } from './hash.ts';
import { layoutsOf } from './layout.ts';
import type { World } from './reader.ts';
import { type Schema, readSchema, tableOf } from './schema.ts';
import { type TableSelect, declare, isReferred, selectTable } from './select-table.ts';
import { identifier, literal } from './sql.ts';

export interface SimulationOptions {
  /** An existing directory. */
  readonly dir: string;
  /** Public: the same seed gives the same rows. */
  readonly seed: number;
  /** 1 for the public volume of each table. */
  readonly scale: number;
  /** Threads for DuckDB; the rows do not depend on it. */
  readonly threads?: number;
  /** Checked by `requireWishes`: some rows lie where a query looks. */
  readonly favour?: Favour;
  /** Spoils some rows, as real data is: at the rates that the entries declare, or at these. Off by default. */
  readonly dirty?: Dirty;
}

export interface SimulationFile {
  readonly entry: EntryId;
  /** A DuckDB database with the tables of the entry in schema `main`. */
  readonly path: string;
  readonly tables: readonly { readonly name: string; readonly rows: RowCount }[];
  /** What is wrong with the rows on purpose; nothing unless `dirty` was asked for. */
  readonly dirt: readonly Dirt[];
}

/** Rows that a fitted model gave: which tables there are, which of them are drawn, and how their rows come into a connection. */
export interface GivenRows {
  readonly schema: Schema;
  readonly drawn: Drawn;
  load(connection: DuckDBConnection): Promise<void>;
}

/**
 * Writes `dir/<entry>.duckdb` for each entry, replacing what is there.
 * For every valid list of entries: column types are those of the catalog, primary keys are unique, foreign keys between the
 * tables are intact, values lie in their domains, declared dependencies hold, and equal `entries`, `seed` and `scale` give equal rows in equal order.
 *
 * @throws Error when the keys contradict each other (see `decidingKeys` and `layoutsOf`).
 */
export async function generateSimulation(
  entries: readonly CatalogEntry[],
  options: SimulationOptions,
  given?: GivenRows,
): Promise<SimulationFile[]> {
  const workshop = await openWorkshop(given ?? { schema: readSchema(entries) }, options);
  const files: SimulationFile[] = [];
  try {
    for (const entry of entries) files.push(await writeEntry(workshop, entry, options.dir));
  } finally {
    workshop.close();
  }
  return files;
}

/** A DuckDB that can make the rows of a schema. */
export interface Workshop {
  readonly connection: DuckDBConnection;
  readonly world: World;
  readonly dirty: Dirty | undefined;
  close(): void;
}

export async function openWorkshop(
  { schema, drawn, load }: Partial<GivenRows> & Pick<GivenRows, 'schema'>,
  options: Omit<SimulationOptions, 'dir'>,
): Promise<Workshop> {
  const layoutOf = layoutsOf(schema, options.scale, drawn);
  const most = Math.max(1, ...[...schema.keys()].map((table) => layoutOf(table).rows));
  const instance = await DuckDBInstance.create(':memory:', { threads: String(options.threads ?? 2) });
  const connection = await instance.connect();
  // With few rows the optimizer may build on the long side of a join; what is fetched is always the side to build on.
  await connection.run(`SET disabled_optimizers = 'join_order,build_side_probe_side'`);
  for (const macro of hashMacros) await connection.run(macro);
  await connection.run(`CREATE TEMP TABLE numbers AS SELECT CAST(i AS BIGINT) AS i FROM range(${most}) AS r(i)`);
  await load?.(connection);

  const plain: World = { schema, seed: options.seed, scale: options.scale, drawn, layoutOf };
  const favour = options.favour && (await openFavour(connection, plain, options.favour));
  return {
    connection,
    dirty: options.dirty,
    world: { ...plain, ...(favour && { favour }) },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

async function writeEntry(workshop: Workshop, entry: CatalogEntry, dir: string): Promise<SimulationFile> {
  const { connection, world } = workshop;
  const file = path.join(dir, `${entry.id}.duckdb`);
  await rm(file, { force: true });
  await rm(`${file}.wal`, { force: true });
  await connection.run(`ATTACH ${literal(file)} AS target`);
  try {
    const written: TableFile[] = [];
    for (const table of entry.tables) written.push(await writeTable(workshop, tableOf(world.schema, table.name)));
    const tables = written.map(({ name, rows }) => ({ name, rows }));
    return { entry: entry.id, path: file, tables, dirt: written.flatMap((one) => one.dirt) };
  } finally {
    await connection.run('DETACH target');
  }
}

interface TableFile {
  readonly name: string;
  readonly rows: RowCount;
  readonly dirt: readonly Dirt[];
}

async function writeTable({ connection, world, dirty }: Workshop, table: Table): Promise<TableFile> {
  const spoiling = spoilingOf(table, dirty, (column) => isReferred(world, table, column));
  const { select, flags } = selectTable(world, table, spoiling);
  const name = `target.main.${identifier(table.name)}`;
  await connection.run(`CREATE TABLE ${name} (${declare(table, spoiling)})`);
  await connection.run(`INSERT INTO ${name} ${select}`);
  const dirt = await countDirt(connection, table, flags);
  const { rows } = world.layoutOf(table.name);
  if (spoiling.duplicated === 0) return { name: table.name, rows: rowCount(rows), dirt };
  const twice = `SELECT * FROM ${name} WHERE ${isDuplicated(world, table, spoiling.duplicated)}`;
  const { rowsChanged } = await connection.run(`INSERT INTO ${name} ${twice}`);
  dirt.push({ table: table.name, kind: 'duplicated', rows: rowCount(rowsChanged) });
  return { name: table.name, rows: rowCount(rows + rowsChanged), dirt };
}

async function countDirt(connection: DuckDBConnection, table: Table, flags: TableSelect['flags']): Promise<Dirt[]> {
  if (flags === undefined) return [];
  const counts = flags.of.map((_, at) => `CAST(count(*) FILTER (f${at}) AS INTEGER)`).join(', ');
  const [row = []] = (await connection.runAndReadAll(`SELECT ${counts} FROM (${flags.select})`)).getRows();
  return flags.of.map(({ kind, column }, at) => ({
    table: table.name,
    kind,
    column,
    rows: rowCount(Number(row[at])),
  }));
}
