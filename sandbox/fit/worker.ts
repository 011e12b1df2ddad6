/** The supervisor's side of the process of a fit: how it is started, what it is asked, and the report for the owner. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { statedDelta } from '#policies/privacy/settings.ts';
import type { FitOrder } from '#policies/simulation/fit-order.ts';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import type { FittedModel } from '#policies/simulation/fitted.ts';
import { millis, type Sha256 } from '#policies/units.ts';
import type { Snapshot } from '../data/snapshot.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { startWorker, withDeadline, type Worker } from '../supervisor/worker.ts';
import { writeWholeText } from '../whole-file.ts';
import { fitOperations } from './operations.ts';
import { progressFile } from './progress.ts';

export interface FitWork {
  readonly fit: string;
  readonly plan: FitPlan;
  readonly snapshots: readonly Snapshot[];
  readonly onStart: (kill: () => void) => void;
}

export type FitWorker = Worker<typeof fitOperations>;

export function startFit({ limits, log }: DomainParts, { onStart }: Pick<FitWork, 'onStart'>): FitWorker {
  const module = new URL('./main.ts', import.meta.url);
  const worker = startWorker(fitOperations, { module, log, maxMemory: limits.queryMemory });
  onStart(worker.child.kill);
  return worker;
}

export function askOf({ folders, limits }: DomainParts, { plan, snapshots, fit }: FitWork) {
  return {
    plan,
    attach: snapshots.map(({ entryId: name, private: path = '' }) => ({ name, path })),
    memoryLimitMb: limits.queryEngineMb,
    // Everything that is added up here is a whole number, so threads change nothing.
    threads: 2,
    temp: folders.temp,
    holdoutKey: randomBytes(32).toString('hex'),
    progress: progressFile(folders.reports, fit),
  };
}

interface Reported {
  readonly model: FittedModel;
  readonly hash: Sha256;
  readonly order: FitOrder;
}

/** What compares rows with rows grows with their square; beyond this it is not worth its processor. */
const mostForReport = millis(30 * 60_000);

/** A report that fails takes nothing from the model, which is paid and sound. */
export async function report(
  { folders, onFailure }: DomainParts,
  { child, ask }: FitWorker,
  { model, hash, order: { epsilon, predict } }: Reported,
): Promise<void> {
  const work = ask.report({ model, hash, epsilon, delta: statedDelta, seed: 1, predict: [...predict] });
  const made = await withDeadline(child, mostForReport, work);
  if (!made.ok) return onFailure(made.refusals);
  await writeWholeText(join(folders.reports, `${hash}.json`), made.value.json);
  await writeWholeText(join(folders.reports, `${hash}.html`), made.value.page);
}
