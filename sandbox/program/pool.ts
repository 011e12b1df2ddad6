/** Workers that are started before they are needed, each for one run. */
import type { ProcessNeeds, ProgramProcess } from './guest.ts';
import type { Started } from './launch.ts';

export interface Pool extends AsyncDisposable {
  take(needs: ProcessNeeds): Promise<ProgramProcess>;
}

export interface PoolOptions {
  readonly start: (jit: boolean) => Promise<Started>;
  /** So many of each kind wait, once one of the kind was taken. */
  readonly spare: number;
}

/** A kind is kept warm from its first use on: a domain that runs no programs keeps no workers. */
export function openPool({ start, spare }: PoolOptions): Pool {
  const waiting = { jit: new Set<Promise<Started>>(), jitless: new Set<Promise<Started>>() };
  const running = new Set<ProgramProcess>();
  let closed = false;
  const refill = (jit: boolean): void => {
    const kind = waiting[jit ? 'jit' : 'jitless'];
    while (kind.size < spare) {
      const coming = start(jit);
      kind.add(coming);
      // One that cannot start is reported to whoever takes it.
      coming.then(
        (worker) => worker.ended.then(() => kind.delete(coming)),
        () => undefined,
      );
    }
  };
  const next = async (jit: boolean): Promise<Started> => {
    const kind = waiting[jit ? 'jit' : 'jitless'];
    for (const coming of kind) {
      kind.delete(coming);
      const worker = await coming.catch(() => undefined);
      if (worker?.isAlive()) return worker;
    }
    return start(jit);
  };
  return {
    take: async ({ jit, memoryMb }) => {
      if (closed) throw new Error('Cannot take a program worker: the source is closed');
      const worker = await next(jit);
      await worker.assign(memoryMb);
      running.add(worker);
      void worker.ended.then(() => running.delete(worker));
      if (!closed) refill(jit);
      return worker;
    },
    [Symbol.asyncDispose]: async () => {
      closed = true;
      const idle = await Promise.all(
        [...waiting.jit, ...waiting.jitless].map((coming) => coming.catch(() => undefined)),
      );
      const all = [...idle, ...running].filter((worker) => worker !== undefined);
      for (const worker of all) worker.kill();
      await Promise.all(all.map(({ ended }) => ended));
    },
  };
}
