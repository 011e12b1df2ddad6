/** Entries with their rows in database files, a runner that reads them as the domain would, and plain DuckDB over the same rows. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import { now } from '../data/builders.ts';
import { adultEntry, adultFiles, adultOptions } from '../fixtures/adult.ts';
import { berkaDistrictEntry, berkaDistrictFiles, berkaDistrictOptions } from '../fixtures/berka-district.ts';
import { berkaEntry, berkaFiles, berkaOptions } from '../fixtures/berka.ts';
import { PlainEngine } from '../oracle/plain.ts';
import { Runner } from '../oracle/runner.ts';

export interface Ground extends Disposable {
  readonly runner: Runner;
  readonly plain: PlainEngine;
  readonly path: (entry: string) => string;
}

/** @param paths of the entries' database files, which go with `dir` */
export async function openGround(
  entries: readonly CatalogEntry[],
  paths: Readonly<Record<string, string>>,
  dir: string,
): Promise<Ground> {
  const setup = entries.flatMap(({ id, tables }) => [
    `ATTACH '${paths[id] ?? ''}' AS ${id}_file (READ_ONLY)`,
    ...tables.map(({ name }) => `CREATE VIEW ${name} AS SELECT * FROM ${id}_file.main.${name}`),
  ]);
  const plain = await PlainEngine.open(setup);
  const runner = new Runner(entries);
  return {
    runner,
    plain,
    path: (entry) => paths[entry] ?? '',
    [Symbol.dispose]: () => {
      runner[Symbol.dispose]();
      plain[Symbol.dispose]();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function newDir(): string {
  return mkdtempSync(join(tmpdir(), 'sluice-margins-'));
}

export async function adultGround(shared: string): Promise<Ground> {
  const root = newDir();
  unwrap(await ingestEntry({ entry: adultEntry, files: adultFiles(shared), options: adultOptions, root, now }));
  const { data } = unwrap(await currentSnapshot(root, adultEntry.id));
  return openGround([adultEntry], { [adultEntry.id]: data }, root);
}

export async function berkaGround(shared: string): Promise<Ground> {
  const root = newDir();
  const districts = { entry: berkaDistrictEntry, files: berkaDistrictFiles(shared), options: berkaDistrictOptions };
  unwrap(await ingestEntry({ ...districts, root, now }));
  const { data: district } = unwrap(await currentSnapshot(root, berkaDistrictEntry.id));
  const options = { ...berkaOptions, referenced: { district } };
  unwrap(await ingestEntry({ entry: berkaEntry, files: berkaFiles(shared), options, root, now }));
  const { data: berka } = unwrap(await currentSnapshot(root, berkaEntry.id));
  return openGround(
    [berkaDistrictEntry, berkaEntry],
    { [berkaDistrictEntry.id]: district, [berkaEntry.id]: berka },
    root,
  );
}
