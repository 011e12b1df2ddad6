/** Does a vendor owe a report on the use of its data? Then nothing new of that agreement leaves, where the place says so. @see AO-27-6, GD-26-1 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { Lookup } from './lookup.ts';
import type { Profile } from './profiles/profile.ts';
import { isBefore } from './term.ts';

/**
 * For every agreement of which a report is overdue, refuses with E_OVERDUE where `overdueUsageReport` blocks exports. It goes by the day
 * itself: a warning that was not yet written down does not help anybody.
 */
export function requireReported(
  doing: string,
  agreement: string,
  { lookup, profile, now }: { readonly lookup: Lookup; readonly profile: Profile; readonly now: Instant },
): Outcome<void> {
  const { usageReport, overdueUsageReport } = profile.switches;
  if (!usageReport.value || overdueUsageReport.value !== 'block_exports') return accept(undefined);
  const owed = lookup
    .all('utilisationReport')
    .filter((report) => report.agreement === agreement && report.state !== 'submitted' && report.state !== 'accepted')
    .find(({ state, dueBy }) => state === 'overdue' || (dueBy !== undefined && !isBefore(now, dueBy)));
  if (!owed) return accept(undefined);
  return refuse('E_OVERDUE', `Cannot ${doing}: every report on the use must be there; got ${owed.id} overdue`);
}
