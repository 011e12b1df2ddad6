/** The operator's look at a quarantined result: it stands in the record before it happens. @see AO-22-2 */
import { requireNoStop } from '#policies/procedure/emergency-stop.ts';
import { requireIndependent } from '#policies/procedure/roles.ts';
import { accept, refuse } from '#policies/refusal.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Decision } from '../record/decision.ts';

export interface LookAt {
  readonly run: string;
  readonly reason: string;
}

export const revealDecision: Decision<LookAt, undefined> = {
  name: 'reveal',
  decide(read, { run, reason }, { actor, now: at }) {
    if (actor.role !== 'operator')
      return refuse('E_ROLE', `Cannot reveal a result: must be done by the operating institution; got ${actor.role}`);
    const doc = loadDoc(read, 'run', run);
    if (doc?.state !== 'quarantined')
      return refuse('E_NOT_FOUND', 'Cannot reveal the result: must be a quarantined run; got none');
    const stopped = requireNoStop('reveal the result', lookupOf(read), doc.scenario);
    if (!stopped.ok) return stopped;
    const independent = requireIndependent('reveal the result', actor, doc);
    if (!independent.ok) return independent;
    const data = { reason, at, by: actor };
    const event = { life: 'reveal', id: run, type: 'reveal.requested', data, subjects: [`run/${run}`, run] };
    return accept({ events: [event], docs: [], answer: undefined });
  },
};
