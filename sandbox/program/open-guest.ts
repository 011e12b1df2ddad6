/**
 * Opens a program for one run. Its workers come from a source, one at a time, and hold nothing but the program and its rows.
 *
 * @see programs.md decision 1, §D.3–§D.5
 */
import type { Guest, GuestProgram, ProcessSource } from './guest.ts';
import { computePublic, evaluateParts } from './guest-calls.ts';
import { openGathering } from './guest-report.ts';
import { mapAllUnits } from './guest-units.ts';
import { openWorkers } from './guest-workers.ts';

export interface GuestOptions {
  /** Told at the start of each worker how to end the run: the call that is open throws, and no worker is started again. */
  readonly onStart?: (kill: () => void) => void;
}

/** The first call starts a worker: only then is known how much memory it needs. */
export function openGuest(
  program: GuestProgram,
  processes: ProcessSource,
  { onStart }: GuestOptions = {},
): Promise<Guest> {
  const gathering = openGathering(program.debug);
  const workers = openWorkers({ program, processes, gathering, onStart });
  const parts = { program, workers, gathering };
  return Promise.resolve({
    evaluate: evaluateParts(parts),
    mapUnits: mapAllUnits(parts),
    compute: computePublic(parts),
    report: gathering.report,
    [Symbol.dispose]: () => workers[Symbol.dispose](),
  });
}
