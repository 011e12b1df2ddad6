/** Under which profile and calendar is decided now: what deadlines are computed by, and what stands in every event. */
import type { Timing } from '#policies/procedure/deadlines.ts';
import { profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { calendarOf, profileOf } from './load.ts';
import type { Office, Settings } from './office.ts';
import type { Reader } from './record/reader.ts';

/** @see record.md §1 rule 3 */
export function rulingOf(
  read: Reader,
  settings: Pick<Settings, 'profile'>,
): { readonly jurisdiction: string; readonly calendar: string } {
  return { jurisdiction: profileVersion(profileOf(settings)), calendar: calendarOf(read).version };
}

/** What deadlines are computed under, now. */
export function timingOf({ record, settings, clock }: Pick<Office, 'record' | 'settings' | 'clock'>): Timing {
  return { profile: profileOf(settings), calendar: calendarOf(record.read), now: clock() };
}
