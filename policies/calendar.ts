/**
 * Days as whole numbers, and where weeks, months, quarters and years begin: the proleptic Gregorian calendar, without a clock.
 *
 * @see Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil and civil_from_days
 */

/** Days from 1970-01-01, a Thursday, to an ISO date or moment; negative before it. */
export function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.slice(0, 10).split('-').map(Number);
  // Years begin in March here, so that the leap day is the last of a year.
  const shifted = month > 2 ? year : year - 1;
  const days = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const leap = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leap + days - daysBefore1970;
}

/** The ISO date of a day number; years from 0 to 9999. */
export function dateOf(day: number): string {
  const since = day + daysBefore1970;
  const era = Math.floor(since / 146_097);
  const of = since - era * 146_097;
  const year = Math.floor((of - Math.floor(of / 1_460) + Math.floor(of / 36_524) - Math.floor(of / 146_096)) / 365);
  const ofYear = of - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = march < 10 ? march + 3 : march - 9;
  const full = year + era * 400 + (month <= 2 ? 1 : 0);
  return [
    String(full).padStart(4, '0'),
    twoDigits(month),
    twoDigits(ofYear - Math.floor((153 * march + 2) / 5) + 1),
  ].join('-');
}

/** Day number of the first day of a month, counted from January of the year 0. */
export function monthStart(month: number): number {
  return dayNumber(`${String(Math.floor(month / 12)).padStart(4, '0')}-${twoDigits((month % 12) + 1)}-01`);
}

/** The month that a day lies in, counted from January of the year 0. */
export function monthOf(day: number): number {
  const [year = 0, month = 1] = dateOf(day).split('-').map(Number);
  return year * 12 + month - 1;
}

/** Whether this is a day of the calendar, written as ISO has it. */
export function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && dateOf(dayNumber(text)) === text;
}

/** From 0000-03-01. */
const daysBefore1970 = 719_468;

function twoDigits(part: number): string {
  return String(part).padStart(2, '0');
}
