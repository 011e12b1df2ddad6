/**
 * The store of the record on a real disk: durable commands a second through the thread that writes, beside what the disk and the engine give
 * a bare INSERT in the same run; what it takes to open a long record; what proofs cost.
 */
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openReader } from '#gateway/record/reader.ts';
import { openTables } from '#gateway/record/tables.ts';
import type { Store } from '#gateway/record/driver.ts';
import { verifyEd25519 } from '#gateway/record/keys.ts';
import type { Writer } from '#gateway/record/writer.ts';
import { inclusionProof } from '#policies/record/proof.ts';
import { verifyPermit } from '#policies/record/permit.ts';
import { unwrap } from '#policies/refusal.ts';
import { addTo, openCounters } from '../record/counters.ts';
import { aBench, foldCounters } from '../record/ledger.ts';
import { hasPostgres, startPostgres } from '../record/postgres.ts';
import { timeOf } from './measure.ts';
import { rate, type Benched, type Table } from './table.ts';

/** Of PostgreSQL there are fewer: its record is not opened again. */
const [events, eventsOfPostgres] = [100_000, 4_000];
const atOnce = 64;

/** Every figure is of one run. */
export async function benchStore({ times, scratch }: { times: number; scratch: string }): Promise<Benched> {
  const alone = 100 * times;
  const rows: string[][] = [await bare(scratch, alone)];
  const sqlite = join(scratch, 'sqlite');
  rows.push(await throughWriter('SQLite, by the writing thread', { dir: sqlite, alone, together: events }));
  if (hasPostgres) rows.push(await ofPostgres(scratch, alone));
  const columns = ['durable commands a second', 'one after the other', `${atOnce} at a time`];
  const tables: Table[] = [{ title: 'Writing the record', columns, rows }, await longRecord(sqlite)];
  return { tables, faults: [] };
}

/** One INSERT of as many bytes as an event has, and as many in one transaction. */
async function bare(scratch: string, alone: number): Promise<string[]> {
  mkdirSync(scratch, { recursive: true });
  const db = new DatabaseSync(join(scratch, 'bare.db'));
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE word (n INTEGER PRIMARY KEY, word TEXT)');
  const insert = db.prepare('INSERT INTO word (word) VALUES (?)');
  const word = 'x'.repeat(1000);
  const one = await perSecond(alone, async () => {
    for (let i = 0; i < alone; i++) insert.run(word);
  });
  const batches = Math.ceil(alone / 4);
  const many = await perSecond(batches * atOnce, async () => {
    for (let batch = 0; batch < batches; batch++) {
      db.exec('BEGIN IMMEDIATE');
      for (let i = 0; i < atOnce; i++) insert.run(word);
      db.exec('COMMIT');
    }
  });
  db.close();
  return ['SQLite, a bare INSERT of 1,000 bytes', rate(one), rate(many)];
}

interface Load {
  readonly dir: string;
  readonly store?: Store;
  readonly alone: number;
  readonly together: number;
}

async function throughWriter(name: string, { dir, store, alone, together }: Load): Promise<string[]> {
  await using writer = await openCounters(dir, store);
  const one = await perSecond(alone, () => commitMany(writer, { many: alone, side: 1 }));
  const rest = together - alone;
  const many = await perSecond(rest, () => commitMany(writer, { many: rest, side: atOnce }));
  return [name, rate(one), rate(many)];
}

async function ofPostgres(scratch: string, alone: number): Promise<string[]> {
  await using server = await startPostgres();
  const store = { kind: 'postgres', url: server.url } as const;
  const load = { dir: join(scratch, 'postgres'), store, alone, together: alone + eventsOfPostgres };
  return await throughWriter('PostgreSQL, by the writing thread', load);
}

/** `side` callers, each asks again when it was answered. */
async function commitMany(writer: Writer, { many, side }: { many: number; side: number }): Promise<void> {
  let next = 0;
  const ask = async () => {
    while (next < many) unwrap(await addTo(writer, { id: `c${next++ % 100}`, by: 1 }));
  };
  await Promise.all(Array.from({ length: side }, ask));
}

async function perSecond(many: number, work: () => Promise<unknown>): Promise<number> {
  return (1000 * many) / (await timeOf(work)).wall;
}

async function longRecord(dir: string): Promise<Table> {
  const { options, trust } = aBench(dir);
  const folder = join(dir, 'record');
  const bytes = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
  const opened: Writer[] = [];
  const opening = await timeOf(async () => void opened.push(await openCounters(dir)));
  const tables = openTables(options.store);
  const read = openReader(tables);
  const size = tables.size();
  const replay = await timeOf(async () => {
    for (let from = 0; from < size; from += 1000) foldCounters(read.entries(from, from + 1000));
  });
  const proofs = 2_000;
  const proving = await perSecond(proofs, async () => {
    for (let i = 0; i < proofs; i++) inclusionProof({ index: (i * 7919) % size, size }, tables.readNode);
  });
  await using writer = opened[0] ?? (await openCounters(dir));
  const permit = unwrap(await writer.permit(Math.floor(size / 2)));
  const verifying = await perSecond(proofs, async () => {
    for (let i = 0; i < proofs; i++) unwrap(verifyPermit(permit, trust, verifyEd25519));
  });
  tables.close();
  const rows = [
    ['opened, every event checked and folded', `${(opening.wall / 1000).toFixed(1)} s`],
    ['read and folded alone', `${(replay.wall / 1000).toFixed(1)} s`],
    ['bytes for an event, all tables', Math.round(bytes / size).toLocaleString('en-US')],
    ['inclusion proofs a second', rate(proving)],
    ['permits verified a second, two signatures each', rate(verifying)],
  ];
  return { title: `A record of ${size.toLocaleString('en-US')} events in SQLite`, columns: ['what', 'measured'], rows };
}
