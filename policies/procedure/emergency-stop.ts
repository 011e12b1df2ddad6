/**
 * Does anything stop this work now? The emergency stop stops everything, an activated emergency plan what is done for its scenarios.
 * Nothing is taken back: what a stop refuses is possible again when it is lifted.
 *
 * @see DC-19, AO-28-2; docs/decisions/048-revocation.md
 */
import { refuse, accept, type Outcome } from '../refusal.ts';
import type { Lookup } from './lookup.ts';

/**
 * For every emergency stop that stands, and every activated plan of this scenario, refuses with E_STOPPED.
 *
 * @param scenario whose work it is; without one only the stop of everything counts
 */
export function requireNoStop(doing: string, lookup: Lookup, scenario?: string): Outcome<void> {
  const stop = lookup.all('emergencyStop').find(({ state }) => state !== 'lifted');
  if (stop) return refuse('E_STOPPED', `Cannot ${doing}: the emergency stop must be lifted; got ${stop.id}`);
  const plan = lookup
    .all('emergencyPlan')
    .find(({ state, scenarios }) => state === 'activated' && scenario !== undefined && scenarios.includes(scenario));
  if (!plan) return accept(undefined);
  return refuse('E_STOPPED', `Cannot ${doing}: the emergency plan of its scenario must be stood down; got ${plan.id}`);
}
