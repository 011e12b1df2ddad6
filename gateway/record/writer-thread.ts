/**
 * The thread that writes. What waits is taken together: one transaction, one signature, one flush to the disk, then all are answered,
 * in the order in which they asked.
 *
 * @see record.md §2
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { algorithms } from '#policies/record/note.ts';
import { accept } from '#policies/refusal.ts';
import type { Law } from './decision.ts';
import { openKey } from './keys.ts';
import type { Done, FromThread, ThreadOptions } from './open-writer.ts';
import { openRecord } from './store.ts';
import { performer, type Perform, type Task } from './task.ts';

type ToThread = { readonly id: number; readonly task: Task } | 'end';

/** So many are flushed at once, at most. */
const largestBatch = 64;

if (!parentPort) throw new Error('must be started as a thread');
const port = parentPort;
const tell = (told: FromThread) => port.postMessage(told);
const { store, logKey, origin, versions, law } = workerData as ThreadOptions;
const { decisions, fold } = ((await import(law)) as { readonly law: Law }).law;
const opened = openRecord({ store, log: openKey(logKey, origin, algorithms.ed25519), versions, fold });
if (opened.ok) {
  const record = opened.value;
  const perform = performer(record, decisions);
  port.on('message', (first: ToThread) => {
    const batch = take(first);
    if (batch.asked.length > 0) tell({ kind: 'done', done: settle(perform, batch.asked) });
    if (batch.isLast) {
      record[Symbol.dispose]();
      port.close();
    }
  });
}
tell({ kind: 'opened', outcome: opened.ok ? accept(undefined) : opened });

/** The first and what else waits behind it. */
function take(first: ToThread): { readonly asked: readonly Exclude<ToThread, 'end'>[]; readonly isLast: boolean } {
  const asked: Exclude<ToThread, 'end'>[] = [];
  for (let next: ToThread | undefined = first; next !== undefined; next = receiveMessageOnPort(port)?.message) {
    if (next === 'end') return { asked, isLast: true };
    asked.push(next);
    if (asked.length === largestBatch) break;
  }
  return { asked, isLast: false };
}

function settle(perform: Perform, asked: readonly Exclude<ToThread, 'end'>[]): readonly Done[] {
  try {
    const settled = perform(asked.map(({ task }) => task));
    return asked.map(({ id }, i) => ({ id, ...(settled[i] ?? { error: new Error('a batch without an end') }) }));
  } catch (error) {
    return asked.map(({ id }) => ({ id, error }));
  }
}
