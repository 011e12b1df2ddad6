/** Terms: half-open stretches of time, compared as text because time comes in as an argument. */
import { accept, refuse, type Outcome } from '../refusal.ts';
import type { Instant } from '../units.ts';
import type { Term } from './fields.ts';

/** Is `a` before `b`? Instants may leave out milliseconds, so both are padded first. */
export function isBefore(a: Instant, b: Instant): boolean {
  return padded(a) < padded(b);
}

/** Is `now` in the term? The first moment is in it, the last is not. */
export function isInTerm(term: Term, now: Instant): boolean {
  return !isBefore(now, term.from) && isBefore(now, term.to);
}

/** A term begins before it ends. */
export function requireTerm(doing: string, term: Term): Outcome<void> {
  if (isBefore(term.from, term.to)) return accept(undefined);
  return refuse('E_INPUT', `Cannot ${doing}: the term must begin before it ends; got ${term.from} to ${term.to}`);
}

/** `inner` lies within `outer`; refuses with E_SCOPE. */
export function requireTermWithin(doing: string, inner: Term, outer: Term): Outcome<void> {
  if (!isBefore(inner.from, outer.from) && !isBefore(outer.to, inner.to)) return accept(undefined);
  return refuse(
    'E_SCOPE',
    `Cannot ${doing}: the term must lie within ${outer.from} to ${outer.to}; got ${inner.from} to ${inner.to}`,
  );
}

/** The latest end of a term of so many years. 29 February plus years counts as 1 March. */
export function yearsAfter(from: Instant, years: number): Instant {
  const day = from.slice(4, 10);
  const year = String(Number(from.slice(0, 4)) + years).padStart(4, '0');
  return `${year}${day === '-02-29' ? '-03-01' : day}${from.slice(10)}` as Instant;
}

/** The moment so many months later, at the same time of day; the last of the month where it has no such day. */
export function monthsAfter(from: Instant, months: number): Instant {
  const [year = 0, month = 1, day = 1] = from.slice(0, 10).split('-').map(Number);
  const count = year * 12 + month - 1 + months;
  const [years, of] = [Math.floor(count / 12), (count % 12) + 1];
  const parts = [of, Math.min(day, daysIn(years, of))].map((part) => String(part).padStart(2, '0'));
  return `${[String(years).padStart(4, '0'), ...parts].join('-')}${from.slice(10)}` as Instant;
}

/** The moment so many days later, at the same time of day. */
export function daysAfter(from: Instant, days: number): Instant {
  let [year = 0, month = 1, day = 1] = from.slice(0, 10).split('-').map(Number);
  day += days;
  for (let length = daysIn(year, month); day > length; length = daysIn(year, month)) {
    day -= length;
    year += month === 12 ? 1 : 0;
    month = month === 12 ? 1 : month + 1;
  }
  const date = [String(year).padStart(4, '0'), ...[month, day].map((part) => String(part).padStart(2, '0'))];
  return `${date.join('-')}${from.slice(10)}` as Instant;
}

/** Days of a month of the Gregorian calendar; months count from 1. */
function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function padded(at: Instant): string {
  const [seconds = '', millis = ''] = at.slice(0, -1).split('.');
  return `${seconds}.${millis.padEnd(3, '0')}`;
}
