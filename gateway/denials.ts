/** Denials for the desk: what every group has spent, and the operator's reset. */
import { z } from 'zod';
import { deniedPerMonth, spentOn } from '#policies/procedure/denials.ts';
import { anEntryId, anOrgId, prose } from '#policies/procedure/fields.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { EntryId, Instant, OrgId } from '#policies/units.ts';
import { resetDenialsDecision } from './decisions/reset-denials.ts';
import { bookOf } from './denial-book.ts';
import { loadAll } from './load.ts';
import type { Office } from './office.ts';
import type { Reader } from './record/reader.ts';

/** What the operator says to let a vendor's group begin anew with a dataset. */
export const resetBody = z.strictObject({ vendor: anOrgId, entry: anEntryId, reason: prose });

/** Stands in the record with its reason; no document changes. */
export async function resetDenials(
  { record, clock }: Office,
  actor: Actor,
  { vendor, entry, reason }: z.output<typeof resetBody>,
): Promise<Outcome<{ readonly spent: number }>> {
  const at = clock();
  const committed = await record.commit(resetDenialsDecision, { vendor, entry, reason }, { actor, now: at });
  if (!committed.ok) return committed;
  return accept({ spent: spentOn(entry, bookOf(record.read, vendor, [entry]), at) });
}

export interface DenialLine {
  readonly vendor: OrgId;
  readonly entry: EntryId;
  readonly spent: number;
  readonly limit: number;
}

/** For checkers: what every vendor's group has spent in the month of `now`. */
export function denialLines(read: Reader, now: Instant): readonly DenialLine[] {
  return loadAll(read, 'registration').flatMap(({ vendor }) => {
    const entries = [...new Set(bookOf(read, vendor, []).denials.flatMap((denial) => denial.entries))];
    const book = bookOf(read, vendor, entries);
    return entries.map((entry) => ({
      vendor,
      entry,
      spent: spentOn(entry, book, now),
      limit: deniedPerMonth.standard,
    }));
  });
}
