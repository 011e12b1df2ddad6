/** Erasure by destroying keys: two persons of the data agency order it, then it happens, also after a crash between. */
import type { Actor } from '#policies/procedure/life.ts';
import type { Erasure, ErasureOrder } from '#policies/record/erasure.ts';
import { accept, unwrap, type Outcome } from '#policies/refusal.ts';
import {
  confirmErasureDecision,
  erasureEvent,
  erasureIds,
  loadErasure,
  orderErasureDecision,
} from './decisions/erase.ts';
import { noteDecision } from './decisions/note.ts';
import { systemActor, type Office } from './office.ts';
import { countPersonal, keysOf, type PersonalCount } from './personal.ts';
import { subjectOf, type Reader, type RecordedEvent } from './record/reader.ts';

type Desk = Pick<Office, 'record' | 'keyring' | 'clock' | 'newId'>;

/** @returns the id of the order; refuses E_ROLE, E_NOT_FOUND, E_STATE */
export async function orderErasure(
  { record, clock, newId }: Desk,
  actor: Actor,
  order: ErasureOrder,
): Promise<Outcome<{ readonly id: string }>> {
  const id = newId('era');
  const written = await record.commit(orderErasureDecision, { id, ...order }, { actor, now: clock() });
  return written.ok ? accept({ id }) : written;
}

/** The second person confirms; then the keys are gone. Refuses E_ROLE, E_NOT_FOUND, E_STATE, E_SEPARATION. */
export async function confirmErasure(office: Desk, actor: Actor, id: string): Promise<Outcome<Erasure>> {
  const written = await office.record.commit(confirmErasureDecision, { id }, { actor, now: office.clock() });
  if (!written.ok) return written;
  await carryOut(office, id);
  return accept(loadErasure(office.record.read, id) ?? written.value.answer);
}

/** What was confirmed before a crash is done now. To be called when an installation opens. */
export async function finishErasures(office: Desk): Promise<void> {
  for (const id of erasureIds(office.record.read))
    if (loadErasure(office.record.read, id)?.state === 'confirmed') await carryOut(office, id);
}

/** Keys first, then the event that says so: what is said to be gone is gone. */
async function carryOut({ record, keyring, clock }: Desk, id: string): Promise<void> {
  const erasure = loadErasure(record.read, id);
  if (!erasure) throw new Error(`Cannot erase: there must be an order ${id}`);
  const { about } = erasure;
  const erased = keysOf(record.read, about).filter((key) => keyring.erase(key));
  const at = clock();
  const event = erasureEvent({ id, about }, 'erasure.done', { keys: erased.length, at });
  unwrap(await record.commit(noteDecision, event, { actor: systemActor, now: at }));
}

/** Every personal text of the record, tried. */
export function countAllPersonal({ record: { read }, keyring }: Desk): PersonalCount {
  const ordered = new Set(
    erasureIds(read).flatMap((id) => {
      const erasure = loadErasure(read, id);
      return erasure && erasure.state !== 'ordered' ? [erasure.about] : [];
    }),
  );
  return countPersonal(allEvents(read), keyring, (about) => ordered.has(about));
}

function* allEvents(read: Reader): Generator<RecordedEvent> {
  const step = 500;
  for (let from = 0; from < read.size(); from += step) yield* read.entries(from, from + step);
}

/** The erasures of the record, for those who watch. */
export function listErasures(read: Reader): readonly (Erasure & { readonly id: string; readonly name: string })[] {
  return erasureIds(read).flatMap((id) => {
    const erasure = loadErasure(read, id);
    return erasure ? [{ id, name: subjectOf('erasure', id), ...erasure }] : [];
  });
}
