/**
 * Working days of the People's Republic of China, in Asia/Shanghai. Which weekdays are off and which Saturdays and Sundays are worked is data,
 * entered in the record by two persons of the agency; a year that nobody entered is counted by weekdays, and said to be provisional.
 *
 * Asia/Shanghai is UTC+8 without summer time since 1991, so a day there is a shift by eight hours and needs no table of zones.
 *
 * @see record.md §5; procedure.md §3 (conventions); Civil Code arts. 201–203; requirement DC-17; decision 046
 */
import { dateOf, dayNumber } from '../calendar.ts';
import { contentHash } from '../record/content-hash.ts';
import type { Instant } from '../units.ts';
import { seedYears, type WorkYear } from './working-days-seed.ts';

export interface WorkCalendar {
  /** Changes whenever a year is entered; stands in every event that was decided under it. */
  readonly version: string;
  readonly years: Readonly<Record<number, WorkYear>>;
}

/** The years that come with the product. */
export const seedCalendar: WorkCalendar = calendarOfYears(seedYears);

/** A calendar under the name of its content. */
export function calendarOfYears(years: Readonly<Record<number, WorkYear>>): WorkCalendar {
  return { version: contentHash(years).slice(0, 16), years };
}

/** Whether this day is worked; what the calendar does not know is taken by weekdays: ask {@link isKnownDay}. */
export function isWorkingDay(calendar: WorkCalendar, day: number): boolean {
  const date = dateOf(day);
  const notices = noticesOf(calendar, date);
  if (notices.some(({ work }) => work.includes(date))) return true;
  return !isWeekend(day) && !notices.some(({ off }) => off.includes(date));
}

/**
 * Whether the notices are there that may say something of this day: that of its year, and in the last week of a year that of the next, for
 * New Year has taken and given days before 1 January (2007, 2011, 2018, 2022).
 */
export function isKnownDay(calendar: WorkCalendar, day: number): boolean {
  return noticesOf(calendar, dateOf(day)).length === (isLastWeek(dateOf(day)) ? 2 : 1);
}

/** The first day of a year that the notice of the next year may speak of. */
const lastWeek = '12-25';

export function isLastWeek(date: string): boolean {
  return date.slice(5) >= lastWeek;
}

function noticesOf({ years }: WorkCalendar, date: string): readonly WorkYear[] {
  const year = Number(date.slice(0, 4));
  return [years[year], isLastWeek(date) ? years[year + 1] : undefined].filter((one) => one !== undefined);
}

/** Saturday or Sunday. Day 0 was a Thursday. */
export function isWeekend(day: number): boolean {
  const weekday = (((day + 4) % 7) + 7) % 7;
  return weekday === 0 || weekday === 6;
}

/** The day in Asia/Shanghai in which this moment lies, as a day number. */
export function dayAt(at: Instant): number {
  return dayNumber(at) + (Number(at.slice(11, 13)) >= 24 - offset ? 1 : 0);
}

/** The moment in which a day of Asia/Shanghai ends, which is the first of the next. */
export function endOfDay(day: number): Instant {
  return `${dateOf(day)}T${24 - offset}:00:00.000Z` as Instant;
}

/** Hours by which the clocks of Asia/Shanghai are ahead of UTC. */
const offset = 8;

/** A stretch that does not count: from the day after the stop to the day on which the thing came back, both included. */
export interface Stop {
  readonly from: number;
  /** Absent while it has not come back. */
  readonly to?: number;
}

/** How far a period has come. */
export interface Counted {
  /** The day with whose end the period ends; absent while it stands still before it was full. */
  readonly last?: number;
  /** Working days that counted, up to `last` or to the day from which it stands still. */
  readonly days: number;
  /** Some day of it lies in a year that the calendar does not know. */
  readonly provisional: boolean;
}

/**
 * Counts `days` working days from the day after `start`. The day of a stop still counts, the day of the return does not, as the start day
 * does not: so stopping and returning on one day changes nothing.
 *
 * For every calendar, returns the smallest day on which `days` working days have counted; a period of none ends on its start day.
 */
export function countDays(calendar: WorkCalendar, start: number, days: number, stops: readonly Stop[] = []): Counted {
  let [counted, day, provisional] = [0, start, false];
  while (counted < days) {
    if (stops.some(({ from, to }) => from <= day && to === undefined)) return { days: counted, provisional };
    day++;
    if (isStopped(stops, day)) continue;
    provisional ||= !isKnownDay(calendar, day);
    if (isWorkingDay(calendar, day)) counted++;
  }
  return { last: day, days, provisional };
}

function isStopped(stops: readonly Stop[], day: number): boolean {
  return stops.some(({ from, to = from }) => from < day && day <= to);
}

/** The day with which a period of so many working days ends that began on this one, which is not counted. */
export function workingDaysAfter(
  calendar: WorkCalendar,
  start: number,
  days: number,
): { readonly day: number; readonly provisional: boolean } {
  const { last = start, provisional } = countDays(calendar, start, days);
  return { day: last, provisional };
}

/** How many working days lie after one day, up to and with another. */
export function workingDaysBetween(calendar: WorkCalendar, after: number, to: number): number {
  let counted = 0;
  for (let day = after + 1; day <= to; day++) if (isWorkingDay(calendar, day)) counted++;
  return counted;
}
