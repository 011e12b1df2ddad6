/**
 * When periodic reports are owed: for each period that has ended since, by the frequency of the profile, until the report was made.
 *
 * @see procedure.md §7; profile `reports`
 */
import { dateOf, dayNumber, monthOf, monthStart } from '../../calendar.ts';
import { instant, type Instant } from '../../units.ts';
import type { Frequency, Profile } from '../profiles/profile.ts';
import type { Period } from './report.ts';

const months: Readonly<Record<Exclude<Frequency, 'event'>, number>> = {
  monthly: 1,
  quarterly: 3,
  half_yearly: 6,
  yearly: 12,
};

/** Where the last whole period before `now` begins and ends, by the calendar of Asia/Shanghai; undefined for reports of events. */
export function lastPeriod(frequency: Frequency, now: Instant): Period | undefined {
  if (frequency === 'event') return undefined;
  const length = months[frequency];
  const month = monthOf(shanghaiDay(now));
  const end = month - (month % length);
  return { from: midnight(monthStart(end - length)), to: midnight(monthStart(end)) };
}

/** How often a report is owed here; `event` where the profile says nothing. */
export function frequencyOf({ reports }: Profile, id: string): Frequency {
  return reports[id]?.value ?? 'event';
}

function shanghaiDay(at: Instant): number {
  const day = dayNumber(at);
  return Number(at.slice(11, 13)) >= 16 ? day + 1 : day;
}

/** The first moment of a day in Asia/Shanghai. */
function midnight(day: number): Instant {
  return instant(`${dateOf(day - 1)}T16:00:00.000Z`);
}
