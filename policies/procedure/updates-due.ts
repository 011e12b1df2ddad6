/** Data that is not brought up to date as often as its entry says. @see requirements GD-16-3, SH-22-1 */
import type { EntryId, Instant, OrgId } from '../units.ts';
import { isPublished } from './catalog-entry-doc.ts';
import type { Lookup } from './lookup.ts';
import { daysAfter, isBefore, monthsAfter, yearsAfter } from './term.ts';

/** An entry whose next batch has not come, and since when. */
export interface DueUpdate {
  readonly entry: EntryId;
  readonly department: OrgId;
  readonly since: Instant;
}

/** Data of the moment is read where it is; a batch of it a day is what can be seen from here. */
const nextAfter = {
  once: undefined,
  realtime: (at: Instant) => daysAfter(at, 1),
  daily: (at: Instant) => daysAfter(at, 1),
  monthly: (at: Instant) => monthsAfter(at, 1),
  yearly: (at: Instant) => yearsAfter(at, 1),
} as const;

/**
 * For every published entry whose last batch, or first publication where none has come, is longer ago than its update cycle, returns since
 * when the next one is due, longest first. Calendar days: a department's cycle knows no holidays.
 */
export function updatesDue(lookup: Lookup, now: Instant): readonly DueUpdate[] {
  return lookup
    .all('catalogEntry')
    .filter(isPublished)
    .flatMap(({ entry, acts }): readonly DueUpdate[] => {
      const last = lastBatch(lookup, entry.id) ?? acts.find(({ type }) => type === 'catalogEntry.published')?.at;
      const since = last && nextAfter[entry.updateCycle]?.(last);
      return since && !isBefore(now, since) ? [{ entry: entry.id, department: entry.department, since }] : [];
    })
    .toSorted((one, other) => (isBefore(one.since, other.since) ? -1 : 1));
}

/** When the domain took in the newest batch of this entry. */
function lastBatch(lookup: Lookup, entry: EntryId): Instant | undefined {
  const received = lookup
    .all('provision')
    .flatMap((doc) => (doc.entry === entry ? doc.acts.filter(({ type }) => type === 'provision.received') : []));
  return received.map(({ at }) => at).reduce<Instant | undefined>(later, undefined);
}

function later(one: Instant | undefined, other: Instant): Instant {
  return one !== undefined && isBefore(other, one) ? one : other;
}
