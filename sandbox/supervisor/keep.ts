/** A finished run: fitted to its contract, noted for the history, kept in quarantine with its decision object, told as a receipt. */
import type { ProtectedCells } from '#policies/disclosure/decision.ts';
import type { Output } from '#policies/procedure/output-contract.ts';
import type { ProgramContent } from '#policies/procedure/program-commands.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { Permit } from '#policies/record/permit.ts';
import type { Plan } from '#policies/query/plan.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Snapshot } from '../data/snapshot.ts';
import { noteOf } from '../history/note.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Receipt } from '../operations.ts';
import type { Account } from '../private/answer.ts';
import type { IsolationTier } from '#policies/isolation.ts';
import { decide } from '../release/decide.ts';
import type { Decisions } from '../release/decisions.ts';
import { fitContract } from '../release/fit-contract.ts';
import { commitTo } from './commitment.ts';
import type { DomainParts } from './parts.ts';
import type { Ordered } from './permits.ts';
import { resultHash, type Quarantine, type Quarantined } from './quarantine.ts';

/** An order, and where what comes of it is kept. */
export interface RealRun {
  readonly quarantine: Quarantine;
  readonly history: HistoryStore;
  readonly decisions: Decisions;
  readonly account: Outcome<Account>;
  readonly ordered: Ordered;
  readonly run: string;
  readonly onStart: (kill: () => void) => void;
  /** What becomes of the finished run: it is kept, or compared with what was kept. */
  readonly settle: (parts: DomainParts, finished: Finished, real: RealRun) => Promise<Outcome<Receipt>>;
  /** Whom the domain believes, and the proof of an accepted risk where one was given. */
  readonly proof: { readonly trust: Trust; readonly permit: Permit | undefined };
}

export interface Finished extends Pick<
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
  /** Of a program: how far it was kept apart. */
  readonly tier?: IsolationTier;
}

/** What an analysis, a lane or a mode makes of its rows. */
export type Performed = Omit<Finished, 'run' | 'explanation' | 'snapshots' | 'outputs'>;

/** What does not fit its contract is gone when this refuses, and nothing says in which way it did not. */
export async function keep(
  parts: DomainParts,
  { plan, told = plan, snapshots, table, model, outputs, cells, tier, ...finished }: Finished,
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
    return accept({ ...receiptOf(kept, tier, ordered.content), ...(decision !== undefined && { decision }) });
  });
}

/**
 * Of a program, what it can make follow the rows is for reviewers: where no digit is left, which checks failed, how many rows it wrote. The
 * receipt is told before anything was compared with earlier releases.
 *
 * @see docs/decisions/033-stability.md
 */
function receiptOf(kept: Quarantined, tier: IsolationTier | undefined, { script }: ProgramContent): Receipt {
  const suppressed = kept.table.hidden.flat().filter(Boolean).length;
  return {
    resultHash: resultHash(kept),
    rows: script?.mode === 'tables' ? script.table.maxRows : kept.table.rows.length,
    suppressedCells: tier === undefined ? suppressed : 0,
    verdicts: script?.mode === 'rows' ? [] : (Object.keys(kept.verdicts) as Receipt['verdicts']),
    outputs: (kept.outputs ?? []).map(({ name, kind }) => ({ name, kind })),
    columns: kept.table.columns.map(({ name, type }) => ({ name, type })),
    tier: tier ?? 'T0',
    sources: [...kept.sources],
    ...(kept.table.treatment && { treatment: kept.table.treatment }),
    ...(kept.model && 'lane' in kept.model && kept.model.lane === 'exact' && { model: kept.model.kind }),
  };
}
