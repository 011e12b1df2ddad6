/** An ordered program over real snapshots: executed, noted for the history, kept in quarantine, told as a receipt. */
import { costText } from '#policies/privacy/cost.ts';
import type { Plan } from '#policies/query/plan.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { currentSnapshots, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import { noteOf } from '../history/note.ts';
import type { HistoryStore } from '../history/store.ts';
import type { Receipt } from '../operations.ts';
import type { Account } from '../private/answer.ts';
import { runPrivately } from '../private/run.ts';
import { commitTo } from './commitment.ts';
import { execute } from './execute.ts';
import type { DomainParts } from './parts.ts';
import type { Ordered } from './permits.ts';
import { resultHash, type Quarantine, type Quarantined } from './quarantine.ts';
import { analyseFor, isNoisy, type Noisy, type Reading } from './reading.ts';

export interface RealRun {
  readonly quarantine: Quarantine;
  readonly history: HistoryStore;
  readonly account: Outcome<Account>;
  readonly ordered: Ordered;
  readonly run: string;
  readonly onStart: (kill: () => void) => void;
}

/** Everything that can be refused by text is refused before a snapshot is opened; after that only E_EXEC is said. */
export async function runReal(parts: DomainParts, reading: Reading, real: RealRun): Promise<Outcome<Receipt>> {
  const { history, run, onStart } = real;
  const analysis = await analyseFor(parts, reading);
  if (!analysis.ok) return analysis;
  if (isNoisy(analysis.value)) return runWithNoise(parts, analysis.value, real);
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
  const done = await execute(analysis.value, databases, { limits, log, temp: folders.temp, membership, onStart });
  if (!done.ok) {
    await history.draft(run);
    return refuse('E_EXEC', 'Cannot complete the run');
  }
  const { released: table, verdicts, review } = done.value;
  const { explanation, plan } = analysis.value;
  return keep(parts, { run, plan, table, verdicts, review: [...review], explanation, snapshots }, real);
}

/** Noise protects what leaves: nothing of it is compared with other releases, for the ledger has counted it. */
async function runWithNoise(parts: DomainParts, analysis: Noisy, real: RealRun): Promise<Outcome<Receipt>> {
  const { account, ordered, run, onStart } = real;
  if (!account.ok) return account;
  const { vendor, agreement, hash, epsilon } = ordered;
  const spender = { vendor, agreement, program: hash, ...(epsilon !== undefined && { epsilon }) };
  const done = await runPrivately(parts, analysis, { run, spender, account: account.value, onStart });
  if (!done.ok) return done;
  const { answered, ...result } = done.value;
  const { plan, explanation } = analysis;
  const post = plan.kind === 'train' ? { rel: plan.input, columns: [] } : plan.post;
  const open = { kind: 'open', post, used: plan.used } as const;
  const kept = await keep(parts, { run, plan: open, ...result, verdicts: {}, review: [], explanation }, real);
  if (!kept.ok) return kept;
  const { cached, head } = answered;
  const privacy = { space: plan.space, ...costText(plan.cost), cached, ...(head && { ledger: head }) };
  return accept({ ...kept.value, privacy });
}

interface Finished extends Pick<Quarantined, 'run' | 'table' | 'model' | 'verdicts' | 'review' | 'explanation'> {
  readonly plan: Plan;
  readonly snapshots: readonly Snapshot[];
}

function keep(
  parts: DomainParts,
  { plan, snapshots, ...result }: Finished,
  { quarantine, history }: RealRun,
): Promise<Outcome<Receipt>> {
  const sources = snapshots.map(({ entryId, snapshotId, manifest }) => ({
    entry: entryId,
    snapshot: snapshotId,
    commitment: commitTo(parts.folders, manifest.contentHash),
  }));
  const ids = sources.map(({ entry, snapshot }) => `${entry}/${snapshot}`);
  return history.alone(async () => {
    const noted = await history.keep(noteOf({ run: result.run, plan, snapshots: ids, table: result.table }));
    return noted.ok ? accept(receiptOf(await quarantine.put({ ...result, sources }))) : noted;
  });
}

function receiptOf(kept: Quarantined): Receipt {
  return {
    resultHash: resultHash(kept),
    rows: kept.table.rows.length,
    suppressedCells: kept.table.hidden.flat().filter(Boolean).length,
    verdicts: Object.keys(kept.verdicts) as Receipt['verdicts'],
    columns: kept.table.columns.map(({ name, type }) => ({ name, type })),
    tier: 'T0',
    sources: [...kept.sources],
  };
}
