/** An event of no life: a question that was asked, a snapshot that was published, a check that was made. Nothing is decided. */
import { lives } from '#policies/procedure/lives.ts';
import { accept } from '#policies/refusal.ts';
import type { Decision } from '../record/decision.ts';
import type { DraftEvent } from '../record/write.ts';

/** @throws Error for an event of a life: that is for its life to decide */
export const noteDecision: Decision<DraftEvent, undefined> = {
  name: 'note',
  decide(_, event) {
    if (Object.hasOwn(lives, event.life)) throw new Error(`Cannot note ${event.type}: must be decided by its life`);
    return accept({ events: [event], docs: [], answer: undefined });
  },
};
