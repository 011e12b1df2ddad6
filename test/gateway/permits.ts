/** Permits of the record by what they prove, and what a gateway that was taken over would write. */
import type { OpenOffice } from '#gateway/open-office.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';

/** The permit of the newest event of this type about `subject`, e.g. `run/run-1`. */
export async function permitOf({ record }: OpenOffice, type: string, subject: string): Promise<Permit> {
  const event = record.read.bySubject(subject).findLast((candidate) => candidate.type === type);
  if (!event) throw new Error(`no ${type} of ${subject}`);
  return unwrap(await record.permit(event.entry.seq));
}

/** Writes an event that no life decided. @returns its permit, signed and cosigned like any other */
export async function forge(
  { record }: Pick<OpenOffice, 'record'>,
  event: { readonly life: string; readonly id: string; readonly type: string; readonly data: unknown },
  actor: Actor,
): Promise<Permit> {
  const now = instant('2026-06-01T00:00:00.000Z');
  const committed = unwrap(await record.commit(actor, now, () => accept({ events: [event], docs: [] })));
  return unwrap(await record.permit(committed.entries[0]?.seq ?? -1));
}
