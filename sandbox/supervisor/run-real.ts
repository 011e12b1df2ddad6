/** An ordered program over real snapshots: executed, noted for the history, kept in quarantine, told as a receipt. */
import type { ProtectedCells } from '#policies/disclosure/decision.ts';
import { costText } from '#policies/privacy/cost.ts';
import { requireContract, type Output } from '#policies/procedure/output-contract.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import { judgePrivate } from '#policies/disclosure/model/judge.ts';
import type { Plan } from '#policies/query/plan.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { currentSnapshots, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import { noteOf } from '../history/note.ts';
import type { HistoryStore } from '../history/store.ts';
import { isFit, type FitAnalysis } from '../model/analyse.ts';
import { runFit } from '../model/run.ts';
import type { Receipt } from '../operations.ts';
import type { Account } from '../private/answer.ts';
import { runPrivately } from '../private/run.ts';
import { decide } from '../release/decide.ts';
import type { Decisions } from '../release/decisions.ts';
import { fitContract } from '../release/fit-contract.ts';
import type { Analysis } from './analyse.ts';
import { cellKeysOf } from './cell-keys.ts';
import { commitTo } from './commitment.ts';
import { execute, type ExecuteOptions } from './execute.ts';
import type { DomainParts } from './parts.ts';
import type { Ordered } from './permits.ts';
import { resultHash, type Quarantine, type Quarantined } from './quarantine.ts';
import { analyseFor, isNoisy, type Noisy, type ProgramReading } from './reading.ts';
import type { KeysOf } from './treat-table.ts';
import type { Database } from './worker.ts';

export interface RealRun {
  readonly quarantine: Quarantine;
  readonly history: HistoryStore;
  readonly decisions: Decisions;
  readonly account: Outcome<Account>;
  readonly ordered: Ordered;
  readonly run: string;
  readonly onStart: (kill: () => void) => void;
}

/** Everything that can be refused by text is refused before a snapshot is opened; after that only E_EXEC is said. */
export async function runReal(parts: DomainParts, reading: ProgramReading, real: RealRun): Promise<Outcome<Receipt>> {
  const { history, run, onStart } = real;
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  const contract = contractFor(reading, analysis.value);
  if (!contract.ok) return contract;
  const outputs = contract.value;
  if (isNoisy(analysis.value)) return runWithNoise(parts, analysis.value, { ...real, outputs });
  const { limits, log, folders } = parts;
  const ids = analysis.value.entries.map(({ id }) => id);
  const found = await currentSnapshots(folders.snapshots, ids);
  if (!found.ok) return found;
  const snapshots = found.value;
  for (const { folder } of snapshots) {
    const verified = await verifySnapshot(folder);
    if (!verified.ok) return refuse('E_EXEC', 'Cannot complete the run');
  }
  const databases = snapshots.map(({ entryId, data }) => ({ name: entryId, path: data }));
  const membership = await history.draft(run);
  const keysOf: KeysOf = (space) => cellKeysOf(folders, space);
  const use = { limits, log, temp: folders.temp, membership, onStart, keysOf };
  const done = await perform(analysis.value, databases, use);
  if (!done.ok) {
    await history.draft(run);
    return refuse('E_EXEC', 'Cannot complete the run');
  }
  const { explanation } = analysis.value;
  return keep(parts, { run, ...done.value, explanation, snapshots, outputs }, real);
}

/** A table by its rules, or an exact model by its checks. */
async function perform(
  analysis: Analysis | FitAnalysis,
  databases: readonly Database[],
  use: ExecuteOptions,
): Promise<Outcome<Omit<Finished, 'run' | 'explanation' | 'snapshots' | 'outputs'>>> {
  if (isFit(analysis)) {
    const fitted = await runFit(analysis, databases, use);
    return fitted.ok ? accept({ plan: analysis.plan.set, ...fitted.value }) : fitted;
  }
  const done = await execute(analysis, databases, use);
  if (!done.ok) return done;
  const { released: table, verdicts, review, judgement: cells, told } = done.value;
  return accept({ plan: analysis.plan, told, table, verdicts, review: [...review], ...(cells && { cells }) });
}

/** The declared outputs with all their columns, from text and catalog alone. A training has a form of its own. */
function contractFor(
  { outputs }: ProgramReading,
  analysis: Analysis | Noisy | FitAnalysis,
): Outcome<readonly Output[]> {
  if (analysis.plan.kind === 'train' || analysis.plan.kind === 'fit') return accept(outputs);
  return requireContract('run the program', outputs, analysis.explanation.columns);
}

/** Noise protects what leaves: nothing of it is compared with other releases, for the ledger has counted it. */
async function runWithNoise(
  parts: DomainParts,
  analysis: Noisy,
  real: RealRun & Pick<Finished, 'outputs'>,
): Promise<Outcome<Receipt>> {
  const { account, ordered, run, onStart, outputs } = real;
  if (!account.ok) return account;
  const { vendor, agreement, hash, epsilon } = ordered;
  const spender = { vendor, agreement, program: hash, ...(epsilon !== undefined && { epsilon }) };
  const done = await runPrivately(parts, analysis, { run, spender, account: account.value, onStart });
  if (!done.ok) return done;
  const { answered, ...result } = done.value;
  const { plan, explanation } = analysis;
  const post = plan.kind === 'train' ? { rel: plan.input, columns: [] } : plan.post;
  const open = { kind: 'open', post, used: plan.used } as const;
  // Informational: the budget has decided on the loss.
  const modelFinding = result.model && judgePrivate(result.model, modelLimits('standard'));
  const judged = { ...result, ...(modelFinding && { modelFinding }) };
  const finished = { run, plan: open, ...judged, verdicts: {}, review: [], explanation, outputs };
  const kept = await keep(parts, finished, real);
  if (!kept.ok) return kept;
  const { cached, head } = answered;
  const privacy = { space: plan.space, ...costText(plan.cost), cached, ...(head && { ledger: head }) };
  return accept({ ...kept.value, privacy });
}

interface Finished extends Pick<
  Quarantined,
  'run' | 'table' | 'model' | 'modelFinding' | 'verdicts' | 'review' | 'explanation'
> {
  readonly plan: Plan;
  /** What the history notes: the whole plan, or what a treatment leaves exact of it. */
  readonly told?: Plan;
  readonly snapshots: readonly Snapshot[];
  readonly outputs: readonly Output[];
  /** Of a table that was judged cell by cell. */
  readonly cells?: ProtectedCells;
}

/** What does not fit its contract is gone when this refuses, and nothing says in which way it did not. */
async function keep(
  parts: DomainParts,
  { plan, told = plan, snapshots, table, model, outputs, cells, ...finished }: Finished,
  { quarantine, history, decisions, ordered }: RealRun,
): Promise<Outcome<Receipt>> {
  const made = fitContract({ table, ...(model && { model }) }, outputs);
  if (!made) {
    await history.draft(finished.run);
    return refuse('E_EXEC', 'Cannot complete the run');
  }
  const result = { ...finished, ...made, outputs: [...outputs] };
  const sources = snapshots.map(({ entryId, snapshotId, manifest }) => ({
    entry: entryId,
    snapshot: snapshotId,
    commitment: commitTo(parts.folders, manifest.contentHash),
  }));
  const ids = sources.map(({ entry, snapshot }) => `${entry}/${snapshot}`);
  return history.alone(async () => {
    const noted = await history.keep(noteOf({ run: result.run, plan: told, snapshots: ids, table: result.table }));
    if (!noted.ok) return noted;
    const kept = await quarantine.put({ ...result, sources });
    const made = decide({ plan, sql: ordered.content.queries[0]?.sql ?? '', kept, cells }, new Date());
    const decision = made && (await decisions.put(made));
    return accept({ ...receiptOf(kept), ...(decision !== undefined && { decision }) });
  });
}

function receiptOf(kept: Quarantined): Receipt {
  return {
    resultHash: resultHash(kept),
    rows: kept.table.rows.length,
    suppressedCells: kept.table.hidden.flat().filter(Boolean).length,
    verdicts: Object.keys(kept.verdicts) as Receipt['verdicts'],
    outputs: (kept.outputs ?? []).map(({ name, kind }) => ({ name, kind })),
    columns: kept.table.columns.map(({ name, type }) => ({ name, type })),
    tier: 'T0',
    sources: [...kept.sources],
    ...(kept.table.treatment && { treatment: kept.table.treatment }),
    ...(kept.model && 'lane' in kept.model && { model: kept.model.kind }),
  };
}
