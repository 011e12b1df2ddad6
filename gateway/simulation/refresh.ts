/**
 * The simulation data that everybody develops on: of every published entry, drawn from published models where there are some, else made
 * from the entry alone.
 *
 * @see AO-07-3
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { oneAtATime } from '../one-at-a-time.ts';
import { makeSimulation } from './make.ts';
import { publishedModels } from './models.ts';

export interface RefreshOptions {
  readonly seed: number;
  /** Rows per table, as a multiple of the entry's volume, or of a model's noisy number. */
  readonly scale: number;
}

/** Two at once would leave some files of the one beside some of the other. */
const queue = oneAtATime();

/** What was there before is replaced when all of the new is made, and stays as it is where that fails. @returns the ids of the entries */
export function refreshSimulation(office: Office, options: RefreshOptions): Promise<readonly string[]> {
  return queue(() => refresh(office, options));
}

async function refresh(office: Office, { seed, scale }: RefreshOptions): Promise<readonly string[]> {
  const dir = simulationFolder(office.domainRoot);
  removeUnfinished(dir);
  const entries = publishedEntries(office);
  const fresh = mkdtempSync(join(dir, unfinished));
  try {
    await makeSimulation({ entries, models: publishedModels(office), dir: fresh, seed, scale });
    writeFileSync(join(fresh, catalogFile), JSON.stringify(entries));
    writeFileSync(join(fresh, optionsFile), JSON.stringify({ seed, scale }));
    // The catalog last: it names no table whose rows are not there.
    for (const name of [...entries.map(fileOf), optionsFile, catalogFile])
      renameSync(join(fresh, name), join(dir, name));
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return entries.map((entry) => entry.id);
}

const unfinished = '.new-';

/** What a crash left behind. */
function removeUnfinished(dir: string): void {
  for (const name of readdirSync(dir).filter((found) => found.startsWith(unfinished)))
    rmSync(join(dir, name), { recursive: true, force: true });
}

function fileOf({ id }: CatalogEntry): string {
  return `${id}.duckdb`;
}

const catalogFile = 'catalog.json';
const optionsFile = 'options.json';
const keptOptions = z.strictObject({ seed: z.number(), scale: z.number() });

/** With the options of the last time, when a model has come or gone; nothing where there is no simulation data yet. */
export async function refreshAgain(office: Office): Promise<void> {
  const file = join(simulationFolder(office.domainRoot), optionsFile);
  if (!existsSync(file)) return;
  await refreshSimulation(office, keptOptions.parse(JSON.parse(readFileSync(file, 'utf8'))));
}

export function publishedEntries({ record }: Pick<Office, 'record'>): readonly CatalogEntry[] {
  return loadAll(record.read, 'catalogEntry')
    .filter(isPublished)
    .map(({ entry }) => entry);
}
