/**
 * An ordered fit over real snapshots: paid before the rows are opened, answered at its tick. The same order over the same snapshots was paid
 * for once; its model is given again.
 *
 * @see synth.md decision 3, §2.1; docs/decisions/039-where-a-fit-runs.md
 */
import { costText } from '#policies/privacy/cost.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { costOfFit, type FitPlan } from '#policies/simulation/fit-plan.ts';
import { fittedModel, type FittedModel } from '#policies/simulation/fitted.ts';
import { planFit, tickOfFit } from '#policies/simulation/plan-fit.ts';
import { currentSnapshots, verifyPrivateSnapshot, type Snapshot } from '../data/snapshot.ts';
import type { Reservation } from '../ledger/ledger.ts';
import { processesUntilTick } from '../ledger/kills.ts';
import type { FitReceipt } from '../operations.ts';
import { paidAnswer, type Account } from '../private/answer.ts';
import { fitScopes, readBudgets } from '../private/budgets.ts';
import { quote } from '../private/quote.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { keepModelFile } from './keep.ts';
import { requireAgreement, type OrderedFit } from './permit.ts';
import { progressFile, writeProgress, type Progress } from './progress.ts';
import { askOf, report, startFit, type FitWorker } from './worker.ts';

export interface FitRun {
  readonly fit: string;
  readonly ordered: OrderedFit;
  readonly account: Account;
  readonly onStart: (kill: () => void) => void;
}

interface Prepared extends FitRun {
  readonly plan: FitPlan;
  readonly snapshots: readonly Snapshot[];
  readonly reservation: Reservation;
}

/** Refuses by catalog, permit and budget at once; everything else as E_EXEC at the tick. */
export async function runFit(parts: DomainParts, run: FitRun): Promise<Outcome<FitReceipt>> {
  const prepared = await prepare(parts, run);
  if (!prepared.ok) return prepared;
  const { plan, reservation } = prepared.value;
  const quoted = await quote(run.account, reservation);
  if (!quoted.ok) return quoted;
  const tick = tickOfFit(plan);
  if (!tick.ok) return tick;
  // Others may have spent the rest since the quote; that says nothing of the data.
  let unpaid: Outcome<never> | undefined;
  const work = async (onStart: FitRun['onStart']): Promise<Outcome<FitReceipt>> => {
    const done = await perform(parts, { ...prepared.value, onStart });
    if (!done.ok && done.refusals[0].code === 'E_BUDGET') unpaid = done;
    return done;
  };
  if (quoted.value.cached) return work(run.onStart);
  const window = parts.limits.tick(tick.value);
  const answered = await processesUntilTick({ window, onFailure: parts.onFailure, onStart: run.onStart }, work);
  return unpaid ?? answered;
}

async function prepare({ folders }: DomainParts, run: FitRun): Promise<Outcome<Prepared>> {
  const { order } = run.ordered;
  const found = await currentSnapshots(folders.snapshots, order.entries);
  if (!found.ok) return found;
  const snapshots = found.value;
  const entries = snapshots.map(({ manifest }) => manifest.entry);
  const agreed = requireAgreement(run.ordered, entries);
  if (!agreed.ok) return agreed;
  const plan = planFit(order, entries);
  if (!plan.ok) return plan;
  const sources = snapshots.map(({ manifest }) => `${manifest.entryHash}/${manifest.contentHash}`).sort();
  const reservation = {
    run: run.fit,
    canon: contentHash({ fit: plan.value, sources }),
    cost: costOfFit(plan.value),
    scopes: fitScopes(plan.value.space, readBudgets(folders.budgets)),
  };
  return accept({ ...run, plan: plan.value, snapshots, reservation });
}

async function perform(parts: DomainParts, prepared: Prepared): Promise<Outcome<FitReceipt>> {
  const { account, reservation, plan, snapshots } = prepared;
  let worker: FitWorker | undefined;
  let last: Progress = { stage: 'failed' };
  let reported: Promise<void> | undefined;
  try {
    const sound = await requireSound(snapshots);
    if (!sound.ok) return sound;
    const measure = async (): Promise<Outcome<FittedModel>> => {
      worker = startFit(parts, prepared);
      const fitted = await worker.ask.fit(askOf(parts, prepared));
      return fitted.ok ? accept(fitted.value.model) : fitted;
    };
    const answered = await paidAnswer(account, reservation, { measure, kept: fittedModel });
    if (!answered.ok) return answered;
    const { answer: model, cached, head } = answered.value;
    const hash = await keepModelFile(parts.folders.simulation, model);
    // Nobody waits for it: how long it takes follows the rows, and being late with it must not cost the model.
    reported = worker && report(parts, worker, { model, hash, order: prepared.ordered.order });
    last = { stage: 'done', model: hash };
    return accept({
      model: hash,
      space: plan.space,
      ...costText(reservation.cost),
      cached,
      ...(head && { ledger: head }),
      sources: snapshots.map(({ entryId: entry, snapshotId: snapshot }) => ({ entry, snapshot })),
    });
  } finally {
    const end = async (): Promise<void> => {
      worker?.child.kill();
      // Until then it may write too.
      await worker?.child.ended;
      writeProgress(progressFile(parts.folders.reports, prepared.fit), last);
    };
    void Promise.resolve(reported).finally(end).catch(parts.onFailure);
  }
}

/** Before anything is paid; after the clock has started, for how long it takes follows the size of the files. */
async function requireSound(snapshots: readonly Snapshot[]): Promise<Outcome<void>> {
  for (const snapshot of snapshots) {
    const sound = await verifyPrivateSnapshot(snapshot);
    if (!sound.ok) return refuse('E_EXEC', 'Cannot complete the fit');
  }
  return accept(undefined);
}
