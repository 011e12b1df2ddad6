/** The city as the bench sees it: real snapshots, made by the real ingest from the files that the departments would give. */
import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { ingestEntry } from '#sandbox/data/ingest.ts';
import { currentSnapshot } from '#sandbox/data/snapshot.ts';
import type { Database } from '#sandbox/supervisor/worker.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { buildCity } from '#synth/city/real.ts';

export const now = instant('2026-03-02T01:30:00.000Z');

export interface City {
  /** Files of the departments, by entry. */
  readonly files: Readonly<Record<string, string>>;
  /** The snapshots of `entries`, as a run attaches them. */
  readonly databases: (entries: readonly CatalogEntry[]) => Promise<readonly Database[]>;
}

/** Makes the city below `dir`, or finds it there from an earlier bench. */
export async function openCity(dir: string, scale: number): Promise<City> {
  const home = join(dir, `city-${scale}`);
  if (!existsSync(home)) await makeCity(`${home}.new`, home, scale);
  const root = join(home, 'snapshots');
  return {
    files: Object.fromEntries(cityEntries.map(({ id }) => [id, join(home, 'files', `${id}.parquet`)])),
    databases: (entries) =>
      Promise.all(entries.map(async ({ id }) => ({ name: id, path: unwrap(await currentSnapshot(root, id)).data }))),
  };
}

async function makeCity(draft: string, home: string, scale: number): Promise<void> {
  const [files, root] = [join(draft, 'files'), join(draft, 'snapshots')];
  for (const folder of [files, root]) await mkdir(folder, { recursive: true });
  const made = await buildCity({ dir: files, scale, seed: 2026 });
  for (const entry of cityEntries) {
    const given = { [entry.id]: made[entry.id] ?? '' };
    unwrap(await ingestEntry({ entry: scale > 1 ? withoutEnd(entry) : entry, files: given, root, now }));
  }
  await rename(draft, home);
}

/** Ten times the weather is ten years of it, and the catalog declares one. */
function withoutEnd(entry: CatalogEntry): CatalogEntry {
  if (entry.id !== 'weather_station_hourly') return entry;
  const tables = entry.tables.map((table) => ({
    ...table,
    columns: table.columns.map((column) =>
      column.domain?.kind === 'dates' ? { ...column, domain: { ...column.domain, hi: '2099-12-31' } } : column,
    ),
  }));
  return { ...entry, tables };
}
