/**
 * The published form of an entry's real data: one immutable folder per publication.
 *
 *   <root>/<entryId>/<snapshotId>/data.duckdb     all tables of the entry, schema main, mode 0400
 *   <root>/<entryId>/<snapshotId>/manifest.json   what it holds, mode 0400
 *   <root>/<entryId>/<snapshotId>/private.duckdb  its protected units in the form of the private lane, with private.json; mode 0400
 *   <root>/<entryId>/current                      the id of the newest, one line
 *   <root>/.units/                                which number each unit has, for all entries and snapshots
 *
 * Folders have mode 0700. A reader opens `data.duckdb` READ_ONLY; nobody writes to it again.
 * The manifest carries counts of real rows, so it stays inside the domain like the data itself.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { entrySchema } from '#policies/catalog/entry-schema.ts';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { privateTables } from '#policies/catalog/units.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import {
  entryId,
  instant,
  rowCount,
  sha256,
  snapshotId,
  type EntryId,
  type Instant,
  type RowCount,
  type Sha256,
  type SnapshotId,
} from '#policies/units.ts';
import { privateFile, verifyPrivate, type PrivateManifest } from '../private/manifest.ts';
import { readIfThere, undefinedIfMissing } from '../whole-file.ts';
import { hashFile } from './fingerprint.ts';

/** One table as it was published. */
export interface TableContent {
  readonly name: string;
  readonly rows: RowCount;
  /** Of columns, types and the multiset of rows; neither row order nor file layout changes it. @see content-hash.ts */
  readonly contentHash: Sha256;
}

export interface SnapshotManifest {
  readonly snapshotId: SnapshotId;
  readonly entry: CatalogEntry;
  /** SHA-256 of the JCS form of `entry`. */
  readonly entryHash: Sha256;
  /** SHA-256 of the JCS form of `tables`: equal exactly where the logical content is. */
  readonly contentHash: Sha256;
  /** SHA-256 of `data.duckdb`: says that this very file is untouched; differs between two ingests of one content. */
  readonly fileHash: Sha256;
  /** In the order of the entry. */
  readonly tables: readonly TableContent[];
  readonly at: Instant;
  /** Version of the engine that wrote the file. */
  readonly duckdb: string;
}

/** Where one snapshot is. */
export interface SnapshotRef {
  readonly entryId: EntryId;
  readonly snapshotId: SnapshotId;
  readonly folder: string;
}

/** A snapshot ready to be opened READ_ONLY. */
export interface Snapshot extends SnapshotRef {
  readonly data: string;
  /** The private file, for an entry with protected units. One of a snapshot from before the private lane is not there. */
  readonly private?: string;
  readonly manifest: SnapshotManifest;
}

export const dataFile = 'data.duckdb';
export const manifestFile = 'manifest.json';
export const currentFile = 'current';

const idPattern = /^[a-zA-Z][a-zA-Z0-9_.@-]{0,127}$/;
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .transform(sha256);

const manifestSchema: z.ZodType<SnapshotManifest> = z
  .strictObject({
    snapshotId: z.string().regex(idPattern).transform(snapshotId),
    entry: entrySchema,
    entryHash: hash,
    contentHash: hash,
    fileHash: hash,
    tables: z
      .array(
        z
          .strictObject({
            name: z.string(),
            rows: z.int().nonnegative().transform(rowCount),
            contentHash: hash,
          })
          .readonly(),
      )
      .readonly(),
    at: z.iso.datetime({ precision: 3 }).transform(instant),
    duckdb: z.string(),
  })
  .readonly();

/**
 * Reads `manifest.json` of a snapshot folder.
 * Guarantee: an accepted manifest is strict, and its entry and contents have the hashes it states.
 */
export async function readManifest(folder: string): Promise<Outcome<SnapshotManifest>> {
  const text = await readIfThere(join(folder, manifestFile));
  if (text === undefined) {
    return refuse('E_UNKNOWN_SNAPSHOT', 'Cannot read the manifest: must be a published snapshot; got none');
  }
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) return damaged('read the manifest', 'have the form of a manifest', 'another form');
  const manifest = parsed.data;
  if (contentHash(manifest.entry) !== manifest.entryHash || contentHash(manifest.tables) !== manifest.contentHash) {
    return damaged('read the manifest', 'have the stated hashes', 'others');
  }
  return accept(manifest);
}

/**
 * The newest snapshot of an entry, by its `current` file. Reads the manifest but not the data: see `verifySnapshot`.
 */
export async function currentSnapshot(root: string, entryId: EntryId): Promise<Outcome<Snapshot>> {
  const named = (await readIfThere(join(root, entryId, currentFile)))?.trim();
  if (named === undefined || !idPattern.test(named)) {
    return refuse('E_UNKNOWN_SNAPSHOT', `Cannot open ${entryId}: must have a published snapshot; got none`);
  }
  const id = snapshotId(named);
  const folder = join(root, entryId, id);
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  if (manifest.value.snapshotId !== id || manifest.value.entry.id !== entryId) {
    return damaged(`open ${entryId}`, 'be the snapshot that its folder names', 'another');
  }
  return accept({
    entryId,
    snapshotId: id,
    folder,
    data: join(folder, dataFile),
    ...(privateTables(manifest.value.entry).length > 0 && { private: join(folder, privateFile) }),
    manifest: manifest.value,
  });
}

/** The newest snapshot of each entry, each entry once. Refuses E_UNKNOWN_SNAPSHOT where one has none. */
export async function currentSnapshots(
  root: string,
  entries: readonly EntryId[],
): Promise<Outcome<readonly Snapshot[]>> {
  const found: Snapshot[] = [];
  for (const id of new Set(entries)) {
    const snapshot = await currentSnapshot(root, id);
    if (!snapshot.ok) return snapshot;
    found.push(snapshot.value);
  }
  return accept(found);
}

/** All published snapshots, by entry and then by id (which begins with its date). Temporary folders are not listed. */
export async function listSnapshots(root: string): Promise<readonly SnapshotRef[]> {
  const found: SnapshotRef[] = [];
  for (const entry of await foldersIn(root)) {
    for (const id of await foldersIn(join(root, entry))) {
      found.push({ entryId: entryId(entry), snapshotId: snapshotId(id), folder: join(root, entry, id) });
    }
  }
  return found;
}

/**
 * Hashes the data file again.
 * Guarantee: an accepted snapshot has the very bytes that were published. Costs one read of the file.
 */
export async function verifySnapshot(folder: string): Promise<Outcome<SnapshotManifest>> {
  const manifest = await readManifest(folder);
  if (!manifest.ok) return manifest;
  const found = await hashFile(join(folder, dataFile)).catch(undefinedIfMissing);
  if (found === manifest.value.fileHash) return manifest;
  return damaged('verify the snapshot', 'have the published bytes', found === undefined ? 'no file' : 'others');
}

/**
 * Hashes the private file of a snapshot again.
 * Guarantee: an accepted file has the very bytes that were published from the data of this snapshot. Refuses E_UNKNOWN_SNAPSHOT where
 * there is none.
 */
export async function verifyPrivateSnapshot({ manifest, ...snapshot }: Snapshot): Promise<Outcome<PrivateManifest>> {
  return verifyPrivate(join(snapshot.folder, privateFile), { entry: manifest.entry, sourceHash: manifest.fileHash });
}

function damaged(what: string, must: string, got: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot ${what}: must ${must}; got ${got}`, {
    remedy: 'Do not open the data; have the source department publish it again.',
  });
}

async function foldersIn(path: string): Promise<readonly string[]> {
  const found = await readdir(path, { withFileTypes: true }).catch(undefinedIfMissing);
  const folders = (found ?? []).filter((item) => item.isDirectory() && idPattern.test(item.name));
  return folders.map((item) => item.name).sort();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
