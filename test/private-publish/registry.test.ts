/** One unit has one number everywhere, whoever publishes at the same time, and the numbers say nothing about the ids. */
import { createHmac } from 'node:crypto';
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { entryId, idSpace } from '#policies/units.ts';
import { ingestInChild } from '#sandbox/supervisor/ingest.ts';
import { currentSnapshot, verifyPrivateSnapshot } from '#sandbox/data/snapshot.ts';
import { anEntry as aPeopleEntry, csv } from '../data/builders.ts';
import { anEntry, aTable, mapOf, publishRows, type Published } from './builders.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-registry-'));
});
afterEach(async () => rm(folder, { recursive: true, force: true }));

const visitsOf = (...people: readonly string[]) => people.map((who) => `'${who}', 'k', 1, 1, 'name'`);

async function numbersIn(published: Published, table = 'visit'): Promise<ReadonlyMap<string, number>> {
  unwrap(published.outcome);
  return numbers(published.file, `SELECT DISTINCT who, __u FROM ${table}`);
}

async function numbers(file: string, sql: string): Promise<ReadonlyMap<string, number>> {
  return new Map([...(await mapOf(file, sql))].map(([id, u]) => [id, Number(u)]));
}

test('new units are numbered in the order of HMAC-SHA256 under the key of the space, after the highest known', async () => {
  const first = Array.from({ length: 40 }, (_, i) => `人${i}`);
  const later = Array.from({ length: 20 }, (_, i) => `p${i}`);
  await publishRows(folder, { visit: visitsOf(...first) });
  const numbers = await numbersIn(await publishRows(folder, { visit: visitsOf(...first, ...later) }));
  const key = await readFile(join(folder, 'units', 'units-person.key'));
  const hmac = (id: string) => createHmac('sha256', key).update(id).digest('hex');
  const order = (ids: readonly string[]) => ids.toSorted((a, b) => (hmac(a) < hmac(b) ? -1 : 1));
  const expected = [...order(first), ...order(later)].map((id, at): [string, number] => [id, at + 1]);
  expect(key).toHaveLength(32);
  expect(numbers).toEqual(new Map(expected));
});

test('a unit has the same number and its rows the same ranks in another entry, another table and a later snapshot', async () => {
  const one = await numbersIn(await publishRows(folder, { visit: visitsOf('a', 'b', 'c') }));
  const other = anEntry([aTable({ name: 'stay' })], { id: entryId('stays') });
  const two = await numbersIn(await publishRows(folder, { stay: visitsOf('z', 'c', 'a') }, { entry: other }), 'stay');
  const three = await numbersIn(await publishRows(folder, { visit: visitsOf('b', 'q') }));
  for (const id of ['a', 'c']) expect(two.get(id)).toBe(one.get(id));
  expect(three.get('b')).toBe(one.get('b'));
  expect(new Set([...one.values(), ...two.values(), ...three.values()]).size).toBe(5);
});

test('spaces have keys and numbers of their own', async () => {
  const cards = anEntry([aTable({ units: [{ space: idSpace('card'), column: 'who' }] })]);
  await publishRows(folder, { visit: visitsOf('a', 'b', 'c') });
  const numbers = await numbersIn(await publishRows(folder, { visit: visitsOf('x', 'a') }, { entry: cards }));
  expect(new Set(numbers.values())).toEqual(new Set([1, 2]));
  const keys = await Promise.all(
    ['person', 'card'].map((space) => readFile(join(folder, 'units', `units-${space}.key`))),
  );
  expect(keys[0]?.equals(keys[1] ?? Buffer.alloc(0))).toBe(false);
});

test('one publication numbers the units of two spaces', async () => {
  const trips = aTable({ name: 'trip', units: [{ space: idSpace('card'), column: 'who' }] });
  const rows = { visit: visitsOf('a', 'b'), trip: visitsOf('a', 'c', 'd') };
  const published = await publishRows(folder, rows, { entry: anEntry([aTable(), trips]) });
  expect([...(await numbersIn(published)).keys()].toSorted()).toEqual(['a', 'b']);
  expect([...(await numbersIn(published, 'trip')).keys()].toSorted()).toEqual(['a', 'c', 'd']);
});

test('publications at once in one process agree on every number', async () => {
  const groups = Array.from({ length: 6 }, (_, k) => Array.from({ length: 30 }, (_, i) => `p${k * 10 + i}`));
  const found = await Promise.all(
    groups.map(async (people) => numbersIn(await publishRows(folder, { visit: visitsOf(...people) }))),
  );
  expectAgreement(found, 80);
});

test('ingests at once in processes of their own agree on every number, and their private files verify', async () => {
  const root = join(folder, 'snapshots');
  const log = 2;
  const ids = ['people', 'others', 'thirds'];
  const ingested = await Promise.all(
    ids.map(async (id, k) => {
      const lines = Array.from({ length: 200 }, (_, i) => `${k * 100 + i},Ann,1,2020-01-02,a,`);
      const file = join(folder, `${id}.csv`);
      await writeFile(file, csv(lines));
      const entry = aPeopleEntry({ id: entryId(id) });
      return ingestInChild({ entry, files: { people: file }, root, now: '2026-03-02T01:30:00.000Z' }, log);
    }),
  );
  ingested.forEach(unwrap);
  const found = await Promise.all(
    ids.map(async (id) => {
      const snapshot = unwrap(await currentSnapshot(root, entryId(id)));
      expect(unwrap(await verifyPrivateSnapshot(snapshot)).tables).toMatchObject([{ rows: 200, units: 200 }]);
      return numbers(snapshot.private ?? '', 'SELECT id, __u FROM people');
    }),
  );
  expectAgreement(found, 400);
});

/** Equal ids have equal numbers, different ones different, and none is left out between 1 and the highest. */
function expectAgreement(found: readonly ReadonlyMap<string, number>[], units: number): void {
  const all = new Map<string, number>();
  for (const [id, u] of found.flatMap((numbers) => [...numbers])) {
    expect([id, all.get(id) ?? u]).toEqual([id, u]);
    all.set(id, u);
  }
  expect([...all.values()].sort((a, b) => a - b)).toEqual(Array.from({ length: units }, (_, i) => i + 1));
}

test('verifyPrivateSnapshot refuses one changed bit, the file of another snapshot, and none', async () => {
  const root = join(folder, 'snapshots');
  const file = join(folder, 'people.csv');
  const ingest = async (now: string, amount: number) => {
    await writeFile(file, csv([`1,Ann,${amount},2020-01-02,a,`]));
    unwrap(await ingestInChild({ entry: aPeopleEntry(), files: { people: file }, root, now }, 2));
    return unwrap(await currentSnapshot(root, entryId('people')));
  };
  const older = await ingest('2026-03-02T01:30:00.000Z', 1);
  const newer = await ingest('2026-03-03T01:30:00.000Z', 2);
  const verify = async () => verifyPrivateSnapshot(newer);
  expect((await verify()).ok).toBe(true);
  const own = await readFile(newer.private ?? '');
  const bytes = Buffer.from(own);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await chmod(newer.private ?? '', 0o600);
  await writeFile(newer.private ?? '', bytes);
  expect(await verify()).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
  await rm(join(newer.folder, 'private.json'));
  expect(await verify()).toMatchObject({ ok: false, refusals: [{ code: 'E_UNKNOWN_SNAPSHOT' }] });
  for (const name of ['private.duckdb', 'private.json']) await cp(join(older.folder, name), join(newer.folder, name));
  expect(await verify()).toMatchObject({ ok: false, refusals: [{ code: 'E_VERIFY' }] });
});
