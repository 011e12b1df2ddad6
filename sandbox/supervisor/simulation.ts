/** Which entries have simulation data, and where: the generator leaves `catalog.json` beside its files. */
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { readIfThere } from '../whole-file.ts';
import type { DomainParts } from './parts.ts';
import type { Database } from './worker.ts';

export const catalogFile = 'catalog.json';

/** The same over a set of somebody's own, in a folder below, and over nothing else. */
export function withSet(parts: DomainParts, set: string | undefined): DomainParts {
  if (set === undefined) return parts;
  const simulation = join(parts.folders.simulation, 'sets', set);
  return { ...parts, folders: { ...parts.folders, simulation, simulationOnly: true } };
}

/** The files of these entries, as they are. */
export function simulationOf(folder: string, entries: readonly CatalogEntry[]): readonly Database[] {
  return entries.map(({ id }) => ({ name: id, path: join(folder, `${id}.duckdb`) }));
}

export async function readSimulation(folder: string): Promise<readonly CatalogEntry[]> {
  const text = await readIfThere(join(folder, catalogFile));
  return text === undefined ? [] : z.array(entrySchema).parse(JSON.parse(text));
}
