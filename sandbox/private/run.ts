/**
 * An ordered private run over real snapshots. It answers at the tick that was fixed before, with a receipt or with the one failure; what
 * could be refused by text and budget is refused at once.
 *
 * @see query-and-privacy.md §2.6, §2.7, §2.11
 */
import { isPublicEntry } from '#policies/catalog/units.ts';
import type { ModelCard } from '#policies/privacy/train/model.ts';
import { millis } from '#policies/units.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { verifyPrivateSnapshot, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import { openRandomness } from '../ledger/randomness.ts';
import { processesUntilTick } from '../ledger/kills.ts';
import type { ResultTable } from '../operations.ts';
import type { PrivateProgramAnalysis } from '../program/private-analyse.ts';
import { askProgram, type ProgramAnswer, type ProgramOptions } from '../program/private-ask.ts';
import { programTable } from '../program/program-table.ts';
import { commitTo } from '../supervisor/commitment.ts';
import type { Database } from '../supervisor/worker.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import type { PrivateAnalysis } from './analyse.ts';
import { askCells, paidAnswer, type Account, type Answered } from './answer.ts';
import { modelTable } from './model-table.ts';
import { measureReleases, postProcess, type PerformOptions } from './perform.ts';
import { prepare, quote, type Order, type Prepared } from './quote.ts';
import type { TrainAnalysis } from './train-analyse.ts';
import { askModel } from './train.ts';

/** What the private lane can be asked for: releases, a model, the numbers of a program. */
export type NoisyAnalysis = PrivateAnalysis | TrainAnalysis | PrivateProgramAnalysis;

export interface PrivateRun extends Order {
  readonly account: Account;
  readonly onStart: (kill: () => void) => void;
}

export interface PrivateResult {
  readonly table: ResultTable;
  /** Of a training; the table shows its coefficients. */
  readonly model?: ModelCard;
  /** Of a program; the table shows its numbers. */
  readonly program?: ProgramAnswer;
  readonly snapshots: readonly Snapshot[];
  readonly answered: Pick<Answered<unknown>, 'cached' | 'head'>;
}

/**
 * Refuses E_BUDGET and what the text forbids at once, and answers at once what was paid before, for no data is opened then; from the
 * moment the data is open, everything else at the tick as E_EXEC.
 */
export async function runPrivately(
  parts: DomainParts,
  analysis: NoisyAnalysis,
  order: PrivateRun,
): Promise<Outcome<PrivateResult>> {
  const { folders, limits } = parts;
  const prepared = await prepare(folders, analysis, order);
  if (!prepared.ok) return prepared;
  const { reservation, snapshots } = prepared.value;
  const sound = await requireSound(snapshots);
  if (!sound.ok) return sound;
  const quoted = await quote(order.account, reservation);
  if (!quoted.ok) return quoted;
  // Others may have spent the rest since the quote; that says nothing of the data either.
  const unpaid: Outcome<never>[] = [];
  const work = async (onStart: PrivateRun['onStart']): Promise<Outcome<PrivateResult>> => {
    const done = await perform(parts, analysis, { ...prepared.value, account: order.account, onStart });
    if (!done.ok && done.refusals[0].code === 'E_BUDGET') unpaid.push(done);
    return done;
  };
  if (quoted.value.cached) return work(order.onStart);
  const window = limits.tick(analysis.tick);
  const { onFailure } = parts;
  const answered = await processesUntilTick({ window, onFailure, onStart: order.onStart }, work);
  return unpaid[0] ?? answered;
}

type Work = Prepared & Pick<PrivateRun, 'account' | 'onStart'>;

async function perform(
  { folders, limits: ordinary, log, processes }: DomainParts,
  analysis: NoisyAnalysis,
  work: Work,
): Promise<Outcome<PrivateResult>> {
  const salt = commitTo(folders, work.reservation.canon);
  // A long class gives its workers all of its time; at the tick they are killed in any case.
  const queryDeadline = millis(Math.max(ordinary.queryDeadline, ordinary.tick(analysis.tick)));
  const limits = { ...ordinary, queryDeadline };
  const random = openRandomness();
  const options: PerformOptions = { limits, log, temp: folders.temp, random, salt, onStart: work.onStart };
  if (isTraining(analysis)) return performTraining(analysis, options, work);
  if (!isProgram(analysis)) return performReleases(analysis, options, work);
  return performProgram(analysis, { ...options, processes, debug: false }, work);
}

async function performTraining(
  analysis: TrainAnalysis,
  options: PerformOptions,
  { reservation, snapshots, account }: Work,
): Promise<Outcome<PrivateResult>> {
  const databases = databasesOf(snapshots, analysis);
  const trained = await paidAnswer(account, reservation, askModel(analysis.plan, databases, options));
  if (!trained.ok) return trained;
  const { answer: model, ...answered } = trained.value;
  return accept({ table: modelTable(model), model, snapshots, answered });
}

async function performProgram(
  analysis: PrivateProgramAnalysis,
  options: ProgramOptions,
  { reservation, snapshots, account }: Work,
): Promise<Outcome<PrivateResult>> {
  const databases = databasesOf(snapshots, analysis);
  const ran = await paidAnswer(account, reservation, askProgram(analysis.plan, databases, options));
  if (!ran.ok) return ran;
  const { answer: program, ...answered } = ran.value;
  return accept({ table: programTable(analysis.plan.script, program.numbers), program, snapshots, answered });
}

async function performReleases(
  analysis: PrivateAnalysis,
  options: PerformOptions,
  { reservation, snapshots, account }: Work,
): Promise<Outcome<PrivateResult>> {
  const databases = databasesOf(snapshots, analysis);
  const answered = await paidAnswer(
    account,
    reservation,
    askCells(async () => {
      const measured = await measureReleases(analysis, databases, options);
      return measured.ok ? accept(measured.value.cells) : measured;
    }),
  );
  if (!answered.ok) return answered;
  const publicOnes = databasesOf(snapshots, { entries: analysis.publicEntries });
  const table = await postProcess(analysis, answered.value.answer, publicOnes, options);
  return table.ok ? accept({ table: table.value, snapshots, answered: answered.value }) : table;
}

export function isTraining(analysis: { readonly plan: { readonly kind: string } }): analysis is TrainAnalysis {
  return analysis.plan.kind === 'train';
}

export function isProgram(analysis: { readonly plan: { readonly kind: string } }): analysis is PrivateProgramAnalysis {
  return analysis.plan.kind === 'program';
}

/** The bytes of every snapshot are those that were published. */
async function requireSound(snapshots: readonly Snapshot[]): Promise<Outcome<void>> {
  for (const snapshot of snapshots) {
    const verified = isPublicEntry(snapshot.manifest.entry)
      ? await verifySnapshot(snapshot.folder)
      : await verifyPrivateSnapshot(snapshot);
    if (!verified.ok) return refuse('E_EXEC', 'Cannot complete the run');
  }
  return accept(undefined);
}

/** Public entries as they are, protected ones in their private form: never a protected one as it is. */
function databasesOf(
  snapshots: readonly Snapshot[],
  { entries }: Pick<PrivateAnalysis, 'entries'>,
): readonly Database[] {
  const read = snapshots.filter(({ entryId: id }) => entries.some((entry) => entry.id === id));
  return read.flatMap((snapshot) => {
    const path = isPublicEntry(snapshot.manifest.entry) ? snapshot.data : snapshot.private;
    return path === undefined ? [] : [{ name: snapshot.entryId, path }];
  });
}
