/**
 * TPC-H data of our own, by the rules of the public specification, for no generator of it may be downloaded where tests run.
 * Distributions, keys and dates follow clause 4.2.3; comments come from a smaller grammar, so answers resemble the reference
 * answers and do not equal them.
 *
 * @see TPC-H specification, revision 3, clause 4.2
 */
import { existsSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Table } from '#policies/catalog/entry.ts';
import { literal, type Sql } from '#synth/sql.ts';
import { tpchEntries } from './catalog.ts';
import { customer, lineitem, orders } from './private-tables.ts';
import { nation, part, partsupp, region, supplier } from './public-tables.ts';
import { sizesAt, type Sizes } from './sizes.ts';

export interface TpchOptions {
  /** A DuckDB file that does not exist yet. */
  readonly path: string;
  /** From 0.01; 1 is 1.5 million orders. */
  readonly scale: number;
}

/** In the order in which they are made: an order's price is the sum of its lines. */
const tables: Readonly<Record<string, (sizes: Sizes) => Sql>> = {
  region,
  nation,
  supplier,
  part,
  partsupp,
  customer,
  lineitem,
  orders,
};

/** Writes the eight tables. For equal scales, equal rows in equal order. */
export async function generateTpch({ path, scale }: TpchOptions): Promise<void> {
  const declared = new Map(tpchEntries(scale).flatMap((entry) => entry.tables.map((table) => [table.name, table])));
  const sizes = sizesAt(scale);
  await withDatabase(path, async (run) => {
    for (const [name, select] of Object.entries(tables)) {
      const table = declared.get(name);
      if (!table) throw new Error(`Cannot generate ${name}: must be a table of the catalog`);
      await run(`CREATE TABLE ${name} AS SELECT ${casts(table)} FROM (${select(sizes)})`);
    }
  });
}

/** The file of this scale below `dir`, made if it is not there. Safe where several processes ask at once. */
export async function tpchFile(dir: string, scale: number): Promise<string> {
  const path = join(dir, `tpch-${scale}.duckdb`);
  if (existsSync(path)) return path;
  const draft = `${path}.${process.pid}`;
  await generateTpch({ path: draft, scale });
  await rename(draft, path);
  return path;
}

/** Writes `dir/<table>.parquet` for each table, as a department would hand them in. @returns the paths by table */
export async function exportTpch(path: string, dir: string): Promise<Readonly<Record<string, string>>> {
  const files = Object.fromEntries(Object.keys(tables).map((name) => [name, join(dir, `${name}.parquet`)]));
  await withDatabase(path, async (run) => {
    for (const [name, file] of Object.entries(files)) await run(`COPY ${name} TO ${literal(file)} (FORMAT parquet)`);
  });
  return files;
}

/** The columns of the catalog, in its order and types. */
function casts({ columns }: Table): Sql {
  return columns.map(({ name, type }) => `CAST(${name} AS ${type}) AS ${name}`).join(', ');
}

async function withDatabase(path: string, work: (run: (sql: Sql) => Promise<unknown>) => Promise<void>): Promise<void> {
  const instance = await DuckDBInstance.create(path, { threads: '2' });
  const connection = await instance.connect();
  try {
    await work((sql) => connection.run(sql));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
