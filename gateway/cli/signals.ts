/** Ctrl+C: what was begun is put away, then the process ends with 130, without a stack. */
import { exits } from './verb.ts';

const putAway = new Set<() => void>();

/** Runs when the process is interrupted; a verb that ends by itself puts away by itself. @returns takes it back */
export function onInterrupt(work: () => void): () => void {
  putAway.add(work);
  return () => void putAway.delete(work);
}

/** For verbs that do not wait to be stopped. */
export function endCleanly(): void {
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function end(): void {
  for (const work of putAway) work();
  process.exit(exits.interrupted);
}

/** For verbs that wait to be stopped. */
export function ended(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
}
