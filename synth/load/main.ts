/** The process that makes databases of the Parquet files of a package, in their order: equal files give equal rows. A request on standard input. */
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { fileNameOf } from '../deliver/formats.ts';
import { identifier, literal } from '../sql.ts';
import { loadRequest } from './request.ts';

process.once('disconnect', () => process.exit(1));
process.channel?.unref();

const { entries, from, into } = loadRequest.parse(JSON.parse(await text(process.stdin)));
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
for (const entry of entries) await load(connection, entry);
connection.closeSync();
instance.closeSync();

/** Columns are those of the catalog, whatever else the file says of them. */
async function load(to: DuckDBConnection, { id, tables }: CatalogEntry): Promise<void> {
  await to.run(`ATTACH ${literal(join(into, `${id}.duckdb`))} AS target`);
  for (const { name, columns } of tables) {
    const target = `target.main.${identifier(name)}`;
    const declared = columns.map((column) => `${identifier(column.name)} ${column.type}`).join(', ');
    const read = columns.map((column) => identifier(column.name)).join(', ');
    await to.run(`CREATE TABLE ${target} (${declared})`);
    await to.run(
      `INSERT INTO ${target} SELECT ${read} FROM read_parquet(${literal(join(from, fileNameOf(name, 'parquet')))})`,
    );
  }
  await to.run('DETACH target');
}
