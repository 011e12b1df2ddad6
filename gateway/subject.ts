/**
 * Which released products used records of one person, enterprise or card: the regulator's question. It stands in the record before it is
 * answered, under a keyed name; the id itself is passed on to the domain and kept nowhere.
 *
 * @see AO-30-1; architecture.md invariant 11
 */
import { hasLeft } from '#policies/procedure/export-table.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { noteDecision } from './decisions/note.ts';
import { loadAll } from './load.ts';
import type { Office } from './office.ts';
import { subjectOf } from './record/reader.ts';

export interface SubjectQuestion {
  /** Id space of the catalog, e.g. `person`. */
  readonly space: string;
  readonly id: string;
  readonly reason: string;
}

export interface SubjectAnswer {
  /** Runs of the exact lane whose files left, with the exports that they left in; noisy answers do not keep who was in them. */
  readonly runs: readonly { readonly run: string; readonly exports: readonly string[] }[];
}

/** Refuses E_ROLE for everybody but the regulator. The answer for an unknown id has the form and the way of any other. */
export async function askAboutSubject(
  { record, clock, domain, keyring }: Office,
  actor: Actor,
  { space, id, reason }: SubjectQuestion,
): Promise<Outcome<SubjectAnswer>> {
  if (actor.role !== 'regulator')
    return refuse('E_ROLE', `Cannot ask about a subject: must be the regulator; got ${actor.role}`);
  const named = await domain.nameSubject({ space, id });
  if (!named.ok) return named;
  const { commitment } = named.value;
  const now = clock();
  const sealed = keyring.seal(subjectOf('subject', commitment), reason);
  const data = { space, subject: commitment, reason: sealed, at: now, by: actor };
  const event = { life: 'subject', id: commitment, type: 'subject.requested', data, subjects: [] };
  const asked = await record.commit(noteDecision, event, { actor, now });
  if (!asked.ok) return asked;
  const permit = await record.permit(asked.value.entries[0]?.seq ?? -1);
  if (!permit.ok) return permit;
  const found = await domain.subject({ permit: permit.value, space, id });
  if (!found.ok) return found;
  const left = loadAll(record.read, 'export').filter(hasLeft);
  const exportsOf = (run: string): readonly string[] =>
    left.filter(({ product }) => product.runs.includes(run)).map((doc) => doc.id);
  return accept({ runs: found.value.runs.map((run) => ({ run, exports: exportsOf(run) })) });
}
