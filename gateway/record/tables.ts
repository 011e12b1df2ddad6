/** The SQL of the record, and nothing else: one function per statement, rows in and out as plain values. */
import type { Side } from '#policies/access/sides.ts';
import type { ReadNode, TreeNode } from '#policies/record/tree.ts';
import type { Driver, Row, Store } from './driver.ts';
import { jobTable } from './job-table.ts';
import { openDriver } from './open-driver.ts';
import { requestTable } from './request-table.ts';
import { migrate } from './schema.ts';

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

const eventColumns = 'SELECT seq, leaf, life, id, version, salt, json FROM event JOIN payload USING (seq)';
const docColumns = 'SELECT life, id, state, version, json FROM doc';
const putDoc = `INSERT INTO doc (life, id, state, version, json) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (life, id) DO UPDATE SET state = excluded.state, version = excluded.version, json = excluded.json`;

/** Again on the same side is nothing new; on another the key forbids. */
const addSide = `INSERT INTO side (life, id, person, side) SELECT $1, $2, $3, $4
  WHERE NOT EXISTS (SELECT 1 FROM side WHERE life = $1 AND id = $2 AND person = $3 AND side = $4)`;

/** The tables hold something that this code did not write, or lack something that it did. */
export class BrokenTables extends Error {}

/** @throws Error when the engine does not flush each commit to disk, or its tables are of a newer version */
export function openTables(store: Store) {
  const driver = openDriver(store);
  try {
    migrate(driver);
  } catch (error) {
    driver.close();
    throw error;
  }
  return tablesOf(driver);
}

function tablesOf(driver: Driver) {
  const { get, all, run } = driver;
  const readNode: ReadNode = (level, index) => {
    const hash = get('SELECT hash FROM node WHERE level = $1 AND idx = $2', level, index)?.['hash'];
    if (hash instanceof Uint8Array) return hash;
    throw new BrokenTables(`Cannot read the tree: node ${level}/${index} must be there; got none`);
  };
  return {
    jobs: jobTable(driver),
    requests: requestTable(driver),
    transact: driver.transaction,
    snapshot: driver.snapshot,
    savepoint: driver.savepoint,
    readNode,
    size: () => Number(get('SELECT coalesce(max(seq) + 1, 0) AS size FROM event')?.['size']),
    event: (seq: number) => optional(toEvent, get(`${eventColumns} WHERE seq = $1`, seq)),
    events: (from: number, to: number) =>
      all(`${eventColumns} WHERE seq >= $1 AND seq < $2 ORDER BY seq`, from, to).map(toEvent),
    eventsOf: (subject: string) =>
      all(`${eventColumns} JOIN subject USING (seq) WHERE subject = $1 ORDER BY seq`, subject).map(toEvent),
    versionOf: (life: string, id: string) =>
      Number(get('SELECT coalesce(max(version), 0) AS n FROM event WHERE life = $1 AND id = $2', life, id)?.['n']),
    addEvent(row: EventRow): void {
      const { seq, leaf, life, id, version, salt, json } = row;
      run('INSERT INTO event (seq, leaf, life, id, version) VALUES ($1, $2, $3, $4, $5)', seq, leaf, life, id, version);
      run('INSERT INTO payload (seq, salt, json) VALUES ($1, $2, $3)', seq, salt, json);
    },
    /** @throws Error for a person who has another side of this thing already */
    addSide: ({ life, id }: { readonly life: string; readonly id: string }, person: string, side: Side) =>
      run(addSide, life, id, person, side),
    addSubject: (subject: string, seq: number) =>
      run('INSERT INTO subject (subject, seq) VALUES ($1, $2)', subject, seq),
    subjects: (from: number, to: number) =>
      all('SELECT subject, seq FROM subject WHERE seq >= $1 AND seq < $2', from, to).map((row) => ({
        seq: Number(row['seq']),
        subject: text(row, 'subject'),
      })),
    subjectCount: () => Number(get('SELECT count(*) AS n FROM subject')?.['n']),
    addNode: (node: TreeNode) =>
      run('INSERT INTO node (level, idx, hash) VALUES ($1, $2, $3)', node.level, node.index, node.hash),
    nodes: (level: number, from: number, to: number): readonly TreeNode[] =>
      all('SELECT idx, hash FROM node WHERE level = $1 AND idx >= $2 AND idx < $3', level, from, to).flatMap((row) => {
        const { idx, hash } = row;
        return hash instanceof Uint8Array ? [{ level, index: Number(idx), hash }] : [];
      }),
    nodeCount: () => Number(get('SELECT count(*) AS n FROM node')?.['n']),
    checkpoint: (): { size: number; note: string } | undefined =>
      optional(
        (row) => ({ size: Number(row['size']), note: text(row, 'note') }),
        get('SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1'),
      ),
    addCheckpoint: (size: number, note: string) =>
      run('INSERT INTO checkpoint (size, note) VALUES ($1, $2)', size, note),
    cosignatures: (size: number) =>
      new Map(
        all('SELECT witness, line FROM cosignature WHERE size = $1 ORDER BY witness', size).map((row) => [
          text(row, 'witness'),
          text(row, 'line'),
        ]),
      ),
    addCosignature: (size: number, witness: string, line: string) =>
      run(
        'INSERT INTO cosignature (size, witness, line) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING',
        size,
        witness,
        line,
      ),
    doc: (life: string, id: string) => optional(toDoc, get(`${docColumns} WHERE life = $1 AND id = $2`, life, id)),
    stateCounts: (life: string) =>
      all('SELECT state, count(*) AS n FROM doc WHERE life = $1 GROUP BY state ORDER BY state', life).map((row) => ({
        state: text(row, 'state'),
        count: Number(row['n']),
      })),
    docs(life: string, { state, after = '', limit }: ListFilter): DocRow[] {
      const states = state === undefined ? undefined : [state].flat();
      const named = states?.map((_, i) => `$${i + 3}`).join(', ');
      const where = `life = $1 AND id > $2${named === undefined ? '' : ` AND state IN (${named || 'NULL'})`}`;
      const most = limit === undefined ? '' : ` LIMIT ${Math.trunc(limit)}`;
      return all(`${docColumns} WHERE ${where} ORDER BY id${most}`, life, after, ...(states ?? [])).map(toDoc);
    },
    allDocs: () => all(`${docColumns} ORDER BY life, id`).map(toDoc),
    putDoc: (doc: DocRow) => run(putDoc, doc.life, doc.id, doc.state, doc.version, doc.json),
    touchDoc: (life: string, id: string, version: number) =>
      run('UPDATE doc SET version = $1 WHERE life = $2 AND id = $3', version, life, id),
    close: () => driver.close(),
  };
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
