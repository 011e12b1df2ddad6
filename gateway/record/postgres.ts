/**
 * PostgreSQL behind the same synchronous door: a thread of its own speaks with the server, this one waits for it. What is only written
 * is gathered and sent with the next question, for a way to the server costs more than the work there.
 *
 * @see record.md §2; docs/decisions/042-the-store-of-the-record.md
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Dialect, Driver, Row, Value } from './driver.ts';

/** What the thread is told; without values it may be several statements. */
export interface Ask {
  readonly text: string;
  readonly values?: readonly Value[];
}

export type Told = { readonly ok: true; readonly rows: readonly Row[] } | { readonly ok: false; readonly error: Error };

/** Beyond this the server is not answering. */
const patienceMs = 60_000;

/** Who writes holds this advisory lock until its transaction ends: so numbers have no gap and the tree is one. */
const alone = 'SELECT pg_advisory_xact_lock(7235487)';

const dialect: Dialect = {
  bytes: 'BYTEA',
  integer: 'BIGINT',
  text: 'TEXT COLLATE "C"',
  strict: '',
  inKey: '',
  skipLocked: ' FOR UPDATE SKIP LOCKED',
  onlyGrows: (table) => `
CREATE OR REPLACE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN RAISE EXCEPTION ''the record only grows: % %'', TG_OP, TG_TABLE_NAME; END';
CREATE OR REPLACE TRIGGER ${table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
  FOR EACH STATEMENT EXECUTE FUNCTION only_grows();`,
};

/** @throws Error when the server cannot be reached, or does not flush each commit to disk */
export function openPostgres(url: string): Driver {
  const { ask, close } = connect(url);
  let gathered: Ask[] = [];
  let isInside = false;
  const send = (last: Ask): readonly Row[] => {
    const asks = [...gathered, last];
    gathered = [];
    return ask(asks);
  };
  const enclose = <T>(begin: string, work: () => T): T => {
    if (isInside) throw new Error('Cannot begin a transaction: must be outside of one; got one in another');
    send({ text: begin });
    isInside = true;
    try {
      const result = work();
      // On a connection that was lost and made anew, COMMIT alone would succeed; a savepoint needs the transaction.
      send({ text: 'SAVEPOINT whole; COMMIT' });
      return result;
    } catch (error) {
      gathered = [];
      send({ text: 'ROLLBACK' });
      throw error;
    } finally {
      isInside = false;
    }
  };
  const driver: Driver = {
    dialect,
    exec: (text) => void send({ text }),
    get: (text, ...values) => send({ text, values })[0],
    all: (text, ...values) => send({ text, values }),
    run: (text, ...values) => void gathered.push({ text, values }),
    transaction: (work) => enclose(`BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; ${alone}`, work),
    snapshot: (work) => enclose('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', work),
    savepoint(work) {
      const mark: Ask = { text: 'SAVEPOINT one' };
      gathered.push(mark);
      try {
        const result = work();
        send({ text: 'RELEASE SAVEPOINT one' });
        return result;
      } catch (error) {
        const unsent = gathered.indexOf(mark);
        gathered = gathered.slice(0, Math.max(unsent, 0));
        if (unsent < 0) send({ text: 'ROLLBACK TO SAVEPOINT one; RELEASE SAVEPOINT one' });
        throw error;
      }
    },
    close,
  };
  requireDurable(driver);
  return driver;
}

/** The settings without which an acknowledged commit may be lost, or a torn page kept. */
function requireDurable(driver: Driver): void {
  try {
    const version = Number(driver.get('SHOW server_version_num')?.['server_version_num']);
    if (!(version >= 150_000))
      throw new Error(`Cannot open the record: must be PostgreSQL 15 or newer; got ${version}`);
    for (const name of ['fsync', 'synchronous_commit', 'full_page_writes']) {
      const value = String(driver.get(`SHOW ${name}`)?.[name]);
      if (value !== 'on') throw new Error(`Cannot open the record: must be ${name} = on; got ${value}`);
    }
  } catch (error) {
    driver.close();
    throw error;
  }
}

function connect(url: string) {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(new URL('./postgres-thread.ts', import.meta.url), {
    workerData: { url, signal, port: port2 },
    transferList: [port2],
  });
  worker.unref();
  const ask = (asks: readonly Ask[]): readonly Row[] => {
    Atomics.store(signal, 0, 0);
    port.postMessage(asks);
    if (Atomics.wait(signal, 0, 0, patienceMs) === 'timed-out') throw new Error('Cannot reach PostgreSQL: no answer');
    const told = receiveMessageOnPort(port)?.message as Told | undefined;
    if (!told) throw new Error('Cannot reach PostgreSQL: its thread said nothing');
    if (!told.ok) throw told.error;
    return told.rows;
  };
  return { ask, close: () => port.close() };
}
