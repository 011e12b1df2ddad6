/** Workers that are started before they are needed, each for one run. */
import type { ProcessNeeds, ProgramProcess } from './guest.ts';
import type { Started } from './launch.ts';

export interface Pool extends AsyncDisposable {
  take(needs: ProcessNeeds): Promise<ProgramProcess>;
}

/** What is decided as a worker starts. */
export type Kind = Omit<ProcessNeeds, 'memoryMb'>;

export interface PoolOptions {
  readonly start: (kind: Kind) => Promise<Started>;
  /** So many of each kind wait, once one of the kind was taken. */
  readonly spare: number;
}

/** By then a small job is done. */
const laterMillis = 20;

/** A kind is kept warm from its first use on: a domain that runs no programs keeps no workers. */
export function openPool({ start, spare }: PoolOptions): Pool {
  const waiting = new Map<string, Set<Promise<Started>>>();
  const running = new Set<ProgramProcess>();
  let closed = false;
  const waitingOf = ({ jit, longStack = false }: Kind): Set<Promise<Started>> => {
    const name = `${jit} ${longStack}`;
    const found = waiting.get(name) ?? new Set();
    waiting.set(name, found);
    return found;
  };
  const refill = (kind: Kind): void => {
    const all = waitingOf(kind);
    while (all.size < spare) {
      const coming = start(kind);
      all.add(coming);
      // One that cannot start is reported to whoever takes it.
      coming.then(
        (worker) => worker.ended.then(() => all.delete(coming)),
        () => undefined,
      );
    }
  };
  const next = async (kind: Kind): Promise<Started> => {
    const all = waitingOf(kind);
    for (const coming of all) {
      all.delete(coming);
      const worker = await coming.catch(() => undefined);
      if (worker?.isAlive()) return worker;
    }
    return start(kind);
  };
  return {
    take: async ({ memoryMb, ...kind }) => {
      if (closed) throw new Error('Cannot take a program worker: the source is closed');
      const worker = await next(kind);
      await worker.assign(memoryMb);
      running.add(worker);
      void worker.ended.then(() => running.delete(worker));
      // Starting one takes some milliseconds of this process, and of the machine; whoever waits for this worker comes first.
      setTimeout(() => closed || refill(kind), laterMillis);
      return worker;
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const idle = await Promise.all(
        [...waiting.values()].flatMap((all) => [...all]).map((coming) => coming.catch(() => undefined)),
      );
      const all = [...idle, ...running].filter((worker) => worker !== undefined);
      for (const worker of all) worker.kill();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
