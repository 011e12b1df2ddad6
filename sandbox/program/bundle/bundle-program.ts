/**
 * Bundles a vendor's source in a process of its own. esbuild is a native program below it: both are watched together, and both are killed when
 * they take too long or too much, since a short source can ask for either without end.
 *
 * @see docs/decisions/036-bundles.md
 */
import { refuse, type Outcome } from '#policies/refusal.ts';
import { bytes, millis, type Millis } from '#policies/units.ts';
import { startWorker } from '../../supervisor/worker.ts';
import { processTree } from '../process-tree.ts';
import { bundleOperations, type BundleRequest, type Made } from './operations.ts';

export interface BundleOptions {
  /** Descriptor of the owner's log; the terminal where not given. */
  readonly log?: number;
  readonly deadline?: Millis;
}

const mebibyte = 2 ** 20;
/** Of the process and esbuild together; the largest honest source takes about half. */
const maxMemory = bytes(768 * mebibyte);
/** An honest source takes less than a second. */
const usualDeadline = millis(10_000);
const pollEvery = 20;

let turn: Promise<unknown> = Promise.resolve();

/** One at a time, so that memory has an end. Refuses with E_BUNDLE or E_LINT, with the place in the source. */
export function bundleProgram(request: BundleRequest, options: BundleOptions = {}): Promise<Outcome<Made>> {
  const next = turn.then(() => bundleNow(request, options));
  turn = next.catch(() => undefined);
  return next;
}

async function bundleNow(
  request: BundleRequest,
  { log = 2, deadline = usualDeadline }: BundleOptions,
): Promise<Outcome<Made>> {
  const module = new URL('./main.ts', import.meta.url);
  using worker = startWorker(bundleOperations, { module, log, maxMemory });
  const { pid } = worker.child;
  let stopped: string | undefined;
  const stop = (why: string): void => {
    stopped ??= why;
    killTree(pid);
  };
  const late = setTimeout(() => stop(`take at most ${deadline / 1000} s`), deadline);
  const watch = setInterval(() => {
    const resident = processTree(pid).reduce((sum, { residentBytes }) => sum + residentBytes, 0);
    if (resident > maxMemory) stop(`take at most ${maxMemory / mebibyte} MB`);
  }, pollEvery);
  try {
    const made = await worker.ask.make(request);
    return stopped === undefined ? made : refuse('E_BUNDLE', `Cannot bundle the program: must ${stopped}; got more`);
  } finally {
    clearTimeout(late);
    clearInterval(watch);
    killTree(pid);
  }
}

/** The parent first, so that it starts nothing more. */
function killTree(root: number): void {
  for (const { pid } of processTree(root)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}
