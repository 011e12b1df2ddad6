/** What is not open to everybody is looked at again every year: which entries are due. @see requirements GD-13-3, GD-15-4, SH-07-3 */
import type { EntryId, Instant, OrgId } from '../units.ts';
import { isPublished, type CatalogEntryDoc } from './catalog-entry-doc.ts';
import { isBefore, yearsAfter } from './term.ts';

/** An entry whose attribute is to be evaluated, and since when. */
export interface DueEvaluation {
  readonly entry: EntryId;
  readonly department: OrgId;
  readonly since: Instant;
}

const looks = ['published', 'downgraded', 'evaluated'].map((past) => `catalogEntry.${past}`);

/** Closed and conditional entries that nobody has published, closed or evaluated for a year, longest first. */
export function evaluationsDue(docs: readonly CatalogEntryDoc[], now: Instant): readonly DueEvaluation[] {
  return docs
    .filter((doc) => isPublished(doc) && doc.entry.attribute !== 'unconditional')
    .flatMap(({ entry, acts }): readonly DueEvaluation[] => {
      const last = acts.findLast(({ type }) => looks.includes(type));
      const since = last && yearsAfter(last.at, 1);
      return since && !isBefore(now, since) ? [{ entry: entry.id, department: entry.department, since }] : [];
    })
    .toSorted((one, other) => (isBefore(one.since, other.since) ? -1 : 1));
}
