/**
 * May a program of a vendor run here? In T2 and T3 always; below only where the record proves that the custodian of the domain has accepted
 * that risk for these entries. Asked before any data is opened.
 *
 * What is proven offline: the acceptance, by its own event; that it was in force when the run was ordered, by the order, which names it and
 * which the life of runs decides with the state of that moment; and that its end has not come, by the domain's own clock. An acceptance that
 * was withdrawn is named by no later order, and each order is carried out once.
 *
 * @see programs.md decision 6; docs/decisions/038-risk-acceptance.md
 */
import { z } from 'zod';
import { isConfining, isolationTier } from '#policies/isolation.ts';
import { coversRisk, refuseRisk, type RiskNeed } from '#policies/procedure/risk-acceptance-guards.ts';
import { anInstant } from '#policies/procedure/fields.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { requireEvent, type Ordered } from './permits.ts';

/** `at` is the domain's own clock; the entries are those that its own analysis found. */
export interface IsolationNeed extends RiskNeed {
  /** Of `riskAcceptance.accepted`. */
  readonly permit?: Permit | undefined;
  readonly ordered: Pick<Ordered, 'isolation' | 'seq'>;
}

const acceptance = z.object({
  tier: isolationTier,
  entries: z.array(z.string()).min(1),
  until: anInstant,
  requestedBy: z.object({ person: z.string(), org: z.string() }),
});

/** Refuses E_ISOLATION where the record holds no acceptance that covers the need, E_PERMIT where the proof is of something else. */
export function requireIsolation(trust: Trust, need: IsolationNeed): Outcome<void> {
  const doing = 'run the program';
  const { tier, permit, ordered } = need;
  if (isConfining(tier)) return accept(undefined);
  if (!permit || ordered.isolation === undefined) return refuseRisk(doing, tier, 'an order without an acceptance');
  const want = { type: 'riskAcceptance.accepted', subject: `riskAcceptance/${ordered.isolation}` };
  const proven = requireEvent(permit, trust, want);
  if (!proven.ok) return proven;
  const { role, data, act, seq } = proven.value;
  const accepted = acceptance.safeParse(data);
  if (!accepted.success) return refuse('E_PERMIT', 'Cannot run the program: must have the form of a risk acceptance');
  const { requestedBy } = accepted.data;
  if (role !== 'data_agency' || requestedBy.person === act.person || requestedBy.org === act.org)
    return refuseRisk(doing, tier, 'an acceptance that the custodian did not countersign');
  if (seq > ordered.seq) return refuseRisk(doing, tier, 'an acceptance that came after the order');
  return coversRisk(accepted.data, need)
    ? accept(undefined)
    : refuseRisk(doing, tier, 'an acceptance of something else');
}
