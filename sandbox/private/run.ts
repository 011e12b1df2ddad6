/**
 * An ordered private run over real snapshots. It answers at the tick that was fixed before, with a receipt or with the one failure; what
 * could be refused by text and budget is refused at once.
 *
 * @see query-and-privacy.md §2.6, §2.7, §2.11
 */
import { entryId } from '#policies/units.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { currentSnapshot, verifyPrivateSnapshot, verifySnapshot, type Snapshot } from '../data/snapshot.ts';
import { openRandomness } from '../ledger/randomness.ts';
import { atTick } from '../ledger/tick.ts';
import type { ResultTable } from '../operations.ts';
import { commitTo } from '../supervisor/commitment.ts';
import type { Database } from '../supervisor/execute.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { isPublicEntry, type PrivateAnalysis } from './analyse.ts';
import { paidAnswer, type Account, type Answered } from './answer.ts';
import { readBudgets, scopesOf, type Spender } from './budgets.ts';
import { canonOf } from './canon.ts';
import { measureReleases, postProcess, type PerformOptions } from './perform.ts';

export interface PrivateRun {
  readonly run: string;
  readonly spender: Omit<Spender, 'space'>;
  readonly account: Account;
  readonly onStart: (kill: () => void) => void;
}

export interface PrivateResult {
  readonly table: ResultTable;
  readonly snapshots: readonly Snapshot[];
  readonly answered: Answered;
}

/** Refuses E_BUDGET and what the text forbids at once; from the moment the data is open, everything else at the tick as E_EXEC. */
export async function runPrivately(
  parts: DomainParts,
  analysis: PrivateAnalysis,
  order: PrivateRun,
): Promise<Outcome<PrivateResult>> {
  const found = await snapshotsOf(parts, analysis);
  if (!found.ok) return found;
  const snapshots = found.value;
  const { folders, limits, log } = parts;
  const { plan, tick } = analysis;
  const canon = canonOf(
    plan,
    snapshots.map(({ manifest }) => `${manifest.entryHash}/${manifest.contentHash}`),
  );
  const { cost, space } = plan;
  const reservation = {
    run: order.run,
    canon,
    cost,
    scopes: scopesOf({ ...order.spender, space }, readBudgets(folders.budgets)),
  };
  const kills: (() => void)[] = [];
  const salt = commitTo(folders, canon);
  const onStart = (kill: () => void): void => {
    kills.push(kill);
    order.onStart(kill);
  };
  const options: PerformOptions = { limits, log, temp: folders.temp, random: openRandomness(), salt, onStart };
  // Before the clock starts: a refusal for the budget says nothing about the data and need not wait.
  let refused: Outcome<never> | undefined;
  const work = async (): Promise<Outcome<PrivateResult>> => {
    const answered = await paidAnswer(order.account, reservation, async () => {
      const measured = await measureReleases(analysis, databasesOf(snapshots, analysis), options);
      return measured.ok ? accept(measured.value.cells) : measured;
    });
    if (!answered.ok) {
      refused = answered;
      return answered;
    }
    const publicOnes = databasesOf(snapshots, { entries: analysis.publicEntries });
    const table = await postProcess(analysis, answered.value.cells, publicOnes, options);
    return table.ok ? accept({ table: table.value, snapshots, answered: answered.value }) : table;
  };
  const done = await atTick({
    window: limits.tick(tick),
    work,
    onLate: () => kills.forEach((kill) => kill()),
    onFailure: (reason) => parts.onFailure(reason),
  });
  if (!done.ok && refused && !refused.ok && refused.refusals[0].code === 'E_BUDGET') return refused;
  return done;
}

/** Every snapshot whose data is read, its bytes as published. */
async function snapshotsOf(
  { folders }: DomainParts,
  { entries, publicEntries }: PrivateAnalysis,
): Promise<Outcome<readonly Snapshot[]>> {
  const ids = new Set([...entries, ...publicEntries].map((entry) => entry.id));
  const snapshots: Snapshot[] = [];
  for (const id of ids) {
    const snapshot = await currentSnapshot(folders.snapshots, entryId(id));
    if (!snapshot.ok) return snapshot;
    const isPublic = isPublicEntry(snapshot.value.manifest.entry);
    const verified = isPublic
      ? await verifySnapshot(snapshot.value.folder)
      : await verifyPrivateSnapshot(snapshot.value);
    if (!verified.ok) return refuse('E_EXEC', 'Cannot complete the run');
    snapshots.push(snapshot.value);
  }
  return accept(snapshots);
}

function databasesOf(
  snapshots: readonly Snapshot[],
  { entries }: Pick<PrivateAnalysis, 'entries'>,
): readonly Database[] {
  return snapshots
    .filter(({ entryId: id }) => entries.some((entry) => entry.id === id))
    .map((snapshot) => ({
      name: snapshot.entryId,
      path: isPublicEntry(snapshot.manifest.entry) ? snapshot.data : (snapshot.private ?? snapshot.data),
    }));
}
