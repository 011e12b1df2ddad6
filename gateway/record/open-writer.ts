/** Opens the record with a thread of its own that writes; this thread reads. */
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Audited } from './audit.ts';
import { requireNoForgetting, type Witnessing } from './cosigning.ts';
import type { Store } from './driver.ts';
import { openTables } from './tables.ts';
import type { Task } from './task.ts';
import { writerOver, type Writer } from './writer.ts';

/** What the thread is given: data. */
export interface ThreadOptions {
  /** Not `:memory:`: two threads open it. */
  readonly store: Store;
  /** The file of the log's key, which the thread opens itself. */
  readonly logKey: string;
  readonly origin: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Address of the module that exports `law`: the decisions by name, and the fold. @see Law */
  readonly law: string;
}

/** From the thread. */
export type FromThread =
  | { readonly kind: 'opened'; readonly outcome: Outcome<void> }
  | { readonly kind: 'done'; readonly done: readonly Done[] };

export type Done = { readonly id: number } & ({ readonly outcome: Outcome<unknown> } | { readonly error: unknown });

interface Waiting {
  readonly resolve: (outcome: Outcome<unknown>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Refuses E_RECORD where the record does not follow from its events, or where a quorum of witnesses remembers more.
 *
 * @throws Error when the store cannot be opened
 */
export async function openWriter(options: ThreadOptions & Witnessing): Promise<Outcome<Writer>> {
  const { store, witnesses, quorum, onDissent, ...rest } = options;
  if (store.kind === 'sqlite') mkdirSync(dirname(store.file), { recursive: true, mode: 0o700 });
  const thread = startThread({ store, ...rest });
  const opened = await thread.opened;
  if (!opened.ok) return opened;
  const tables = openTables(store);
  const close = async () => {
    await thread.end();
    tables.close();
  };
  const witnessing = { witnesses, quorum, onDissent };
  const remembered = await requireNoForgetting(tables, witnessing);
  const audit = () => auditInThread(options);
  if (remembered.ok) return accept(writerOver({ tables, submit: thread.submit, audit, close }, witnessing));
  await close();
  return remembered;
}

/** In a thread of its own, so that nobody waits for it. @throws Error where the thread fails */
async function auditInThread({ store, logKey, origin, versions, law }: ThreadOptions): Promise<Outcome<Audited>> {
  const workerData: ThreadOptions = { store, logKey, origin, versions, law };
  const worker = new Worker(new URL('./audit-thread.ts', import.meta.url), { workerData });
  const [told] = (await once(worker, 'message')) as [Outcome<Audited>];
  return told;
}

function startThread(options: ThreadOptions) {
  const worker = new Worker(new URL('./writer-thread.ts', import.meta.url), { workerData: options });
  const waiting = new Map<number, Waiting>();
  const opened = Promise.withResolvers<Outcome<void>>();
  let [next, isEnding, ended] = [0, false, undefined as Error | undefined];
  const fail = (error: unknown) => {
    ended ??= error instanceof Error ? error : new Error('The writer of the record ended');
    opened.reject(ended);
    for (const { reject } of waiting.values()) reject(ended);
    waiting.clear();
  };
  worker.on('message', (told: FromThread) => {
    if (told.kind === 'opened') return opened.resolve(told.outcome);
    for (const one of told.done) {
      const asked = waiting.get(one.id);
      waiting.delete(one.id);
      if ('error' in one) asked?.reject(one.error);
      else asked?.resolve(one.outcome);
    }
    // Nothing that was asked may be lost because the process had nothing else to do.
    if (waiting.size === 0 && !isEnding) worker.unref();
  });
  worker.on('error', fail);
  worker.on('exit', () => fail(undefined));
  return {
    opened: opened.promise.finally(() => worker.unref()),
    submit: (task: Task) =>
      new Promise<Outcome<unknown>>((resolve, reject) => {
        if (ended) return reject(ended);
        worker.ref();
        waiting.set(next, { resolve, reject });
        worker.postMessage({ id: next++, task }, []);
      }),
    /** What was asked before is done first. */
    end: async () => {
      if (ended) return;
      isEnding = true;
      worker.ref();
      const exit = once(worker, 'exit');
      worker.postMessage('end', []);
      await exit;
    },
  };
}
