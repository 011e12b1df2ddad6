/** A package of simulation data: the tables in one format, their dictionary, the statement of fidelity, and a manifest with every hash. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import type { FidelityStatement } from '#policies/simulation/fidelity.ts';
import type { SimulationFile } from '../generate.ts';
import { writeDataFiles, type DataFiles } from './data-files.ts';
import { printDdl } from './ddl.ts';
import { codeRows, dictionaryRows, printCsv, printMarkdown } from './dictionary.ts';
import type { Format } from './formats.ts';
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
  readonly facts: Pick<Manifest, 'seed' | 'scale' | 'models'> &
    Partial<Pick<Manifest, 'dirty' | 'favour'>> & { readonly sluice: string };
  /** The zip to write. */
  readonly path: string;
}

/** @returns the manifest, which lies in the zip too */
export async function writePackage(delivery: Delivery): Promise<Manifest> {
  const scratch = await mkdtemp(join(dirname(delivery.path), '.package-'));
  try {
    const data = await writeDataFiles({ ...delivery, folder: scratch });
    const about = aboutOf(delivery, data);
    const texts = textsOf(delivery, about, data);
    for (const [name, text] of texts) await writeFile(join(scratch, name), text, { mode: 0o600 });
    const files = [...data.names, ...texts.keys()].map((name): Packed => ({ name, path: join(scratch, name) }));
    const manifest = { ...about, files: await Promise.all(files.map(describe)) };
    const last = { name: 'manifest.json', path: join(scratch, 'manifest.json') };
    await writeFile(last.path, `${JSON.stringify(manifest, undefined, 2)}\n`, { mode: 0o600 });
    await writeZip(delivery.path, [...files, last]);
    return manifest;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The manifest but for the files. */
type About = Omit<Manifest, 'files'>;

function aboutOf({ entries, files, statements, format, facts }: Delivery, { duckdb }: DataFiles): About {
  const { sluice, seed, scale, models, ...asked } = facts;
  const levelOf = (name: string) => statements.find(({ table }) => table === name)?.level ?? 0;
  return {
    version: 1,
    notice,
    seed,
    scale,
    ...asked,
    dirt: files.flatMap(({ dirt }) => [...dirt]),
    format,
    generator: { sluice, duckdb },
    entries: entries.map(({ id, version }) => ({ id, version })),
    tables: files.flatMap(({ tables }) => tables.map(({ name, rows }) => ({ name, rows, level: levelOf(name) }))),
    models,
  };
}

function textsOf({ entries, statements }: Delivery, about: About, { nulls }: DataFiles): ReadonlyMap<string, string> {
  const rows = dictionaryRows(entries, { statements, nulls });
  return new Map([
    ['README.md', printReadme(about)],
    ['数据字典.csv', printCsv(rows)],
    ['数据字典.md', printMarkdown(rows)],
    ['代码表.csv', printCsv(codeRows(entries))],
    ['schema.sql', printDdl(entries, { dirty: about.dirty !== undefined })],
    ['fidelity.json', `${JSON.stringify(statements, undefined, 2)}\n`],
  ]);
}

async function describe({ name, path }: Packed): Promise<Manifest['files'][number]> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Uint8Array);
  return { name, sha256: hash.digest('hex'), bytes: (await stat(path)).size };
}
