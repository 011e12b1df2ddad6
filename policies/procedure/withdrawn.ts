/**
 * Is this data withdrawn? While a dataset, or one snapshot of it, is withdrawn and not yet evaluated, nothing new is made of any of it; what was
 * made of a withdrawn snapshot never leaves again, also when the dataset is reopened with a new one.
 *
 * @see SH-27-2, SH-27-3; procedure.md §3.15
 */
import { refuse, accept, type Outcome } from '../refusal.ts';
import type { EntryId, SnapshotId } from '../units.ts';
import type { DocOf } from './lives.ts';
import type { Lookup } from './lookup.ts';

/** Data, and the snapshots of it that something was computed from. */
export interface Data {
  readonly entries: readonly EntryId[];
  readonly snapshots?: readonly SnapshotId[];
}

/** Refuses with E_WITHDRAWN. */
export function requireNotWithdrawn(doing: string, data: Data, lookup: Lookup): Outcome<void> {
  const found = lookup.all('withdrawal').find((withdrawal) => isAgainst(withdrawal, data));
  if (!found) return accept(undefined);
  const what = found.snapshot === undefined ? found.entry : `${found.snapshot} of ${found.entry}`;
  return refuse('E_WITHDRAWN', `Cannot ${doing}: no data may be withdrawn; got ${what}, ${found.id}`);
}

/** In force and of any of it; or, whatever became of it, of a snapshot that this was computed from. */
function isAgainst({ state, entry, snapshot }: DocOf<'withdrawal'>, { entries, snapshots = [] }: Data): boolean {
  if (state === 'requested' || state === 'declined') return false;
  if (snapshot !== undefined && snapshots.includes(snapshot)) return true;
  return state !== 'reopened' && entries.includes(entry);
}
