/**
 * A whole history done over, by somebody who has the key of the log: what start-up, a client with tiles, and a witness in a process of
 * its own each make of it, wherever it was touched.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openRecord, type SluiceRecord } from '#gateway/record/store.ts';
import { tileBytes } from '#gateway/record/tile-bytes.ts';
import { openRemoteWitness } from '#gateway/record/witness-client.ts';
import { requireVouched } from '#gateway/record/witnesses.ts';
import { writerOf } from '#gateway/record/writer.ts';
import { parseCheckpoint, type Checkpoint } from '#policies/record/checkpoint.ts';
import { toUtf8 } from '#policies/record/hash.ts';
import { parseKey, parseNote } from '#policies/record/note.ts';
import { verifyTiledLog } from '#policies/record/tiled-log.ts';
import { printTilePath, tilesOf } from '#policies/record/tiles.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import { aBench, aCounter, actor, add, aRecord, foldCounters, now, origin, type Bench } from './ledger.ts';
import { logOf } from './tiled.ts';
import { initWitness, startWitness, type WitnessFiles, type WitnessProcess } from './witness-process.ts';

/** Entries of the true history; there is a backup of each of its sizes. */
const size = 24;
const dir = mkdtempSync(join(tmpdir(), 'tampering-'));
const bench = aBench(dir);
let files: WitnessFiles;
let witness: WitnessProcess;
let seen: Checkpoint;

beforeAll(async () => {
  files = await initWitness();
  witness = await startWitness(files, [bench.keys.log.key]);
  for (let seq = 0; seq < size; seq++) {
    {
      using record = aRecord(bench);
      unwrap(add(record, idOf(seq), seq));
    }
    cpSync(join(dir, 'record'), join(dir, `backup-${seq + 1}`), { recursive: true });
  }
  using record = aRecord(bench);
  expect((await vouched(record)).ok).toBe(true);
  seen = newestOf(record);
});
afterAll(async () => {
  await witness[Symbol.asyncDispose]();
  for (const folder of [dir, files.dir]) rmSync(folder, { recursive: true });
});

test('AO-27-1 a backup of any size, opened again, is found out by the witness and by a client', async () => {
  for (let at = 1; at < size; at++) {
    using record = copyOf(at);
    expect(codeOf(await vouched(record)), `${at}`).toBe('E_RECORD');
    expect(codeOf(await asClient(record)), `${at}`).toBe('E_VERIFY');
  }
});

test('AO-07-1 AO-27-1 a history rewritten from any entry on, and signed anew, is found out, though it verifies in itself', async () => {
  const forks = fc.record({ at: fc.integer({ min: 1, max: size - 1 }), more: fc.nat(6) });
  await fc.assert(
    fc.asyncProperty(forks, async ({ at, more }) => {
      using record = copyOf(at);
      for (let seq = at; seq < size + more; seq++) unwrap(add(record, idOf(seq), seq));
      expect((await asClient(record, 'new')).ok).toBe(true);
      expect(codeOf(await vouched(record))).toBe('E_RECORD');
      expect(codeOf(await permitOf(record))).toBe('E_RECORD');
      expect(codeOf(await asClient(record))).toBe('E_VERIFY');
    }),
    { numRuns: 12 },
  );
}, 60_000);

test('AO-27-1 the true history goes on', async () => {
  using record = aRecord(bench);
  unwrap(add(record, idOf(0), 1));
  expect((await vouched(record)).ok).toBe(true);
  expect((await asClient(record)).ok).toBe(true);
});

const columns = {
  event: ['leaf', 'life', 'id'],
  payload: ['salt', 'json'],
  subject: ['subject'],
  node: ['hash'],
  checkpoint: ['note'],
  doc: ['state', 'json'],
} as const;

test('AO-27-1 openRecord refuses one flipped bit in any cell of the record', () => {
  const tables = Object.entries(columns).flatMap(([table, names]) => names.map((column) => ({ table, column })));
  const place = fc.record({ cell: fc.constantFrom(...tables), row: fc.nat(), at: fc.nat(), bit: fc.nat(6) });
  fc.assert(
    fc.property(place, (place) => {
      const changed = flipCell(place);
      const opened = openRecord({ ...bench.options, store: changed });
      if (opened.ok) opened.value[Symbol.dispose]();
      expect(codeOf(opened)).toBe('E_RECORD');
    }),
    { numRuns: 40 },
  );
}, 60_000);

test('AO-27-1 the tiles of a record are those of its leaves, at every level', () => {
  const many: Bench = aBench();
  using record = aRecord(many);
  const source = writerOver(record);
  // At 300 the only full tile has no neighbour yet.
  for (const until of [300, 700]) {
    const events = Array.from({ length: until - record.read.size() }, (_, i) => ({
      life: 'counter',
      id: `c${until}-${i}`,
      type: 'counter.added',
      data: { add: 1 },
    }));
    const docs = events.map(({ id }) => aCounter(id, 1));
    unwrap(record.commit({ actor, now }, () => accept({ events, docs })));
    const leaves = source.read.entries(0, until).map(({ leaf }) => toUtf8(leaf));
    const { files } = logOf(leaves, many.keys.log);
    for (const tile of tilesOf(until)) {
      expect(tileBytes(source, tile), printTilePath(tile)).toEqual(files.get(printTilePath(tile)));
    }
    for (const more of tilesOf(1_000)) {
      if (!files.has(printTilePath(more))) expect(tileBytes(source, more)).toBeUndefined();
    }
  }
});

/** Flips a bit of one cell in a copy of the record, triggers or not. */
function flipCell({
  cell,
  row,
  at,
  bit,
}: {
  cell: { table: string; column: string };
  row: number;
  at: number;
  bit: number;
}) {
  const file = join(dir, 'flipped', 'record.db');
  rmSync(join(dir, 'flipped'), { recursive: true, force: true });
  cpSync(join(dir, `backup-${size}`), join(dir, 'flipped'), { recursive: true });
  using db = new DatabaseSync(file);
  db.exec('PRAGMA foreign_keys = OFF');
  for (const { name } of db.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all())
    db.exec(`DROP TRIGGER ${String(name)}`);
  const { table, column } = cell;
  // Of the checkpoints the newest is what start-up goes by.
  const order = table === 'checkpoint' ? 'ORDER BY size DESC' : '';
  const rows = db.prepare(`SELECT ${column} AS value FROM ${table} ${order}`).all();
  const value = rows[table === 'checkpoint' ? 0 : row % rows.length]?.['value'];
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value as Uint8Array);
  bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ (1 << bit);
  const next = typeof value === 'string' ? bytes.toString('latin1') : bytes;
  const where = table === 'checkpoint' ? `size = ${size}` : `${column} = ?`;
  const limit = `rowid = (SELECT rowid FROM ${table} WHERE ${where} LIMIT 1)`;
  const parameters = table === 'checkpoint' ? [next] : [next, value as string];
  const clause = ['subject', 'node', 'doc', 'cosignature'].includes(table) ? `${column} = ?` : limit;
  db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${clause}`).run(...parameters);
  return { kind: 'sqlite', file } as const;
}

/** Three counters, none a bit away from another. */
function idOf(seq: number): string {
  return 'c'.repeat(1 + (seq % 3));
}

function copyOf(at: number): SluiceRecord {
  const folder = join(dir, 'copy');
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(dir, `backup-${at}`), folder, { recursive: true });
  return unwrap(openRecord({ ...bench.options, store: { kind: 'sqlite', file: join(folder, 'record.db') } }));
}

/** A gateway that remembers nothing of the witness. */
function writerOver(record: SluiceRecord) {
  const key = unwrap(parseKey(files.vkey));
  const remote = openRemoteWitness({ key, url: witness.url, origin, file: ':memory:', clock: Date.now });
  return writerOf(record, { decisions: [], fold: foldCounters }, { witnesses: [remote], quorum: 1 });
}

function vouched(record: SluiceRecord): Promise<Outcome<void>> {
  const key = unwrap(parseKey(files.vkey));
  const remote = openRemoteWitness({ key, url: witness.url, origin, file: ':memory:', clock: Date.now });
  return requireVouched(writerOver(record), { witnesses: [remote], quorum: 1 });
}

function permitOf(record: SluiceRecord): Promise<Outcome<unknown>> {
  return writerOver(record).permit(0);
}

/** A client that saw the true log, or one that sees a log for the first time. */
function asClient(record: SluiceRecord, client: 'old' | 'new' = 'old') {
  const source = writerOver(record);
  return verifyTiledLog({
    checkpoint: newestOf(record),
    read: async (tile) => tileBytes(source, tile),
    depth: 'entries',
    seen: client === 'old' ? seen : undefined,
  });
}

function newestOf({ tables }: SluiceRecord): Checkpoint {
  return unwrap(parseCheckpoint(unwrap(parseNote(tables.checkpoint()?.note ?? '')).text));
}

function codeOf(outcome: Outcome<unknown>): string {
  return outcome.ok ? 'accepted' : outcome.refusals[0].code;
}
