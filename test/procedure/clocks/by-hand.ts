/**
 * The oracle of the clocks: one day after the other on a calendar of its own, with the built-in Date, as a clerk counts with a finger.
 * Slow and written apart from what it judges.
 */
import type { WorkCalendar } from '#policies/procedure/working-days.ts';

export interface Asked {
  /** The day of acceptance or receipt, `2026-02-13`. */
  readonly start: string;
  readonly days: number;
  /** Days on which the thing went to the applicant and came back. */
  readonly stops: readonly (readonly [gone: string, back: string])[];
}

/** The last day of the period. */
export function lastDayByHand(years: WorkCalendar['years'], { start, days, stops }: Asked): string {
  const off = new Set(Object.values(years).flatMap((year) => year.off));
  const work = new Set(Object.values(years).flatMap((year) => year.work));
  const date = new Date(`${start}T12:00:00.000Z`);
  let left = days;
  while (left > 0) {
    date.setUTCDate(date.getUTCDate() + 1);
    const day = date.toISOString().slice(0, 10);
    if (stops.some(([gone, back]) => day > gone && day <= back)) continue;
    const weekday = date.getUTCDay();
    if (work.has(day) || (weekday !== 0 && weekday !== 6 && !off.has(day))) left--;
  }
  return date.toISOString().slice(0, 10);
}
