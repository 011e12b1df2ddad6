/**
 * What lies beside a private file: counts of real rows and of those that were left out. It stays inside the domain and is shown to the
 * owner of the data only, for how many rows a cap cut off tells about somebody.
 *
 *   private.duckdb   the tables of protected units in the form that the private lane reads, mode 0400
 *   private.json     this manifest, mode 0400
 */
import { chmod } from 'node:fs/promises';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { rowCount, sha256, unitCount, type RowCount, type Sha256, type UnitCount } from '#policies/units.ts';
import { hashFile } from '../data/fingerprint.ts';
import { readIfThere, undefinedIfMissing, writeWhole } from '../whole-file.ts';

/** One table of a private file, and what of the source is not in it. */
export interface PrivateContent {
  readonly name: string;
  readonly rows: RowCount;
  readonly units: UnitCount;
  /** Rows that name no unit, or whose way to it leads nowhere. */
  readonly withoutUnit: RowCount;
  /** Rows beyond those that the private lane keeps of one unit. */
  readonly overCap: RowCount;
}

export interface PrivateManifest {
  /** SHA-256 of the JCS form of the entry whose bounds and caps were applied. */
  readonly entryHash: Sha256;
  /** SHA-256 of the file that it was made from. */
  readonly sourceHash: Sha256;
  /** SHA-256 of the private file. */
  readonly fileHash: Sha256;
  readonly tables: readonly PrivateContent[];
}

export const privateFile = 'private.duckdb';

const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);
const rows = z.int().nonnegative().transform(rowCount);
const units = z.int().nonnegative().transform(unitCount);

const manifestSchema: z.ZodType<PrivateManifest> = z
  .strictObject({
    entryHash: hash,
    sourceHash: hash,
    fileHash: hash,
    tables: z
      .array(z.strictObject({ name: z.string(), rows, units, withoutUnit: rows, overCap: rows }).readonly())
      .readonly(),
  })
  .readonly();

/** Where the private file of a file of simulation data is. */
export function privateOf(source: string): string {
  return source.replace(/\.duckdb$/, '.private.duckdb');
}

/** Whether the private file of simulation data is there and made from it as it is now, under this entry. */
export async function currentPrivate(source: string, entry: CatalogEntry): Promise<boolean> {
  const sourceHash = await hashFile(source).catch(undefinedIfMissing);
  return sourceHash !== undefined && (await verifyPrivate(privateOf(source), { entry, sourceHash })).ok;
}

/** Where the manifest of a private file is: under its name, as JSON. */
export function manifestOf(file: string): string {
  return file.replace(/\.duckdb$/, '.json');
}

/** Hashes the file, closes both to writing. */
export async function sealPrivate(file: string, facts: Omit<PrivateManifest, 'fileHash'>): Promise<PrivateManifest> {
  const manifest = { ...facts, fileHash: await hashFile(file) };
  await chmod(file, 0o400);
  await writeWhole(manifestOf(file), manifest);
  await chmod(manifestOf(file), 0o400);
  return manifest;
}

/** What a private file must have been made from. */
export interface Origin {
  readonly entry: CatalogEntry;
  readonly sourceHash: Sha256;
}

/**
 * Hashes the private file again.
 * Guarantee: an accepted file has the bytes that were published, from this very source under this very entry.
 */
export async function verifyPrivate(file: string, { entry, sourceHash }: Origin): Promise<Outcome<PrivateManifest>> {
  const manifest = await readPrivateManifest(file);
  if (!manifest.ok) return manifest;
  const { value } = manifest;
  if (value.sourceHash !== sourceHash || value.entryHash !== contentHash(entry)) return damaged('be of this snapshot');
  const found = await hashFile(file).catch(undefinedIfMissing);
  return found === value.fileHash ? manifest : damaged('have the published bytes');
}

/** Reads the manifest beside a private file. Refuses E_UNKNOWN_SNAPSHOT where there is none. */
export async function readPrivateManifest(file: string): Promise<Outcome<PrivateManifest>> {
  const text = await readIfThere(manifestOf(file));
  if (text === undefined) {
    return refuse('E_UNKNOWN_SNAPSHOT', 'Cannot open the private file: must be published; got none', {
      remedy: 'Have the source department publish the data again.',
    });
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  return parsed.success ? accept(parsed.data) : damaged('have a manifest of the known form');
}

function damaged(must: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot open the private file: must ${must}; got another`, {
    remedy: 'Do not open the data; have the source department publish it again.',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
