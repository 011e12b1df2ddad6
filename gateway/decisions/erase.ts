/** Ordering and confirming an erasure. @see policies/record/erasure.ts */
import {
  erasureOf,
  requireEraser,
  requireSecond,
  type Erasure,
  type ErasureEvents,
  type ErasureOrder,
} from '#policies/record/erasure.ts';
import { accept, refuse } from '#policies/refusal.ts';
import { keysOf } from '../personal.ts';
import type { Decision } from '../record/decision.ts';
import { subjectOf, type Reader } from '../record/reader.ts';

/** Under which every event of every erasure is listed. */
export const erasuresSubject = 'erasures';

export function loadErasure(read: Reader, id: string): Erasure | undefined {
  return erasureOf(read.bySubject(subjectOf('erasure', id)));
}

/** Ids of all erasures, oldest first. */
export function erasureIds(read: Reader): readonly string[] {
  return [...new Set(read.bySubject(erasuresSubject).map(({ id }) => id))];
}

/** One of the three events of the erasure `id` about a thing. */
export function erasureEvent<Type extends keyof ErasureEvents>(
  { id, about }: { readonly id: string; readonly about: string },
  type: Type,
  data: ErasureEvents[Type],
) {
  return { life: 'erasure', id, type, data, subjects: [erasuresSubject, about] };
}

export const orderErasureDecision: Decision<ErasureOrder & { readonly id: string }, undefined> = {
  name: 'order_erasure',
  decide(read, { id, about, ground, source }, { actor, now: at }) {
    const doing = 'order the erasure';
    const agency = requireEraser(doing, actor);
    if (!agency.ok) return agency;
    if (keysOf(read, about).length === 0)
      return refuse('E_NOT_FOUND', `Cannot ${doing}: must be a thing with personal texts; got none`);
    if (ground === 'objection' && read.bySubject(subjectOf('objection', source)).length === 0)
      return refuse('E_NOT_FOUND', `Cannot ${doing}: must rest on an objection of the record; got none`);
    const open = erasureIds(read).some((other) => {
      const erasure = loadErasure(read, other);
      return erasure?.about === about && erasure.state === 'ordered';
    });
    if (open) return refuse('E_STATE', `Cannot ${doing}: must not be ordered already; got an open order`);
    const data = { about, ground, source, by: actor, at };
    return accept({ events: [erasureEvent({ id, about }, 'erasure.ordered', data)], docs: [], answer: undefined });
  },
};

export const confirmErasureDecision: Decision<{ readonly id: string }, Erasure> = {
  name: 'confirm_erasure',
  decide(read, { id }, { actor, now: at }) {
    const second = requireSecond(loadErasure(read, id), actor);
    if (!second.ok) return second;
    const { about } = second.value;
    const events = [erasureEvent({ id, about }, 'erasure.confirmed', { by: actor, at })];
    return accept({ events, docs: [], answer: { ...second.value, state: 'confirmed', confirmedBy: actor } });
  },
};
