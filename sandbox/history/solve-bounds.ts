/** G5 in the process that solves: what comes late, or is killed for its memory, is no answer, and people decide. */
import { judgeBounds } from '#policies/disclosure/history/bounds-finding.ts';
import type { BoundsAsk } from '#policies/disclosure/history/bounds.ts';
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { suppressOperations } from '../suppress/operations.ts';
import type { Limits } from '../supervisor/config.ts';
import { startWorker, withDeadline } from '../supervisor/worker.ts';

/** No process is started where nothing is to be solved. */
export async function solveBounds(
  ask: BoundsAsk,
  { limits, log }: { readonly limits: Limits; readonly log: number },
): Promise<HistoryFinding> {
  if (ask.problems.length === 0) return judgeBounds(ask, []);
  const module = new URL('../suppress/main.ts', import.meta.url);
  using worker = startWorker(suppressOperations, { module, log, maxMemory: limits.queryMemory });
  // Awaited here: leaving this scope kills the worker.
  const solved = await withDeadline(
    worker.child,
    limits.queryDeadline,
    worker.ask.bounds({ problems: [...ask.problems] }),
  );
  return judgeBounds(ask, solved.ok ? solved.value.hits : undefined);
}
