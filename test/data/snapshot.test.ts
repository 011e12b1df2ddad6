import { chmod, cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contentHash } from '#policies/record/content-hash.ts';
import { unwrap } from '#policies/refusal.ts';
import { entryId } from '#policies/units.ts';
import {
  currentSnapshot,
  listSnapshots,
  readManifest,
  verifySnapshot,
  type Snapshot,
  type SnapshotManifest,
} from '#sandbox/data/snapshot.ts';
import { removeAbandoned } from '#sandbox/data/workspace.ts';
import { anEntry, csv, ingestText, TestFolder } from './builders.ts';

let folder: TestFolder;
let snapshot: Snapshot;
let manifest: SnapshotManifest;
beforeEach(async () => {
  folder = await TestFolder.create();
  manifest = unwrap(await ingestText(folder, csv()));
  snapshot = unwrap(await currentSnapshot(folder.root, anEntry().id));
});
afterEach(async () => folder[Symbol.asyncDispose]());

async function rewrite(change: (manifest: Record<string, unknown>) => Record<string, unknown>): Promise<void> {
  const path = join(snapshot.folder, 'manifest.json');
  const read = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
  await chmod(path, 0o600);
  await writeFile(path, JSON.stringify(change(read)));
}

test('readManifest reads back what was published', async () => {
  expect(unwrap(await readManifest(snapshot.folder))).toEqual(manifest);
  expect(manifest.entry).toEqual(anEntry());
  expect(manifest.entryHash).toBe(contentHash(anEntry()));
});

test('readManifest refuses where there is none', async () => {
  expect(await readManifest(folder.path)).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_SNAPSHOT' }] });
});

test.each<[string, (manifest: Record<string, unknown>) => Record<string, unknown>]>([
  ['an unknown key', (found) => ({ ...found, extra: 1 })],
  ['no content hash', (found) => ({ ...found, contentHash: undefined })],
  ['another entry than was hashed', (found) => ({ ...found, entry: anEntry({ version: 2 }) })],
  ['other tables than were hashed', (found) => ({ ...found, tables: [] })],
  ['a grade that does not exist', (found) => JSON.parse(JSON.stringify(found).replace('"L3"', '"core"'))],
])('readManifest refuses a manifest with %s', async (_, change) => {
  await rewrite(change);
  expect(await readManifest(snapshot.folder)).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
});

test('verifySnapshot accepts the published bytes and refuses one changed bit, or no file', async () => {
  expect(unwrap(await verifySnapshot(snapshot.folder))).toEqual(manifest);
  const copy = join(folder.path, 'copy');
  await cp(snapshot.folder, copy, { recursive: true });
  const data = join(copy, 'data.duckdb');
  const bytes = await readFile(data);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await chmod(data, 0o600);
  await writeFile(data, bytes);
  expect(await verifySnapshot(copy)).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
  await cp(join(snapshot.folder, 'manifest.json'), join(folder.path, 'manifest.json'));
  expect(await verifySnapshot(folder.path)).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
});

test('currentSnapshot refuses an unknown entry and a current file that names another place', async () => {
  const unknown = await currentSnapshot(folder.root, entryId('nothing'));
  expect(unknown).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_SNAPSHOT' }] });
  await writeFile(join(folder.root, 'people', 'current'), '../../elsewhere\n');
  const outside = await currentSnapshot(folder.root, anEntry().id);
  expect(outside).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_SNAPSHOT' }] });
});

test('currentSnapshot refuses a folder that holds the snapshot of another entry', async () => {
  await cp(join(folder.root, 'people'), join(folder.root, 'others'), { recursive: true });
  const outcome = await currentSnapshot(folder.root, entryId('others'));
  expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
});

test('removeAbandoned removes what a killed ingest left, and no snapshot', async () => {
  const left = join(folder.root, 'people', '.ingest-1', 'out');
  await cp(snapshot.folder, left, { recursive: true });
  expect(await removeAbandoned(folder.root)).toBe(1);
  expect(await listSnapshots(folder.root)).toHaveLength(1);
  expect(await folder.published()).not.toContain(join('people', '.ingest-1'));
  expect(await removeAbandoned(join(folder.path, 'none'))).toBe(0);
});

test('listSnapshots lists published folders only', async () => {
  await cp(snapshot.folder, join(folder.root, 'people', '.ingest-abc'), { recursive: true });
  const { entryId, snapshotId, folder: path } = snapshot;
  expect(await listSnapshots(folder.root)).toEqual([{ entryId, snapshotId, folder: path }]);
  expect(await listSnapshots(join(folder.path, 'none'))).toEqual([]);
});
