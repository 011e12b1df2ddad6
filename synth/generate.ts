/**
 * Simulation data of level 0: rows made from the catalog alone. No real row is read, so there is nothing to protect; what a
 * vendor sees here is what the catalog says to everybody.
 *
 * @see synth.md decision 1 (counter-based hashing inside DuckDB), AO-07-3, DC-02
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import type { Favour } from '#policies/simulation/wishes.ts';
import { type EntryId, type RowCount, rowCount } from '#policies/units.ts';
import { openReader, valueAt } from './cells.ts';
import { type Drawn, isDrawn } from './drawn.ts';
import { openFavour } from './favour/open.ts';
import { hashMacros } from './hash.ts';
import { layoutsOf } from './layout.ts';
import { type Reader, type World, hashAt } from './reader.ts';
import { basisOf } from './rows.ts';
import { type Schema, columnOf, readSchema, tableOf } from './schema.ts';
import { type Expression, openScope } from './scope.ts';
import { type Sql, identifier, literal } from './sql.ts';

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
}

export interface SimulationFile {
  readonly entry: EntryId;
  /** A DuckDB database with the tables of the entry in schema `main`. */
  readonly path: string;
  readonly tables: readonly { readonly name: string; readonly rows: RowCount }[];
}

/** Rows that a fitted model gave: which tables there are, which of them are drawn, and how their rows come into a connection. */
export interface GivenRows {
  readonly schema: Schema;
  readonly drawn: Drawn;
  load(connection: DuckDBConnection): Promise<void>;
}

/** One NULL in twenty where NULL is allowed, so that programs meet it before the real data. */
const nullEvery = 20;

/**
 * Writes `dir/<entry>.duckdb` for each entry, replacing what is there.
 * For every valid list of entries: column types are those of the catalog, primary keys are unique, foreign keys between the
 * tables are intact, values lie in their domains, and equal `entries`, `seed` and `scale` give equal rows in equal order.
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
    for (const table of entry.tables) {
      const select = selectTable(world, tableOf(world.schema, table.name));
      await connection.run(`CREATE TABLE target.main.${identifier(table.name)} (${declare(table)})`);
      await connection.run(`INSERT INTO target.main.${identifier(table.name)} ${select}`);
    }
  } finally {
    await connection.run('DETACH target');
  }
  const tables = entry.tables.map(({ name }) => ({ name, rows: rowCount(world.layoutOf(name).rows) }));
  return { entry: entry.id, path: file, tables };
}

function declare(table: Table): Sql {
  return table.columns
    .map(({ name, type, nullable }) => `${identifier(name)} ${type}${nullable ? '' : ' NOT NULL'}`)
    .join(', ');
}

/** The rows of a table in their order, as a SELECT for the connection of the workshop. */
export function selectTable(world: World, table: Table): Sql {
  const scope = openScope(world.drawn?.get(table.name)?.name ?? 'numbers');
  const reader = openReader(world, scope);
  const columns = table.columns.map((column) => ({
    name: column.name,
    value: finished(reader, table, column),
  }));
  return scope.print(columns, world.layoutOf(table.name).rows);
}

/** The value in the type of its column, or NULL now and then where that breaks no key. */
function finished(reader: Reader, table: Table, column: Column): Expression {
  const row = { sql: 'i', level: 0 };
  const { sql, level } = valueAt(reader, { table, column: columnOf(table, column.name), row });
  const cast = `CAST(${sql} AS ${column.type})`;
  const favoured = reader.world.favour?.missing(reader, { table, column, row });
  const given = isDrawn(reader.world.drawn, table, column);
  if (given || !column.nullable || isReferred(reader.world, table, column)) return { sql: cast, level };
  const { index } = column.determinedByUnit ? basisOf(reader, { table, column, row }) : { index: row };
  const hash = hashAt(reader, index, `${table.name}.${column.name}?`);
  const missing = `${hash.sql} % ${nullEvery} = 0`;
  if (favoured === undefined) return { sql: `CASE WHEN ${missing} THEN NULL ELSE ${cast} END`, level };
  const { always, never } = favoured;
  const sqlOf = `CASE WHEN ${always.sql} OR (${missing} AND NOT ${never.sql}) THEN NULL ELSE ${cast} END`;
  return { sql: sqlOf, level: Math.max(level, always.level, never.level) };
}

/** A column of a key, or one that a foreign key refers to, is always there. */
function isReferred({ schema }: World, table: Table, column: Column): boolean {
  if (table.primaryKey.includes(column.name)) return true;
  return [...schema.values()].some(({ foreignKeys }) =>
    foreignKeys.some((key) => key.table === table.name && key.references.includes(column.name)),
  );
}
