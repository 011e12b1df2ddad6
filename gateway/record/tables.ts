/**
 * The SQL of the record, and nothing else: one function per statement, rows in and out as plain values.
 * `recursive_triggers` is on, so that a REPLACE would have to ask the triggers too.
 */
import { DatabaseSync, type SQLInputValue, type SQLOutputValue } from 'node:sqlite';
import type { ReadNode, TreeNode } from '#policies/record/tree.ts';
import { schema } from './schema.ts';

export interface EventRow {
  readonly seq: number;
  readonly leaf: string;
  readonly life: string;
  readonly id: string;
  readonly version: number;
  readonly salt: string;
  /** JCS of the payload. */
  readonly json: string;
}

export interface DocRow {
  readonly life: string;
  readonly id: string;
  readonly state: string;
  readonly version: number;
  readonly json: string;
}

/** Which documents of a life to list. */
export interface ListFilter {
  readonly state?: string | readonly string[];
  /** Only ids after this one: the last of the page before. */
  readonly after?: string;
  readonly limit?: number;
}

export type Tables = ReturnType<typeof openTables>;

type Row = Record<string, SQLOutputValue>;

const eventColumns = 'SELECT seq, leaf, life, id, version, salt, json FROM event JOIN payload USING (seq)';
const docColumns = 'SELECT life, id, state, version, json FROM doc';
const putDoc = `INSERT INTO doc (life, id, state, version, json) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET state = excluded.state, version = excluded.version, json = excluded.json`;

/** The tables hold something that this code did not write, or lack something that it did. */
export class BrokenTables extends Error {}

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF;`;

/** @throws Error when the database does not flush each commit to disk. */
export function openTables(path: string) {
  const db = openDatabase(path);
  const statements = new Map<string, ReturnType<typeof db.prepare>>();
  const sql = (text: string) => {
    const known = statements.get(text) ?? db.prepare(text);
    statements.set(text, known);
    return known;
  };
  const get = (text: string, ...values: SQLInputValue[]): Row | undefined => sql(text).get(...values);
  const all = (text: string, ...values: SQLInputValue[]): Row[] => sql(text).all(...values);
  const run = (text: string, ...values: SQLInputValue[]): void => void sql(text).run(...values);

  const readNode: ReadNode = (level, index) => {
    const hash = get('SELECT hash FROM node WHERE level = ? AND idx = ?', level, index)?.['hash'];
    if (hash instanceof Uint8Array) return hash;
    throw new BrokenTables(`Cannot read the tree: node ${level}/${index} must be there; got none`);
  };

  return {
    /** Runs `work` in one transaction, alone among all processes: what it throws rolls everything back. */
    transact<T>(work: () => T): T {
      if (db.isTransaction) throw new Error('Cannot begin a transaction: must be outside of one; got one in another');
      db.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        db.exec('COMMIT');
        return result;
      } catch (error) {
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      }
    },
    readNode,
    size: () => Number(get('SELECT coalesce(max(seq) + 1, 0) AS size FROM event')?.['size']),
    event: (seq: number) => optional(toEvent, get(`${eventColumns} WHERE seq = ?`, seq)),
    events: (from: number, to: number) =>
      all(`${eventColumns} WHERE seq >= ? AND seq < ? ORDER BY seq`, from, to).map(toEvent),
    *eachEvent(): Generator<EventRow> {
      for (const row of db.prepare(`${eventColumns} ORDER BY seq`).iterate()) yield toEvent(row);
    },
    eventsOf: (subject: string) =>
      all(`${eventColumns} JOIN subject USING (seq) WHERE subject = ? ORDER BY seq`, subject).map(toEvent),
    versionOf: (life: string, id: string) =>
      Number(get('SELECT coalesce(max(version), 0) AS n FROM event WHERE life = ? AND id = ?', life, id)?.['n']),
    addEvent(row: EventRow): void {
      const { seq, leaf, life, id, version, salt, json } = row;
      run('INSERT INTO event (seq, leaf, life, id, version) VALUES (?, ?, ?, ?, ?)', seq, leaf, life, id, version);
      run('INSERT INTO payload (seq, salt, json) VALUES (?, ?, ?)', seq, salt, json);
    },
    addSubject: (subject: string, seq: number) => run('INSERT INTO subject (subject, seq) VALUES (?, ?)', subject, seq),
    hasSubject: (subject: string, seq: number) =>
      get('SELECT 1 FROM subject WHERE subject = ? AND seq = ?', subject, seq) !== undefined,
    subjectCount: () => Number(get('SELECT count(*) AS n FROM subject')?.['n']),
    addNode: (node: TreeNode) =>
      run('INSERT INTO node (level, idx, hash) VALUES (?, ?, ?)', node.level, node.index, node.hash),
    nodeCount: () => Number(get('SELECT count(*) AS n FROM node')?.['n']),
    checkpoint: (): { size: number; note: string } | undefined =>
      optional(
        (row) => ({ size: Number(row['size']), note: text(row, 'note') }),
        get('SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1'),
      ),
    addCheckpoint: (size: number, note: string) => run('INSERT INTO checkpoint (size, note) VALUES (?, ?)', size, note),
    cosignatures: (size: number) =>
      new Map(
        all('SELECT witness, line FROM cosignature WHERE size = ? ORDER BY witness', size).map((row) => [
          text(row, 'witness'),
          text(row, 'line'),
        ]),
      ),
    addCosignature: (size: number, witness: string, line: string) =>
      run('INSERT OR IGNORE INTO cosignature (size, witness, line) VALUES (?, ?, ?)', size, witness, line),
    doc: (life: string, id: string) => optional(toDoc, get(`${docColumns} WHERE life = ? AND id = ?`, life, id)),
    docs(life: string, filter: ListFilter): DocRow[] {
      const states = filter.state === undefined ? null : JSON.stringify([filter.state].flat());
      const where = 'life = ?1 AND id > ?2 AND (?3 IS NULL OR state IN (SELECT value FROM json_each(?3)))';
      const page = [filter.after ?? '', states, filter.limit ?? -1];
      return all(`${docColumns} WHERE ${where} ORDER BY id LIMIT ?4`, life, ...page).map(toDoc);
    },
    allDocs: () => all(`${docColumns} ORDER BY life, id`).map(toDoc),
    putDoc: (doc: DocRow) => run(putDoc, doc.life, doc.id, doc.state, doc.version, doc.json),
    touchDoc: (life: string, id: string, version: number) =>
      run('UPDATE doc SET version = ? WHERE life = ? AND id = ?', version, life, id),
    close: () => db.close(),
  };
}

function openDatabase(path: string): DatabaseSync {
  const db = new DatabaseSync(path, { timeout: 10_000 });
  db.exec(settings);
  const flush = db.prepare('PRAGMA synchronous').get()?.['synchronous'];
  if (flush !== 2) throw new Error(`Cannot open the record: must be synchronous = FULL (2); got ${String(flush)}`);
  db.exec(schema);
  return db;
}

function optional<T>(make: (row: Row) => T, row: Row | undefined): T | undefined {
  return row && make(row);
}

function toEvent(row: Row): EventRow {
  const [seq, version] = [Number(row['seq']), Number(row['version'])];
  return { seq, version, leaf: text(row, 'leaf'), ...nameOf(row), salt: text(row, 'salt'), json: text(row, 'json') };
}

function toDoc(row: Row): DocRow {
  return { ...nameOf(row), state: text(row, 'state'), version: Number(row['version']), json: text(row, 'json') };
}

function nameOf(row: Row): { life: string; id: string } {
  return { life: text(row, 'life'), id: text(row, 'id') };
}

function text(row: Row, column: string): string {
  return String(row[column]);
}

/** True for what says that the file is damaged, not that the world failed: SQLITE_CORRUPT (11), SQLITE_NOTADB (26), our own. */
export function isBroken(error: unknown): error is Error {
  if (error instanceof BrokenTables) return true;
  return error instanceof Error && 'errcode' in error && [11, 26].includes(Number(error.errcode) & 0xff);
}
