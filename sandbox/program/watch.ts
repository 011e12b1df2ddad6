/**
 * Looks at a worker and all below it, again and again, and says when it has too much memory, too many threads, or a child that it did not
 * have. It holds in every tier where the system tells of processes.
 *
 * @see programs.md §D.4
 */
import { memoryCap, usualMemoryMb } from './tiers/limits.ts';
import { processTree } from './process-tree.ts';

export interface Watch extends Disposable {
  /** From now on this program's cap holds. */
  readonly expect: (memoryMb: number) => void;
  /** From now on no process may be added, and no more than a few threads. */
  readonly seal: () => void;
  readonly peakBytes: () => number;
}

const pollMillis = 20;
/** A worker has about a dozen. */
const mostThreads = 64;

/** @param tooMuch called once, at the first look that finds more than is allowed */
export function watchProcess(pid: number, tooMuch: () => void): Watch {
  let cap = memoryCap(usualMemoryMb);
  let peak = 0;
  let sealed: number | undefined;
  const look = (): void => {
    const all = processTree(pid);
    const resident = all.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    peak = Math.max(peak, resident);
    const quiet = sealed === undefined || (all.length <= sealed && all.every(({ threads }) => threads <= mostThreads));
    if (resident <= cap && quiet) return;
    clearInterval(timer);
    tooMuch();
  };
  const timer = setInterval(look, pollMillis);
  timer.unref();
  return {
    expect: (memoryMb) => void (cap = memoryCap(memoryMb)),
    seal: () => void (sealed = processTree(pid).length),
    peakBytes: () => peak,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
