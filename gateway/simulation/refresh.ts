/**
 * The simulation data that everybody develops on: of every published entry, drawn from published models where there are some, else made
 * from the entry alone.
 *
 * @see AO-07-3
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { simulationFolder } from '#sandbox/door.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { makeSimulation } from './make.ts';
import { publishedModels } from './models.ts';

export interface RefreshOptions {
  readonly seed: number;
  /** Rows per table, as a multiple of the entry's volume, or of a model's noisy number. */
  readonly scale: number;
}

/** What was there before is replaced. @returns the ids of the entries */
export async function refreshSimulation(office: Office, { seed, scale }: RefreshOptions): Promise<readonly string[]> {
  const dir = simulationFolder(office.domainRoot);
  const entries = publishedEntries(office);
  for (const entry of entries) rmSync(join(dir, `${entry.id}.duckdb`), { force: true });
  await makeSimulation({ entries, models: publishedModels(office), dir, seed, scale });
  writeFileSync(join(dir, 'catalog.json'), JSON.stringify(entries));
  writeFileSync(join(dir, optionsFile), JSON.stringify({ seed, scale }));
  return entries.map((entry) => entry.id);
}

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
    .filter(({ state }) => state === 'published')
    .map(({ entry }) => entry);
}
