/** The thread that speaks with PostgreSQL, over one connection, for the thread that waits. @see postgres.ts */
import { workerData, type MessagePort } from 'node:worker_threads';
import postgres from 'postgres';
import type { Row } from './driver.ts';
import type { Ask, Told } from './postgres.ts';

const { url, signal, port } = workerData as { url: string; signal: Int32Array; port: MessagePort };

/**
 * The connection itself is read-only: only what is inside of a transaction that said READ WRITE is written. A connection that breaks
 * between two statements is made anew without it, and the server then refuses the second.
 */
const sql = postgres(url, {
  max: 1,
  onnotice: () => undefined,
  connect_timeout: 10,
  connection: {
    application_name: 'sluice',
    default_transaction_read_only: true,
    lock_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
  },
});

port.on('message', (asks: readonly Ask[]) => {
  void answer(asks).then((told) => {
    port.postMessage(told);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});
port.on('close', () => void sql.end({ timeout: 1 }));

/** In order, one behind the other without waiting: after the first that fails the server refuses the rest of the transaction. */
async function answer(asks: readonly Ask[]): Promise<Told> {
  const settled = await Promise.allSettled(asks.map(({ text, values }) => query(text, values)));
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed) return { ok: false, error: plain(failed.reason) };
  const last = settled.at(-1);
  return { ok: true, rows: last?.status === 'fulfilled' ? last.value : [] };
}

async function query(text: string, values: Ask['values']): Promise<readonly Row[]> {
  if (!values) return [...(await sql.unsafe(text).simple())] as Row[];
  return [...(await sql.unsafe(text, [...values], { prepare: true }))] as Row[];
}

/** Without the statement and its values, which the library would attach. */
function plain(error: unknown): Error {
  return new Error(error instanceof Error ? `PostgreSQL: ${error.message}` : 'PostgreSQL: failed');
}
