/**
 * What an accepted risk covers, and when a program needs one. The gateway asks before it orders a run, the domain asks again with what the
 * record proves; both by {@link coversRisk}.
 *
 * @see programs.md decision 6
 */
import { isConfining, isWeaker, type IsolationTier } from '../isolation.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { RiskAcceptance } from './risk-acceptance-doc.ts';
import { isBefore } from './term.ts';

/** What was accepted, as the event says it. */
export interface AcceptedRisk {
  readonly tier: IsolationTier;
  readonly entries: readonly string[];
  readonly until: Instant;
}

/** What somebody wants to run: in which tier, over which entries, when. */
export interface RiskNeed {
  readonly tier: IsolationTier;
  readonly entries: readonly string[];
  readonly at: Instant;
}

/** For every need that it covers: the end has not come, the tier is the accepted one or better, every entry is named. */
export function coversRisk(risk: AcceptedRisk, { tier, entries, at }: RiskNeed): boolean {
  const named = new Set<string>(risk.entries);
  return isBefore(at, risk.until) && !isWeaker(tier, risk.tier) && entries.every((entry) => named.has(entry));
}

/**
 * For every need in T2 or T3, accepts without an acceptance; below, with one that is accepted now and covers it.
 *
 * @returns the acceptance that the order rests on, where it needs one; refuses with E_ISOLATION
 */
export function requireAcceptedRisk(
  doing: string,
  need: RiskNeed,
  acceptances: readonly RiskAcceptance[],
): Outcome<{ readonly isolation?: string }> {
  if (isConfining(need.tier)) return accept({});
  const found = acceptances.find(
    ({ state, tier, entries, until }) =>
      state === 'accepted' && until !== undefined && coversRisk({ tier, entries, until }, need),
  );
  return found
    ? accept({ isolation: found.id })
    : refuseRisk(doing, need.tier, 'no acceptance in force that covers it');
}

/** The one sentence of E_ISOLATION. */
export function refuseRisk(doing: string, tier: IsolationTier, got: string): Outcome<never> {
  const must = 'programs must be confined (T2 or T3), or the custodian must have accepted the risk';
  return refuse('E_ISOLATION', `Cannot ${doing}: ${must}; got tier ${tier} and ${got}`);
}
