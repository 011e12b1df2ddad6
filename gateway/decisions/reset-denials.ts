/** The operator lets a vendor's group begin anew with a dataset. It stands in the record with its reason; no document changes. */
import { requireIndependent } from '#policies/procedure/roles.ts';
import { accept, refuse } from '#policies/refusal.ts';
import type { EntryId, OrgId } from '#policies/units.ts';
import { groupOf } from '../denial-book.ts';
import type { Decision } from '../record/decision.ts';

export interface DenialsToReset {
  readonly vendor: OrgId;
  readonly entry: EntryId;
  readonly reason: string;
}

export const resetDenialsDecision: Decision<DenialsToReset, undefined> = {
  name: 'resetDenials',
  decide(read, { vendor, entry, reason }, { actor, now: at }) {
    if (actor.role !== 'operator')
      return refuse('E_ROLE', `Cannot reset denials: must be done by the operating institution; got ${actor.role}`);
    const independent = requireIndependent('reset denials', actor, { vendor, affiliates: [...groupOf(read, vendor)] });
    if (!independent.ok) return independent;
    const data = { vendor, entry, reason, at, by: actor };
    const event = { life: 'denials', id: entry, type: 'denials.reset', data, subjects: [`denials/${entry}`, vendor] };
    return accept({ events: [event], docs: [], answer: undefined });
  },
};
