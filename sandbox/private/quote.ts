/**
 * What a private run will be charged to, and whether that is there, before anything of the data is opened: a function of the text, the
 * catalog, the snapshots' hashes and the log of requests.
 *
 * @see query-and-privacy.md §2.11, §3.8, §3.9
 */
import { accept, type Outcome } from '#policies/refusal.ts';
import { currentSnapshots, type Snapshot } from '../data/snapshot.ts';
import type { Reservation } from '../ledger/ledger.ts';
import type { Folders } from '../supervisor/config.ts';
import type { PrivateProgramAnalysis } from '../program/private-analyse.ts';
import type { PrivateAnalysis } from './analyse.ts';
import type { Account } from './answer.ts';
import { readBudgets, scopesOf, type Spender } from './budgets.ts';
import { canonOf } from './canon.ts';
import type { TrainAnalysis } from './train-analyse.ts';

export interface Order {
  readonly run: string;
  readonly spender: Omit<Spender, 'space'>;
}

export interface Prepared {
  readonly reservation: Reservation;
  /** Every snapshot that the run would read, not yet verified. */
  readonly snapshots: readonly Snapshot[];
}

/** Refuses E_UNKNOWN_SNAPSHOT where a department has not published yet. */
export async function prepare(
  folders: Folders,
  { plan, entries, publicEntries }: PrivateAnalysis | TrainAnalysis | PrivateProgramAnalysis,
  { run, spender }: Order,
): Promise<Outcome<Prepared>> {
  const ids = [...entries, ...publicEntries].map((entry) => entry.id);
  const found = await currentSnapshots(folders.snapshots, ids);
  if (!found.ok) return found;
  const snapshots = found.value;
  const canon = canonOf(
    plan,
    snapshots.map(({ manifest }) => `${manifest.entryHash}/${manifest.contentHash}`),
  );
  const scopes = scopesOf({ ...spender, space: plan.space }, readBudgets(folders.budgets));
  return accept({ reservation: { run, canon, cost: plan.cost, scopes }, snapshots });
}

/** Whether the answer was paid for before; refuses E_BUDGET where it was not and the budget does not suffice. Charges nothing. */
export async function quote(
  { ledger, answers }: Account,
  reservation: Reservation,
): Promise<Outcome<{ readonly cached: boolean }>> {
  const kept = await answers.get(reservation.canon);
  if (!kept.ok) return kept;
  if (kept.value !== undefined) return accept({ cached: true });
  const room = ledger.check(reservation);
  return room.ok ? accept({ cached: false }) : room;
}
