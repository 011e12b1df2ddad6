/** The record: one way to write, all or nothing, and nothing believed at the door. */
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { openKey } from '#gateway/record/keys.ts';
import { openRecord } from '#gateway/record/store.ts';
import type { DraftEvent } from '#gateway/record/write.ts';
import { accept, refuse, unwrap } from '#policies/refusal.ts';
import { algorithms } from '#policies/record/note.ts';
import { oracleRoot } from './builders.ts';
import { aBench, aCounter, add, actor, aHeldPermit, aRecord, givePermit, now } from './ledger.ts';
import { toHex, toUtf8 } from '#policies/record/hash.ts';

const dirs: string[] = [];
afterEach(() => dirs.splice(0).forEach((dir) => rmSync(dir, { recursive: true })));

test('AO-28-1 commit writes events, payloads, tree, projection and checkpoint together', () => {
  const bench = aBench();
  using record = aRecord(bench);
  unwrap(add(record, 'a', 3));
  expect(unwrap(add(record, 'a', 9, ['run-1', 'run-1'])).size).toBe(2);
  expect(record.read.load('counter', 'a')).toEqual({ ...aCounter('a', 12), version: 2 });
  expect(record.read.entries(0, 9).map(({ data, version }) => [data, version])).toEqual([
    [{ add: 3 }, 1],
    [{ add: 9 }, 2],
  ]);
  expect(record.read.bySubject('run-1').map(({ entry }) => entry.seq)).toEqual([1]);
  expect(record.read.bySubject('a').map(({ entry }) => entry.seq)).toEqual([0, 1]);
  const leaves = record.read.entries(0, 2).map(({ leaf }) => toUtf8(leaf));
  const { checkpoint, entry } = aHeldPermit(record, 1, bench);
  expect(toHex(checkpoint.root)).toBe(toHex(oracleRoot(leaves)));
  expect(entry).toMatchObject({ actor: 'wang.min', role: 'operator', versions: { code: '0.1.0' } });
  expect(entry.subjects).toEqual(['counter/a', 'run-1']);
});

test('commit writes nothing when decide refuses, throws, or the draft is not one', () => {
  using record = aRecord();
  unwrap(add(record, 'a', 1));
  const before = record.tables.checkpoint();
  expect(record.commit({ actor, now }, () => refuse('E_STATE', 'Cannot')).ok).toBe(false);
  const event: DraftEvent = { life: 'counter', id: 'a', type: 'counter.added', data: { add: 1 } };
  const bad = [
    () => {
      throw new Error('our bug');
    },
    () => accept({ events: [event, { ...event, data: NaN }], docs: [] }),
    () => accept({ events: [event], docs: [aCounter('a', 2), aCounter('b', 1)] }),
    () => accept({ events: [], docs: [aCounter('a', 2)] }),
    () => accept({ events: [{ ...event, life: 'a/b' }], docs: [] }),
    () => accept({ events: [event], docs: [{ ...aCounter('a', 2), json: undefined }] }),
    () => accept({ events: [{ ...event, subjects: ['x'.repeat(70_000)] }], docs: [] }),
    () => add(record, 'a', 1) as never,
  ];
  bad.forEach((decide) => expect(() => record.commit({ actor, now }, decide)).toThrow());
  expect(record.read.size()).toBe(1);
  expect(record.read.load('counter', 'a')).toEqual({ ...aCounter('a', 1), version: 1 });
  expect(record.tables.checkpoint()).toEqual(before);
  expect(unwrap(add(record, 'a', 1)).size).toBe(2);
});

test('commit of two writers on one file: each decides on what the other wrote, and every number is given once', () => {
  const bench = aBench(aDir());
  using one = aRecord(bench);
  using two = aRecord(bench);
  for (let i = 0; i < 6; i++) unwrap(add(i % 2 ? one : two, 'a', 1));
  expect(one.read.load('counter', 'a')).toEqual({ ...aCounter('a', 6), version: 6 });
  expect(aHeldPermit(two, 5, bench).entry.seq).toBe(5);
  expect(aHeldPermit(one, 0, bench).checkpoint.size).toBe(6);
});

test('list pages in order of id and filters by state', () => {
  using record = aRecord();
  for (const [id, by] of [
    ['c', 1],
    ['a', 10],
    ['b', 2],
    ['d', 20],
  ] as const)
    unwrap(add(record, id, by));
  const ids = (filter?: Parameters<typeof record.read.list>[1]) =>
    record.read.list('counter', filter).map((doc) => doc.id);
  expect(ids()).toEqual(['a', 'b', 'c', 'd']);
  expect(ids({ state: 'high' })).toEqual(['a', 'd']);
  expect(ids({ state: ['high', 'low'], after: 'a', limit: 2 })).toEqual(['b', 'c']);
  expect(record.read.list('other')).toEqual([]);
});

test('property: after any commits, refused ones between, every permit holds and the record opens again', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c'), by: fc.nat(9), refused: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
      const bench = aBench(aDir());
      using record = aRecord(bench);
      for (const { id, by, refused } of steps) {
        if (refused) record.commit({ actor, now }, () => refuse('E_STATE', 'Cannot'));
        else unwrap(add(record, id, by));
      }
      const size = steps.filter((s) => !s.refused).length;
      for (let seq = 0; seq < size; seq++) expect(aHeldPermit(record, seq, bench).entry.seq).toBe(seq);
      expect(() => givePermit(record, size, bench.witness)).toThrow('no event');
      using again = aRecord(bench);
      expect(again.read.size()).toBe(size);
    }),
    { numRuns: 20 },
  );
});

test('AO-27-1 the tables forbid UPDATE and DELETE on everything that is the log', () => {
  const { db } = aClosedRecord();
  for (const table of ['event', 'payload', 'subject', 'node', 'checkpoint']) {
    expect(() => db.exec(`DELETE FROM ${table}`)).toThrow(/only grows|FOREIGN KEY/);
    const column = db.prepare(`SELECT name FROM pragma_table_info('${table}')`).get()?.['name'];
    expect(() => db.exec(`UPDATE ${table} SET ${String(column)} = ${String(column)}`)).toThrow(/only grows/);
  }
});

const tampering = {
  'a rewritten payload': `UPDATE payload SET json = '{"add":9}' WHERE seq = 1`,
  'another salt': `UPDATE payload SET salt = (SELECT salt FROM payload WHERE seq = 0) WHERE seq = 1`,
  'a dropped payload': 'DELETE FROM payload WHERE seq = 1',
  'a rewritten leaf': `UPDATE event SET leaf = replace(leaf, 'wang.min', 'li.lei') WHERE seq = 1`,
  'a leaf of another life': `UPDATE event SET life = 'other' WHERE seq = 1`,
  'a dropped last event':
    'DELETE FROM event WHERE seq = 2; DELETE FROM payload WHERE seq = 2; DELETE FROM subject WHERE seq = 2',
  'a dropped middle event': 'DELETE FROM event WHERE seq = 1; DELETE FROM payload WHERE seq = 1',
  'reordered events': `UPDATE event SET seq = 9 WHERE seq = 0; UPDATE event SET seq = 0 WHERE seq = 1; UPDATE event SET seq = 1 WHERE seq = 9;
    UPDATE payload SET seq = 9 WHERE seq = 0; UPDATE payload SET seq = 0 WHERE seq = 1; UPDATE payload SET seq = 1 WHERE seq = 9`,
  'another version': 'UPDATE event SET version = 7 WHERE seq = 2',
  'a changed node': 'UPDATE node SET hash = zeroblob(32) WHERE level = 1',
  'a dropped node': 'DELETE FROM node WHERE level = 1',
  'an extra node': 'INSERT INTO node VALUES (5, 0, zeroblob(32))',
  'a dropped subject': `DELETE FROM subject WHERE subject = 'counter/a'`,
  'an extra subject': `INSERT INTO subject VALUES ('run-7', 0)`,
  'a dropped checkpoint': 'DELETE FROM checkpoint WHERE size = 3',
  'a forged checkpoint': `UPDATE checkpoint SET note = replace(note, 'sluice', 'other') WHERE size = 3`,
  'another state': `UPDATE doc SET state = 'high' WHERE id = 'a'`,
  'another document': `UPDATE doc SET json = '{"sum":99}' WHERE id = 'a'`,
  'a document of another version': 'UPDATE doc SET version = 9',
  'a dropped document': `DELETE FROM doc WHERE id = 'a'`,
  'a document without events': `INSERT INTO doc VALUES ('counter', 'z', 'low', 1, '{"sum":1}')`,
} as const;

test.each(Object.entries(tampering))('AO-27-1 openRecord refuses %s', (_, sql) => {
  const { db, bench } = aClosedRecord();
  db.exec('PRAGMA foreign_keys = OFF');
  for (const { name } of db.prepare(`SELECT name FROM sqlite_master WHERE type = 'trigger'`).all()) {
    db.exec(`DROP TRIGGER ${String(name)}`);
  }
  db.exec(sql);
  db.close();
  const opened = openRecord(bench.options);
  expect(opened.ok ? 'opened' : opened.refusals[0].code).toBe('E_RECORD');
});

test('openRecord refuses a file that is not a database, and throws what is our own bug', () => {
  const { bench, file, db } = aClosedRecord();
  db.close();
  const broken = aBench(undefined, { store: bench.options.store, log: bench.keys.log });
  const lazy = { ...broken.options, fold: () => [] };
  expect(() => openRecord(lazy)).toThrow('fold must read every event');
  rmSync(`${file}-wal`, { force: true });
  overwrite(file);
  const opened = openRecord(bench.options);
  expect(opened.ok ? 'opened' : opened.refusals[0].code).toBe('E_RECORD');
});

test('openKeys makes one file each that only its owner can read, and refuses one that others can', () => {
  const dir = aDir();
  aBench(dir);
  const files = readdirSync(join(dir, 'keys'));
  expect(files.sort()).toEqual(['certificate.key', 'log.key', 'witness.key']);
  files.forEach((file) => expect(statSync(join(dir, 'keys', file)).mode & 0o777).toBe(0o600));
  const file = join(dir, 'keys', 'log.key');
  const first = openKey(file, 'o', algorithms.ed25519);
  expect(openKey(file, 'o', algorithms.ed25519).key).toEqual(first.key);
  chmodSync(file, 0o640);
  expect(() => openKey(file, 'o', algorithms.ed25519)).toThrow('owner only');
});

function aClosedRecord() {
  const dir = aDir();
  const bench = aBench(dir);
  {
    using record = aRecord(bench);
    for (const [id, by] of [
      ['a', 1],
      ['b', 2],
      ['a', 3],
    ] as const)
      unwrap(add(record, id, by));
  }
  const file = join(dir, 'record', 'record.db');
  return { bench: aBench(dir), file, db: new DatabaseSync(file) };
}

function aDir(): string {
  const dir = mkdtempSync(join(tmpdir(), 'record-'));
  dirs.push(dir);
  return dir;
}

function overwrite(file: string): void {
  writeFileSync(file, 'not a database'.repeat(1000));
}
