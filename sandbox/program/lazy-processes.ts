/** Workers for programs, from the first time that one is wanted: finding out how well they are kept apart takes a while. */
import { openProcesses, type ProcessOptions } from './processes.ts';
import type { ProcessSource } from './guest.ts';

/** Asked again, gives the same source; asks anew after a failure. */
export function lazyProcesses(where: ProcessOptions): () => Promise<ProcessSource> {
  let opened: Promise<ProcessSource> | undefined;
  return () => {
    opened ??= openProcesses(where).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
}
