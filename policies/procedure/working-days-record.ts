/** The calendar that is in force: the years of the product, and over them those that two persons of the agency have put into the record. */
import type { ActedDoc } from './decider.ts';
import type { WorkYear } from './working-days-seed.ts';
import { calendarOfYears, seedCalendar, type WorkCalendar } from './working-days.ts';

interface Entered extends ActedDoc, WorkYear {
  readonly year: number;
}

/** For equal confirmed years, equal calendars with equal versions; of two of one year the later confirmed holds. */
export function recordedCalendar(entered: readonly Entered[]): WorkCalendar {
  const confirmed = entered.filter(({ state }) => state === 'confirmed');
  if (confirmed.length === 0) return seedCalendar;
  const years = [...confirmed]
    .sort((one, other) => (confirmedAt(one) < confirmedAt(other) ? -1 : 1))
    .map(({ year, off, work, notice }) => [year, { off, work, notice }] as const);
  return calendarOfYears({ ...seedCalendar.years, ...Object.fromEntries(years) });
}

function confirmedAt({ acts }: ActedDoc): string {
  return acts.at(-1)?.at ?? '';
}
