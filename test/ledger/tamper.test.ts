/** A ledger file that somebody, or the disk, has changed. */
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import * as fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { genesis, link, type Head } from '#sandbox/ledger/chain.ts';
import { openLedger, type Ledger } from '#sandbox/ledger/ledger.ts';
import type { Posting } from '#sandbox/ledger/posting.ts';
import { aLedger, aLedgerFile, aReservation, codesOf, cost, named, plainEntries } from './builders.ts';

let path: string;
let head: Head;
let told: string;
beforeAll(() => {
  path = aLedgerFile();
  using ledger = aLedger(path);
  fill(ledger);
  head = unwrap(ledger.verify());
  told = say(ledger);
});

function fill(ledger: Ledger): void {
  for (const run of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']) unwrap(ledger.reserve(aReservation(run)));
  for (const run of ['a', 'b', 'c']) unwrap(ledger.open(run));
  unwrap(ledger.commit('a', named('result')));
  unwrap(ledger.void('d'));
}

function say(ledger: Ledger): string {
  const all = [unwrap(ledger.balances()), unwrap(ledger.committed(named('a')))];
  return JSON.stringify(all, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
}

function aCopy(): string {
  const copy = aLedgerFile();
  copyFileSync(path, copy);
  return copy;
}

/** Changes the file as one who knows SQLite: the triggers go first and come back last. */
function rewrite(file: string, work: (db: DatabaseSync) => void): void {
  using db = new DatabaseSync(file);
  const triggers = db.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY rowid").all();
  for (const { name } of triggers) db.exec(`DROP TRIGGER ${String(name)}`);
  work(db);
  for (const { sql } of triggers) db.exec(String(sql));
}

function closed(opened: Outcome<Ledger>): readonly string[] {
  if (opened.ok) opened.value[Symbol.dispose]();
  return codesOf(opened);
}

test('a changed byte anywhere in the file is found, or changes nothing that the ledger says', () => {
  const whole = readFileSync(path);
  const byte = fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }));
  // The header, the page of the schema's text and the cells are small beside the free space between them.
  const used = fc.constantFrom(
    ...[...whole.entries()].filter(([at, value]) => value !== 0 || at < 200).map(([at]) => at),
  );
  let found = 0;
  const file = aLedgerFile();
  fc.assert(
    fc.property(fc.oneof(byte, fc.tuple(used, fc.integer({ min: 1, max: 255 }))), ([at, mask]) => {
      const changed = Buffer.from(whole);
      changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
      writeFileSync(file, changed);
      const opened = openOrThrow(file);
      if (opened === undefined) found += 1;
      else {
        using ledger = opened;
        expect(say(ledger)).toBe(told);
        expect(unwrap(ledger.verify())).toEqual(head);
      }
      rmSync(file);
      rmSync(`${file}-journal`, { force: true });
    }),
    { numRuns: 400 },
  );
  expect(found).toBeGreaterThan(100);
});

/** @returns undefined when the ledger does not open: it says E_RECORD, or SQLite says why it cannot */
function openOrThrow(file: string): Ledger | undefined {
  try {
    const opened = openLedger(file);
    if (opened.ok) return opened.value;
    expect(codesOf(opened)).toEqual(['E_RECORD']);
  } catch (error) {
    expect(error).toHaveProperty('errcode');
  }
  return undefined;
}

/** Where SQLite keeps how many cells a page has: the last entries on the second page, the tables on the first. */
test.each([
  ['the last entry', 4096 + 3],
  ['the tables', 100 + 3],
])('a page that has lost %s is found, and the file left as it is', (_, at) => {
  const file = aCopy();
  const bytes = readFileSync(file);
  bytes.writeUInt16BE(at < 4096 ? 0 : bytes.readUInt16BE(at) - 1, at);
  writeFileSync(file, bytes);
  expect(closed(openLedger(file))).toEqual(['E_RECORD']);
  expect(readFileSync(file).equals(bytes)).toBe(true);
});

test('verify reads the file and not its own memory', () => {
  const file = aCopy();
  using ledger = aLedger(file);
  const bytes = readFileSync(file);
  const at = bytes.indexOf('"rho":"10"');
  bytes.write('"rho":"00"', at);
  writeFileSync(file, bytes);
  expect(codesOf(ledger.verify())).toEqual(['E_RECORD']);
});

test.each([
  ['one amount', 'UPDATE entry SET json = replace(json, \'"10"\', \'"1"\') WHERE seq = 2'],
  ['the order', 'UPDATE entry SET seq = seq + 100 WHERE seq = 3'],
  ['an entry that is gone', 'DELETE FROM entry WHERE seq = 9'],
  ['the spelling', "UPDATE entry SET json = json || ' ' WHERE seq = 4"],
])('%s, changed by hand, is found', (_, sql) => {
  const file = aCopy();
  rewrite(file, (db) => db.exec(sql));
  expect(closed(openLedger(file))).toEqual(['E_RECORD']);
});

test('a chain written anew, in which a cap is exceeded or a step is missing, is found', () => {
  const histories: Record<string, readonly Posting[]> = {
    fine: [
      { kind: 'reserve', ...aReservation('a') },
      { kind: 'open', run: 'a' },
    ],
    exceeded: [{ kind: 'reserve', ...aReservation('a', { cost: cost(101) }) }],
    unreserved: [{ kind: 'open', run: 'a' }],
    'given back': [
      { kind: 'reserve', ...aReservation('a') },
      { kind: 'open', run: 'a' },
      { kind: 'void', run: 'a' },
    ],
  };
  const answers = Object.entries(histories).map(([name, postings]) => {
    const file = aCopy();
    rewrite(file, (db) => {
      db.exec('DELETE FROM entry');
      postings.reduce<Head>((before, posting) => {
        const { seq, hash, json } = link(before, posting);
        db.prepare('INSERT INTO entry VALUES (?, ?, ?)').run(seq, hash, json);
        return { seq, hash };
      }, genesis);
    });
    expect(plainEntries(file)).toHaveLength(postings.length);
    return [name, closed(openLedger(file))];
  });
  expect(Object.fromEntries(answers)).toEqual({
    fine: [],
    exceeded: ['E_RECORD'],
    unreserved: ['E_RECORD'],
    'given back': ['E_RECORD'],
  });
});

test('an end that was cut off is found by who has seen it: the running process, and who is told a head', () => {
  const file = aCopy();
  using ledger = aLedger(file);
  rewrite(file, (db) => db.exec('DELETE FROM entry WHERE seq > 10'));
  expect(codesOf(ledger.balances())).toEqual(['E_RECORD']);
  expect(codesOf(ledger.reserve(aReservation('z')))).toEqual(['E_RECORD']);
  expect(codesOf(ledger.verify())).toEqual(['E_RECORD']);
  expect(closed(openLedger(file, head))).toEqual(['E_RECORD']);
  expect(closed(openLedger(file))).toEqual([]);
});

test('a file that was put back from an old copy, or removed, is found by who is told a head', () => {
  const file = aCopy();
  let later: Head;
  {
    using ledger = aLedger(file);
    later = unwrap(ledger.reserve(aReservation('z')));
  }
  expect(closed(openLedger(file, later))).toEqual([]);
  expect(closed(openLedger(file, head))).toEqual([]);
  expect(closed(openLedger(aCopy(), later))).toEqual(['E_RECORD']);
  expect(closed(openLedger(aLedgerFile(), later))).toEqual(['E_RECORD']);
});

test('a file of something else is not taken for a new ledger', () => {
  const [text, other, foreign] = [aLedgerFile(), aLedgerFile(), aCopy()];
  writeFileSync(text, 'not a database, but long enough to be looked at as one'.repeat(100));
  using db = new DatabaseSync(other);
  db.exec('CREATE TABLE other (x)');
  using changed = new DatabaseSync(foreign);
  changed.exec('ALTER TABLE entry RENAME TO entries');
  expect([text, other, foreign].map((file) => closed(openLedger(file)))).toEqual([
    ['E_RECORD'],
    ['E_RECORD'],
    ['E_RECORD'],
  ]);
});
