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
  return startWorker(queryOperations, { module, log, maxMemory: limits.queryMemory });
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
