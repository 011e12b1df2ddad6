/** A kit from its folder, with every file held against its hash: what was changed by hand is not judged as what was pulled. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import { kitForm, type Kit } from './form.ts';
import { catalogFile, kitFile } from './names.ts';

export interface ReadKit {
  readonly folder: string;
  readonly kit: Kit;
  /** The whole catalog; rows there are of the pulled entries alone. */
  readonly catalog: readonly CatalogEntry[];
  readonly pulled: readonly CatalogEntry[];
  /** Of kit.json, which names the hashes of all others. */
  readonly hash: string;
}

/** @throws Error for a folder that is no kit, or whose files are not those that were pulled */
export function readKit(folder: string): ReadKit {
  const text = readText(folder, kitFile);
  const form = kitForm.safeParse(JSON.parse(text));
  if (!form.success) throw new Error(`Cannot use the kit ${folder}: must be of the form that sluice sim pull writes`);
  const kit = form.data;
  for (const { name, sha256 } of kit.files)
    if (sha256Of(readBytes(folder, name)) !== sha256)
      throw new Error(`Cannot use the kit ${folder}: ${name} must be as it was pulled; pull it again`);
  const catalog = z.array(entrySchema).parse(JSON.parse(readText(folder, catalogFile)));
  const pulled = catalog.filter(({ id }) => kit.entries.some((entry) => entry.id === id));
  return { folder, kit, catalog, pulled, hash: sha256Of(Buffer.from(text)) };
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readText(folder: string, name: string): string {
  return readBytes(folder, name).toString('utf8');
}

function readBytes(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name));
  } catch {
    throw new Error(`Cannot use the kit ${folder}: must have ${name}; sluice sim pull writes one`);
  }
}
