/** The embedded engine. `recursive_triggers` is on, so that a REPLACE would have to ask the triggers too. */
import { DatabaseSync } from 'node:sqlite';
import type { Dialect, Driver, Value } from './driver.ts';

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF;`;

const dialect: Dialect = {
  bytes: 'BLOB',
  integer: 'INTEGER',
  text: 'TEXT',
  strict: ' STRICT',
  inKey: ' STRICT, WITHOUT ROWID',
  skipLocked: '',
  onlyGrows: (table) =>
    ['UPDATE', 'DELETE']
      .map(
        (action) => `
CREATE TRIGGER IF NOT EXISTS ${table}_no_${action.toLowerCase()} BEFORE ${action} ON ${table}
BEGIN SELECT RAISE(ABORT, 'the record only grows: ${action} ${table}'); END;`,
      )
      .join(''),
};

/** @throws Error when the database does not flush each commit to disk */
export function openSqlite(file: string): Driver {
  const db = new DatabaseSync(file, { timeout: 10_000 });
  db.exec(settings);
  const flush = db.prepare('PRAGMA synchronous').get()?.['synchronous'];
  if (flush !== 2) throw new Error(`Cannot open the record: must be synchronous = FULL (2); got ${String(flush)}`);
  const statements = new Map<string, ReturnType<typeof db.prepare>>();
  const sql = (text: string) => {
    const known = statements.get(text) ?? db.prepare(text.replaceAll(/\$(\d+)/g, '?$1'));
    statements.set(text, known);
    return known;
  };
  const enclose = <T>(begin: string, work: () => T): T => {
    if (db.isTransaction) throw new Error('Cannot begin a transaction: must be outside of one; got one in another');
    db.exec(begin);
    try {
      const result = work();
      db.exec('COMMIT');
      return result;
    } catch (error) {
      if (db.isTransaction) db.exec('ROLLBACK');
      throw error;
    }
  };
  return {
    dialect,
    exec: (text) => db.exec(text),
    get: (text, ...values: Value[]) => sql(text).get(...values),
    all: (text, ...values) => sql(text).all(...values),
    run: (text, ...values) => void sql(text).run(...values),
    transaction: (work) => enclose('BEGIN IMMEDIATE', work),
    snapshot: (work) => enclose('BEGIN', work),
    savepoint(work) {
      // Outside of a transaction it would be one itself.
      if (!db.isTransaction) throw new Error('Cannot set a savepoint: must be in a transaction; it has ended');
      db.exec('SAVEPOINT one');
      try {
        const result = work();
        db.exec('RELEASE one');
        return result;
      } catch (error) {
        // A full disk ends the whole transaction; then there is nothing left to go back to, and the end says so.
        if (db.isTransaction) db.exec('ROLLBACK TO one; RELEASE one');
        throw error;
      }
    },
    close: () => db.close(),
  };
}
