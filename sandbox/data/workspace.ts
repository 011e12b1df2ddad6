/**
 * All or nothing on the disk: everything is written into a hidden folder beside the target, which becomes the snapshot by
 * one rename. Whatever goes wrong before, disposing of the workspace leaves nothing behind.
 */
import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { EntryId } from '#policies/units.ts';
import { privateFile } from '../private/manifest.ts';
import { currentFile, dataFile, manifestFile, type SnapshotManifest } from './snapshot.ts';

const hiddenPrefix = '.ingest-';

export class Workspace implements AsyncDisposable {
  readonly #entry: string;
  readonly #folder: string;
  /** For sources in other encodings and for what the engine spills. */
  readonly scratch: string;
  /** Becomes the snapshot folder. */
  readonly #out: string;

  private constructor(entry: string) {
    this.#entry = entry;
    this.#folder = join(entry, `${hiddenPrefix}${randomUUID()}`);
    this.scratch = join(this.#folder, 'scratch');
    this.#out = join(this.#folder, 'out');
  }

  /** @throws RangeError when `root` has a `?`, after which the engine looks for its journal in another place */
  static async create(root: string, entryId: EntryId): Promise<Workspace> {
    if (root.includes('?')) throw new RangeError('Cannot ingest: the snapshot root must hold no "?"; got one');
    const space = new Workspace(join(root, entryId));
    await mkdir(space.scratch, { recursive: true, mode: 0o700 });
    await mkdir(space.#out, { mode: 0o700 });
    return space;
  }

  get data(): string {
    return join(this.#out, dataFile);
  }

  get private(): string {
    return join(this.#out, privateFile);
  }

  /** Returns false, and changes nothing, where a snapshot of this id is already published. */
  async publish(manifest: SnapshotManifest): Promise<boolean> {
    await write(join(this.#out, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`, 0o400);
    await chmod(this.data, 0o400);
    const next = join(this.#folder, currentFile);
    await write(next, `${manifest.snapshotId}\n`, 0o600);
    const target = join(this.#entry, manifest.snapshotId);
    try {
      await rename(this.#out, target);
    } catch (error) {
      if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return false;
      throw error;
    }
    try {
      await rename(next, join(this.#entry, currentFile));
    } catch (error) {
      await rm(target, { recursive: true, force: true });
      throw error;
    }
    return true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
    await rmdir(this.#entry).catch((error: unknown) => {
      if (!isCode(error, 'ENOTEMPTY') && !isCode(error, 'EEXIST') && !isCode(error, 'ENOENT')) throw error;
    });
  }
}

/**
 * Removes what ingests left that were killed before they could clean up: it holds real rows.
 * Only while no ingest runs on `root`. Returns how many there were.
 */
export async function removeAbandoned(root: string): Promise<number> {
  const found = await readdir(root, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  });
  const folders = found.filter((item) => item.isDirectory() && item.name.startsWith(hiddenPrefix));
  for (const item of folders) await rm(join(item.parentPath, item.name), { recursive: true, force: true });
  return folders.length;
}

/** Written through to the disk before it is named by anything. */
async function write(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
