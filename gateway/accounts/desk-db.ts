/** What the sign-in desk remembers beside the record: attempts, codes that were used, requests that were refused. No names but of persons who have an account. */
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const schema = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  CREATE TABLE IF NOT EXISTS attempt (
    subject TEXT PRIMARY KEY, failures INTEGER NOT NULL, last INTEGER NOT NULL, locked_until INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS used_code (
    subject TEXT NOT NULL, code TEXT NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (subject, code)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS denied (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    minute INTEGER NOT NULL, at INTEGER NOT NULL,
    person TEXT NOT NULL, operation TEXT NOT NULL, code TEXT NOT NULL, times INTEGER NOT NULL,
    UNIQUE (minute, person, operation, code)
  ) STRICT;
`;

export function openDeskDb(file: string): DatabaseSync {
  const db = new DatabaseSync(file);
  chmodSync(file, 0o600);
  db.exec(schema);
  return db;
}
