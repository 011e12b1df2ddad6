/**
 * What changed in the catalog, for whoever subscribes to it: computed from the events of entries and objections, kept nowhere. It tells what
 * anybody can see of the catalog, and when it became so; nothing of drafts and reviews, and no reasons.
 *
 * @see AO-08-7, AO-08-6, GD-18-6
 */
import type { EntryId, Instant } from '../units.ts';
import { objection, type ObjectionTypes } from './cases/objection.ts';
import { evolve, isPublished, type CatalogEntryDoc, type CatalogEntryEvent } from './catalog-entry-doc.ts';
import { isDisputing } from './disputed.ts';

/** `revised`: another version is in force. `disputed` and `dispute_ended`: the mark of the entry, however many objections there are. */
export type CatalogChangeKind = 'published' | 'revised' | 'withdrawn' | 'retired' | 'disputed' | 'dispute_ended';

/** One change, and the version that it is about: what is in force afterwards, or was last. */
export interface CatalogChange {
  /** Of the log entry; a subscriber asks for what comes after the last one that he has. */
  readonly seq: number;
  readonly at: Instant;
  readonly entry: EntryId;
  readonly event: CatalogChangeKind;
  readonly version: number;
}

/** An event of the record with its number. */
export type Recorded = { readonly seq: number } & (
  | { readonly life: 'catalogEntry'; readonly event: CatalogEntryEvent }
  | { readonly life: 'objection'; readonly event: ObjectionTypes['event'] }
);

/**
 * For all events of some entries and of the objections to them, in whatever order, returns the changes by `seq`, at most one per event. A
 * change depends on earlier events alone: what was told once is told again the same. An entry that is published while an objection to it is
 * still undecided is told as published; that it bears the mark is read from it.
 */
export function catalogFeed(recorded: readonly Recorded[]): readonly CatalogChange[] {
  const docs = new Map<string, CatalogEntryDoc>();
  const disputes = new Map<string, ReadonlySet<string>>();
  const objections = new Map<string, ObjectionTypes['doc']>();

  const ofEntry = (event: CatalogEntryEvent): Happened | undefined => {
    const before = docs.get(event.id);
    const doc = evolve(before, event);
    docs.set(doc.id, doc);
    const kind = kindOf(before, doc);
    return kind && { kind, doc };
  };
  const ofObjection = (event: ObjectionTypes['event']): Happened | undefined => {
    const after = objection.evolve(objections.get(event.id), event);
    objections.set(after.id, after);
    const before = disputes.get(after.entry) ?? new Set<string>();
    const now = new Set([...before].filter((id) => id !== after.id));
    if (isDisputing(after)) now.add(after.id);
    disputes.set(after.entry, now);
    const doc = docs.get(after.entry);
    if (!doc || !isPublished(doc) || before.size > 0 === now.size > 0) return undefined;
    return { kind: now.size > 0 ? 'disputed' : 'dispute_ended', doc };
  };

  const inOrder = recorded.toSorted((a, b) => a.seq - b.seq);
  return inOrder.flatMap((one) => {
    const happened = one.life === 'catalogEntry' ? ofEntry(one.event) : ofObjection(one.event);
    if (!happened) return [];
    const { kind, doc } = happened;
    return [{ seq: one.seq, at: one.event.data.at, entry: doc.entry.id, event: kind, version: doc.entry.version }];
  });
}

interface Happened {
  readonly kind: CatalogChangeKind;
  readonly doc: CatalogEntryDoc;
}

/** What anybody sees of an event of an entry. */
function kindOf(before: CatalogEntryDoc | undefined, after: CatalogEntryDoc): CatalogChangeKind | undefined {
  if (before && after.state === 'retired') return 'retired';
  if (!before || !isPublished(before)) return isPublished(after) ? 'published' : undefined;
  if (!isPublished(after)) return 'withdrawn';
  return before.entry.version === after.entry.version ? undefined : 'revised';
}
