/**
 * The ledger's file and its SQL, and nothing else. One table that can only grow; the triggers forbid the rest, also to us.
 *
 * The journal is a rollback journal and not WAL, so that what was acknowledged stands in the file itself, and EXTRA and not FULL, so that
 * also the removal of the journal, which is the commit, is on disk: under FULL a power cut can take the last commit back.
 *
 * @see https://sqlite.org/pragma.html#pragma_synchronous
 */
import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { BrokenLedger, type Row } from './chain.ts';

const schema = [
  'CREATE TABLE entry (seq INTEGER PRIMARY KEY CHECK (seq > 0), hash TEXT NOT NULL, json TEXT NOT NULL) STRICT',
  ...['UPDATE', 'DELETE'].map(
    (action) => `CREATE TRIGGER entry_no_${action.toLowerCase()} BEFORE ${action} ON entry
    BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END`,
  ),
];

const settings = `
  PRAGMA journal_mode = DELETE;
  PRAGMA synchronous = EXTRA;
  PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF;`;

export type Tables = ReturnType<typeof openTables>;

/**
 * Opens the file, or makes an empty one, mode 0600. Several processes may have it open.
 *
 * @throws BrokenLedger when it is not a file of ours
 */
export function openTables(path: string) {
  closeSync(openSync(path, 'a', 0o600));
  const db = new DatabaseSync(path, { timeout: 60_000 });
  try {
    db.exec(settings);
    const flush = db.prepare('PRAGMA synchronous').get()?.['synchronous'];
    if (flush !== 3) throw new Error(`Cannot open the ledger: must be synchronous = EXTRA (3); got ${String(flush)}`);
    transact(db, () => requireSchema(db));
    return tablesOf(db);
  } catch (error) {
    db.close();
    throw error;
  }
}

function tablesOf(db: DatabaseSync) {
  const from = db.prepare('SELECT seq, hash, json FROM entry WHERE seq >= ? ORDER BY seq');
  const add = db.prepare('INSERT INTO entry (seq, hash, json) VALUES (?, ?, ?)');
  return {
    /** Runs `work` in one transaction, alone among all processes: what it throws rolls everything back. */
    transact: <T>(work: () => T): T => transact(db, work),
    /** Entries from number `seq` on, in order, as of one moment. */
    *rowsFrom(seq: number): Generator<Row> {
      for (const row of from.iterate(seq)) {
        yield { seq: Number(row['seq']), hash: String(row['hash']), json: String(row['json']) };
      }
    },
    /** On disk when the transaction ends. */
    add: ({ seq, hash, json }: Row): void => void add.run(seq, hash, json),
    /** @throws BrokenLedger when the pages of the file do not fit together */
    requireWholePages(): void {
      const found = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
      if (found !== 'ok') throw new BrokenLedger('Cannot read the ledger: its pages must fit together');
      requireSchema(db);
    },
    close: () => db.close(),
  };
}

function transact<T>(db: DatabaseSync, work: () => T): T {
  db.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    db.exec('COMMIT');
    return result;
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}

/** Made only in an empty file, of one page or none: a ledger whose table has got lost is not a new one. */
function requireSchema(db: DatabaseSync): void {
  const objects = () => db.prepare('SELECT sql FROM sqlite_schema ORDER BY rowid').all();
  const pages = Number(db.prepare('PRAGMA page_count').get()?.['page_count']);
  if (pages <= 1 && objects().length === 0) for (const sql of schema) db.exec(sql);
  if (JSON.stringify(objects().map(({ sql }) => sql)) !== JSON.stringify(schema)) {
    throw new BrokenLedger('Cannot read the ledger: must have the tables of a ledger');
  }
}

/** True for what says that the file is damaged, not that the world failed: SQLITE_CORRUPT (11), SQLITE_NOTADB (26), our own. */
export function isBroken(error: unknown): error is Error {
  if (error instanceof BrokenLedger) return true;
  return error instanceof Error && 'errcode' in error && [11, 26].includes(Number(error.errcode) & 0xff);
}
