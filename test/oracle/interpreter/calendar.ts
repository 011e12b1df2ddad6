/** The proleptic Gregorian calendar: days, their parts, and the boundaries between two of them. */
import { timestamp, type Present, type Value } from './value.ts';

const dayMicros = 86_400_000_000n;
const dayMillis = 86_400_000;

/** Rounds down, also before 1970. */
function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b < 0n ? quotient - 1n : quotient;
}

export function microsOf(value: Present): bigint {
  if (typeof value === 'object' && value.kind === 'timestamp') return value.micros;
  if (typeof value === 'object' && value.kind === 'date') return BigInt(value.day) * dayMicros;
  throw new Error('not a date');
}

export function dayOf(micros: bigint): number {
  return Number(floorDiv(micros, dayMicros));
}

/** @returns the day number, or undefined where the calendar has no such day */
export function dayNumber(year: number, month: number, day: number): number | undefined {
  const made = new Date(0);
  made.setUTCFullYear(year, month - 1, day);
  return made.getUTCMonth() === month - 1 && made.getUTCDate() === day ? made.getTime() / dayMillis : undefined;
}

function ymd(dayNo: number): { year: number; month: number; day: number } {
  const made = new Date(dayNo * dayMillis);
  return { year: made.getUTCFullYear(), month: made.getUTCMonth() + 1, day: made.getUTCDate() };
}

function firstOf(year: number, month: number): number {
  return dayNumber(year + Math.floor((month - 1) / 12), ((((month - 1) % 12) + 12) % 12) + 1, 1) ?? 0;
}

/** 1 is Monday. */
function isoWeekday(dayNo: number): number {
  return ((((dayNo + 3) % 7) + 7) % 7) + 1;
}

function isoWeek(dayNo: number): number {
  const thursday = dayNo - isoWeekday(dayNo) + 4;
  return Math.floor((thursday - firstOf(ymd(thursday).year, 1)) / 7) + 1;
}

/** A calendar part, as `date_part` counts it. */
export function datePart(part: string, value: Present): bigint {
  const micros = microsOf(value);
  const dayNo = dayOf(micros);
  const { year, month, day } = ymd(dayNo);
  const seconds = Number((micros - BigInt(dayNo) * dayMicros) / 1_000_000n);
  const parts: Readonly<Record<string, number>> = {
    year,
    quarter: Math.ceil(month / 3),
    month,
    week: isoWeek(dayNo),
    day,
    dow: isoWeekday(dayNo) % 7,
    dayofweek: isoWeekday(dayNo) % 7,
    isodow: isoWeekday(dayNo),
    doy: dayNo - firstOf(year, 1) + 1,
    dayofyear: dayNo - firstOf(year, 1) + 1,
    hour: Math.floor(seconds / 3600),
    minute: Math.floor(seconds / 60) % 60,
    second: seconds % 60,
  };
  return BigInt(parts[part] ?? unknownPart(part));
}

function unknownPart(part: string): never {
  throw new Error(`the interpreter does not know the calendar part ${part}`);
}

const clock: Readonly<Record<string, bigint>> = { hour: 3_600_000_000n, minute: 60_000_000n, second: 1_000_000n };
const daily: ReadonlySet<string> = new Set(['day', 'dow', 'isodow', 'doy']);

/** The beginning of the calendar part that `value` lies in. */
export function dateTrunc(part: string, value: Present): Value {
  const micros = microsOf(value);
  const step = clock[part];
  if (step !== undefined) return timestamp(floorDiv(micros, step) * step);
  return timestamp(BigInt(truncDay(part, dayOf(micros))) * dayMicros);
}

function truncDay(part: string, dayNo: number): number {
  const { year, month } = ymd(dayNo);
  if (part === 'year') return firstOf(year, 1);
  if (part === 'quarter') return firstOf(year, 3 * Math.ceil(month / 3) - 2);
  if (part === 'month') return firstOf(year, month);
  if (part === 'week') return dayNo - isoWeekday(dayNo) + 1;
  return daily.has(part) ? dayNo : unknownPart(part);
}

/** How many boundaries of the part lie between two moments; but of weeks, how many times seven days. */
export function dateDiff(part: string, from: Present, to: Present): bigint {
  const [a, b] = [microsOf(from), microsOf(to)];
  const step = clock[part];
  if (step !== undefined) return floorDiv(b, step) - floorDiv(a, step);
  const months = (micros: bigint): number => {
    const { year, month } = ymd(dayOf(micros));
    return 12 * year + month - 1;
  };
  const every = { year: 12, quarter: 3, month: 1 }[part];
  if (every !== undefined) return BigInt(Math.floor(months(b) / every) - Math.floor(months(a) / every));
  const days = dayOf(b) - dayOf(a);
  if (part === 'week') return BigInt(Math.trunc(days / 7));
  return daily.has(part) ? BigInt(days) : unknownPart(part);
}

export function lastDay(value: Present): number {
  const { year, month } = ymd(dayOf(microsOf(value)));
  return firstOf(year, month + 1) - 1;
}

export function dateText(dayNo: number): string {
  return new Date(dayNo * dayMillis).toISOString().slice(0, 10);
}

/** `2024-01-05 10:00:00.5`, with no more digits of a second than there are. */
export function timestampText(micros: bigint): string {
  const dayNo = dayOf(micros);
  const rest = micros - BigInt(dayNo) * dayMicros;
  const time = new Date(Number(rest / 1000n)).toISOString().slice(11, 19);
  const fraction = (rest % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return `${dateText(dayNo)} ${time}${fraction && `.${fraction}`}`;
}

const written = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?\s*$/;

/** Microseconds of a date, with or without a time, as text; undefined where it is none. */
export function parseMoment(from: string): bigint | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = ''] = written.exec(from) ?? [];
  if (year === undefined) return undefined;
  const dayNo = dayNumber(Number(year), Number(month), Number(day));
  if (dayNo === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const seconds = (Number(hour) * 60 + Number(minute)) * 60 + Number(second);
  return BigInt(dayNo) * dayMicros + BigInt(seconds) * 1_000_000n + BigInt(fraction.padEnd(6, '0'));
}
