/** Days as whole numbers, and where weeks, months, quarters and years begin: the proleptic Gregorian calendar, without a clock. */

/** Days from 1970-01-01 to an ISO date; negative before it. */
export function dayNumber(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  return monthStart(year * 12 + month - 1) + day - 1;
}

/** The ISO date of a day number; years from 0 to 9999. */
export function dateOf(day: number): string {
  let month = Math.floor(((day + daysBefore1970) * 12) / 365.2425);
  while (monthStart(month) > day) month -= 1;
  while (monthStart(month + 1) <= day) month += 1;
  const parts = [Math.floor(month / 12), (month % 12) + 1, day - monthStart(month) + 1];
  return parts.map((part, at) => String(part).padStart(at === 0 ? 4 : 2, '0')).join('-');
}

/** Day number of the first day of a month, counted from January of the year 0. */
export function monthStart(month: number): number {
  const year = Math.floor(month / 12);
  const inYear = daysInMonths.slice(0, month % 12).reduce((sum, days) => sum + days, 0);
  const leapDay = month % 12 > 1 && isLeap(year) ? 1 : 0;
  const before = year - 1;
  const leaps = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400);
  // The year 0 is a leap year.
  return year * 365 + leaps + 1 + inYear + leapDay - daysBefore1970;
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

const daysBefore1970 = 719_528;
const daysInMonths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
