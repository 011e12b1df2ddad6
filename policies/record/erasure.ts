/**
 * Erasing the personal texts of one thing of the record: ordered by one person of the data agency, confirmed by another, carried out by
 * destroying keys. The events, their commitments and the tree stay; what was erased, on what ground and by whose word is an event too.
 *
 * @see record.md §1 rule 2; procedure.md §3.12 (an objection that leads to deletion); PIPL art. 47
 */
import type { Actor } from '../procedure/life.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';

/** Why: a decided objection, a consent that was withdrawn, or the end of the time for which it was kept. */
export const erasureGrounds = ['objection', 'consent_withdrawn', 'retention_ended'] as const;
export type ErasureGround = (typeof erasureGrounds)[number];

/** What is to be erased, and why. */
export interface ErasureOrder {
  /** A thing of the record, as `registration/reg-1`: all its texts that have keys. */
  readonly about: string;
  readonly ground: ErasureGround;
  /** The objection, consent or rule that it rests on. */
  readonly source: string;
}

export interface Erasure extends ErasureOrder {
  readonly state: 'ordered' | 'confirmed' | 'done';
  readonly orderedBy: Actor;
  readonly confirmedBy?: Actor;
  /** How many keys were destroyed. */
  readonly keys?: number;
}

interface Stamp {
  readonly by: Actor;
  readonly at: Instant;
}

/** Payloads of the three events, by their type. */
export interface ErasureEvents {
  readonly 'erasure.ordered': ErasureOrder & Stamp;
  readonly 'erasure.confirmed': Stamp;
  readonly 'erasure.done': { readonly keys: number; readonly at: Instant };
}

/** Folds the events of one erasure; undefined where there are none. */
export function erasureOf(events: Iterable<{ readonly type: string; readonly data: unknown }>): Erasure | undefined {
  let erasure: Erasure | undefined;
  for (const { type, data } of events) {
    if (type === 'erasure.ordered') {
      const { by, about, ground, source } = data as ErasureEvents['erasure.ordered'];
      erasure = { state: 'ordered', about, ground, source, orderedBy: by };
    } else if (type === 'erasure.confirmed' && erasure) {
      erasure = { ...erasure, state: 'confirmed', confirmedBy: (data as ErasureEvents['erasure.confirmed']).by };
    } else if (type === 'erasure.done' && erasure) {
      erasure = { ...erasure, state: 'done', keys: (data as ErasureEvents['erasure.done']).keys };
    }
  }
  return erasure;
}

/** For every actor who is not of the data agency, refuses E_ROLE. */
export function requireEraser(doing: string, { role }: Actor): Outcome<void> {
  if (role === 'data_agency') return accept(undefined);
  return refuse('E_ROLE', `Cannot ${doing}: must be done by the data agency; got ${role}`);
}

/** Refuses E_ROLE, E_NOT_FOUND where nothing was ordered, E_STATE where it was confirmed, E_SEPARATION for who ordered it. */
export function requireSecond(erasure: Erasure | undefined, actor: Actor): Outcome<Erasure> {
  const doing = 'confirm the erasure';
  const agency = requireEraser(doing, actor);
  if (!agency.ok) return agency;
  if (!erasure) return refuse('E_NOT_FOUND', `Cannot ${doing}: it must have been ordered; got none`);
  if (erasure.state !== 'ordered') return refuse('E_STATE', `Cannot ${doing}: must be ordered; got ${erasure.state}`);
  if (erasure.orderedBy.person === actor.person)
    return refuse('E_SEPARATION', `Cannot ${doing}: must be another person than who ordered it; got the same`);
  return accept(erasure);
}
