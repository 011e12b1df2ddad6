/** The private form of simulation data, made when it is first asked for: most installations run the private lane on few entries. */
import { mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { currentPrivate, manifestOf, privateFile, privateOf } from './manifest.ts';
import { publishPrivate } from './publish.ts';
import { registryFolder } from './units.ts';

export interface Simulated {
  readonly entry: CatalogEntry;
  /** The folder of simulation data. */
  readonly folder: string;
}

/**
 * Makes `<entry>.private.duckdb` from `<entry>.duckdb`, unless it was made from the same data under the same entry. It gets its name when
 * it is complete; who asks meanwhile makes one like it.
 *
 * @returns its path; refuses E_UNKNOWN_TABLE for an entry about no protected unit
 */
export async function ensurePrivate({ entry, folder }: Simulated): Promise<Outcome<string>> {
  const source = join(folder, `${entry.id}.duckdb`);
  const file = privateOf(source);
  if (await currentPrivate(source, entry)) return accept(file);
  const fresh = await mkdtemp(join(folder, '.private-'));
  try {
    const target = join(fresh, privateFile);
    const registry = join(folder, registryFolder);
    const published = await publishPrivate({ entry, source, target, registry, simulated: true });
    if (!published.ok) return published;
    if (!published.value) return refuse('E_UNKNOWN_TABLE', `Cannot open ${entry.id} privately: must be about units`);
    await rename(target, file);
    await rename(manifestOf(target), manifestOf(file));
    return accept(file);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}
