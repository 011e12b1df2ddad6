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
  expect(memoryMb: number): void;
  /** From now on no process may be added. */
  seal(): void;
  peakBytes(): number;
}

const pollMillis = 20;
/** A worker has about a dozen. */
const mostThreads = 64;

/** @param tooMuch called once, at the first look that finds more than is allowed */
export function watchProcess(pid: number, tooMuch: () => void): Watch {
  let cap = memoryCap(usualMemoryMb);
  let peak = 0;
  let most = Number.POSITIVE_INFINITY;
  const look = (): void => {
    const all = processTree(pid);
    const resident = all.reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    peak = Math.max(peak, resident);
    if (resident <= cap && all.length <= most && all.every(({ threads }) => threads <= mostThreads)) return;
    clearInterval(timer);
    tooMuch();
  };
  const timer = setInterval(look, pollMillis);
  timer.unref();
  return {
    expect: (memoryMb) => void (cap = memoryCap(memoryMb)),
    seal: () => void (most = processTree(pid).length),
    peakBytes: () => peak,
    [Symbol.dispose]: () => clearInterval(timer),
  };
}
