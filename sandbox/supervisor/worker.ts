/** A worker process and the deadline it lives under: late means SIGKILL, and a killed worker's answer is a refusal without words. */
import { refuse, type Outcome } from '#policies/refusal.ts';
import type { Millis } from '#policies/units.ts';
import { startChild, type Child, type ChildOptions } from '../child.ts';
import { queryOperations } from '../query/operations.ts';
import { connect, type Client, type Operations } from '../rpc.ts';
import type { Limits } from './config.ts';

export interface Worker<Ops extends Operations> extends Disposable {
  readonly child: Child;
  readonly ask: Client<Ops>;
}

export function startWorker<Ops extends Operations>(operations: Ops, options: ChildOptions): Worker<Ops> {
  const child = startChild(options);
  const ask = connect(child.stream, { operations, gone: 'E_EXEC' });
  return { child, ask, [Symbol.dispose]: child.kill };
}

export type QueryWorker = Worker<typeof queryOperations>;

/** A process for one question over snapshots; the caller's scope ends it. */
export function startQueryWorker({ limits, log }: { readonly limits: Limits; readonly log: number }): QueryWorker {
  const module = new URL('../query/main.ts', import.meta.url);
  return startWorker(queryOperations, { module, log, maxMemory: limits.queryMemory, bulk: true });
}

/** Kills `child` when `work` is not done in time. */
export async function withDeadline<T>(child: Child, deadline: Millis, work: Promise<Outcome<T>>): Promise<Outcome<T>> {
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill();
  }, deadline);
  const outcome = await work;
  clearTimeout(timer);
  return late ? refuse('E_EXEC', 'Cannot complete the operation: out of time') : outcome;
}

/** A database file to attach READ_ONLY. */
export interface Database {
  readonly name: string;
  readonly path: string;
}

export interface WorkerUse {
  readonly limits: Limits;
  readonly log: number;
  readonly temp: string;
  /** A new file to write to, the only one. */
  readonly create?: Database;
  /** Gets the process, so that the work can be ended from outside. */
  readonly onStart?: (kill: () => void) => void;
}

/** Opens a query worker over the databases for as long as `work` takes, at most until its deadline. */
export async function inQueryWorker<T>(
  databases: readonly Database[],
  { limits, log, temp, create, onStart }: WorkerUse,
  work: (worker: QueryWorker) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  using worker = startQueryWorker({ limits, log });
  onStart?.(worker.child.kill);
  const begun = async (): Promise<Outcome<T>> => {
    const opened = await worker.ask.open({
      attach: [...databases],
      ...(create && { create }),
      memoryLimitMb: limits.queryEngineMb,
      threads: limits.threads,
      temp,
    });
    return opened.ok ? work(worker) : opened;
  };
  // Awaited here: leaving this scope kills the worker.
  return await withDeadline(worker.child, limits.queryDeadline, begun());
}
