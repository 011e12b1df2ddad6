/**
 * The keyed name of a data subject, for the consent that it gives. Who asked for it stands in the record before it is told, because whoever
 * may ask for names at will could try out ids; the id itself is passed on to the domain and kept nowhere.
 *
 * @see GD-24-1; docs/decisions/049-rights.md
 */
import type { Actor } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { noteDecision } from './decisions/note.ts';
import type { Office } from './office.ts';

export interface SubjectName {
  /** What a consent has as its `subject`. */
  readonly subject: string;
}

/** Refuses E_ROLE for everybody but a data subject. */
export async function nameSubject(
  { record, clock, domain }: Office,
  actor: Actor,
  { space, id }: { readonly space: string; readonly id: string },
): Promise<Outcome<SubjectName>> {
  if (actor.role !== 'data_subject')
    return refuse('E_ROLE', `Cannot name a subject: must be a data subject; got ${actor.role}`);
  const named = await domain.nameSubject({ space, id });
  if (!named.ok) return named;
  const { commitment } = named.value;
  const now = clock();
  const data = { space, subject: commitment, at: now, by: actor };
  const event = { life: 'subject', id: commitment, type: 'subject.named', data, subjects: [] };
  const noted = await record.commit(noteDecision, event, { actor, now });
  return noted.ok ? accept({ subject: commitment }) : noted;
}
