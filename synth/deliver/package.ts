/** A package of simulation data: the tables in one format, their dictionary, the statement of fidelity, and a manifest with every hash. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { SimulationFile } from '../generate.ts';
import { identifier, literal } from '../sql.ts';
import { printDdl } from './ddl.ts';
import { dictionaryRows, printCsv, printMarkdown } from './dictionary.ts';
import { fileNameOf, watermark, writeTable, type Format } from './formats.ts';
import { notice, type Manifest } from './manifest.ts';
import { printReadme } from './readme.ts';
import { writeZip, type Packed } from './zip.ts';

export interface Delivery {
  readonly entries: readonly CatalogEntry[];
  /** What the generator wrote. */
  readonly files: readonly SimulationFile[];
  readonly statements: readonly FidelityStatement[];
  readonly format: Format;
  /** All of the manifest that does not follow from the files. */
  readonly facts: Pick<Manifest, 'seed' | 'scale' | 'dirty' | 'favoured' | 'models'> & { readonly sluice: string };
  /** The zip to write. */
  readonly path: string;
}

/** @returns the manifest, which lies in the zip too */
export async function writePackage(delivery: Delivery): Promise<Manifest> {
  const scratch = await mkdtemp(join(dirname(delivery.path), '.package-'));
  try {
    const data = await writeData(delivery, scratch);
    const texts = textsOf(delivery);
    for (const [name, text] of texts) await writeFile(join(scratch, name), text, { mode: 0o600 });
    const files = [...data.files, ...texts.keys()].map((name): Packed => ({ name, path: join(scratch, name) }));
    const manifest = await manifestOf(delivery, { files, duckdb: data.duckdb });
    const last = { name: 'manifest.json', path: join(scratch, 'manifest.json') };
    await writeFile(last.path, `${JSON.stringify(manifest, undefined, 2)}\n`);
    await writeZip(delivery.path, [...files, last]);
    return manifest;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function writeData(
  { entries, files, format }: Delivery,
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly duckdb: string }> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
  const connection = await instance.connect();
  try {
    const made: string[] = [];
    for (const { entry, path } of files) {
      if (format === 'duckdb') {
        const name = `${watermark}${entry}.duckdb`;
        await copyFile(path, join(folder, name));
        made.push(name);
        continue;
      }
      await connection.run(`ATTACH ${literal(path)} AS source (READ_ONLY)`);
      for (const table of entries.find(({ id }) => id === entry)?.tables ?? []) {
        const name = fileNameOf(table.name, format);
        const source = `source.main.${identifier(table.name)}`;
        await writeTable(connection, format, { table, source, path: join(folder, name) });
        made.push(name);
      }
      await connection.run('DETACH source');
    }
    const [version] = (await connection.runAndReadAll('SELECT version()')).getRowsJson();
    return { files: made, duckdb: String(version?.[0]) };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function textsOf({ entries, statements, facts }: Delivery): ReadonlyMap<string, string> {
  const rows = dictionaryRows(entries, new Map(statements.map((statement) => [statement.table, statement])));
  return new Map([
    ['README.md', printReadme(facts.models)],
    ['数据字典.csv', printCsv(rows)],
    ['数据字典.md', printMarkdown(rows)],
    ['schema.sql', printDdl(entries)],
    ['fidelity.json', `${JSON.stringify(statements, undefined, 2)}\n`],
  ]);
}

async function manifestOf(
  { files: made, statements, format, facts }: Delivery,
  { files, duckdb }: { readonly files: readonly Packed[]; readonly duckdb: string },
): Promise<Manifest> {
  const { sluice, ...rest } = facts;
  const tables = made.flatMap(({ tables }) =>
    tables.map(({ name, rows }) => ({
      name,
      rows,
      level: statements.find(({ table }) => table === name)?.level ?? (0 as const),
    })),
  );
  const hashed = await Promise.all(
    files.map(async ({ name, path }) => ({ name, sha256: await hashOf(path), bytes: (await stat(path)).size })),
  );
  return { version: 1, notice, ...rest, format, generator: { sluice, duckdb }, tables, files: hashed };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return hash.digest('hex');
}
