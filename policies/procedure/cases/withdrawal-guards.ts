/** Who may withdraw a dataset, and what it must be to come back. @see SH-27-2, SH-27-3 */
import { accept, refuse, type Outcome } from '../../refusal.ts';
import type { EntryId, SnapshotId } from '../../units.ts';
import { isPublished } from '../catalog-entry-doc.ts';
import { requireThat, type Act } from '../decider.ts';
import type { CaseContext, Lookup } from '../lookup.ts';

/** A department withdraws what is its own; operator and agency everything there is. The system withdraws what an incident names. */
export function requireOwnEntry(
  doing: string,
  entry: EntryId | undefined,
  { lookup, actor }: CaseContext,
): Outcome<void> {
  if (actor.role === 'system') return accept(undefined);
  const found = entry === undefined ? undefined : lookup.get('catalogEntry', entry);
  const isOwn = actor.role !== 'source_department' || found?.entry.department === actor.org;
  if (found && isOwn) return accept(undefined);
  return refuse('E_NOT_FOUND', `Cannot ${doing}: must be of an existing entry of yours; got ${entry ?? 'none'}`);
}

interface Reopening {
  readonly doc:
    { readonly entry: EntryId; readonly snapshot?: SnapshotId | undefined; readonly acts: readonly Act[] } | undefined;
  readonly command: { readonly newSnapshot: SnapshotId };
}

/** Another snapshot than the withdrawn one; and a whole dataset has been approved again since, and is published. */
export function requireFreshReview(
  doing: string,
  { doc, command }: Reopening,
  lookup: Lookup,
): readonly Outcome<unknown>[] {
  const { newSnapshot } = command;
  const isOld = lookup.all('withdrawal').some(({ snapshot }) => snapshot === newSnapshot);
  const fresh = requireThat(!isOld, 'E_INPUT', `Cannot ${doing}: must be a new snapshot; got ${newSnapshot} again`);
  if (!doc || doc.snapshot !== undefined) return [fresh];
  const entry = lookup.get('catalogEntry', doc.entry);
  const since = doc.acts.find(({ to }) => to === 'effective')?.at ?? '';
  const isReviewed = entry?.acts.some(({ type, at }) => type === 'catalogEntry.approved' && at >= since);
  const must = `Cannot ${doing}: the entry must be reviewed anew and published; got ${entry?.state ?? 'none'}`;
  return [fresh, requireThat(entry !== undefined && isPublished(entry) && isReviewed === true, 'E_STATE', must)];
}
