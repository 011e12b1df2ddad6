/**
 * Functions of one column that keep the order of its values: `year(d)`, `date_trunc('month', t)`, `CAST(t AS DATE)`, `period // 100`. All
 * values with one result lie in one interval, so a comparison of the result is a range of the column.
 */
import { dateOf, dayNumber } from '../calendar.ts';
import type { Column } from '../catalog/entry.ts';
import { constantText, type Expr } from '../query/ir.ts';
import { monthsLater } from './wishes-constant.ts';
import { shifted, type WishedValue } from './wishes-values.ts';

/** From the first value with this result to before the first one with the next; undefined for a value that is no result. */
export type Interval = (result: WishedValue) => { readonly from: WishedValue; readonly to: WishedValue } | undefined;

export interface Monotone {
  readonly arg: Expr;
  readonly interval: Interval;
}

/** @returns the argument and the intervals of a function that keeps order, or undefined */
export function monotoneOf(expr: Expr): Monotone | undefined {
  if (expr.kind === 'cast') return expr.type === 'DATE' ? { arg: expr.arg, interval: truncated('day') } : undefined;
  if (expr.kind !== 'call') return undefined;
  const [first, second] = expr.args;
  if (first === undefined) return undefined;
  if (expr.name === 'year') return { arg: first, interval: ofYear };
  if (second === undefined) return undefined;
  const part = constantText(first);
  if (expr.name === 'date_part' && part === 'year') return { arg: second, interval: ofYear };
  if (expr.name === 'date_trunc' && part !== undefined) return { arg: second, interval: truncated(part) };
  const divisor = Number(constantText(second));
  return expr.name === '//' && divisor > 0 ? { arg: first, interval: divided(divisor) } : undefined;
}

const ofYear: Interval = (year) => {
  if (typeof year !== 'number' || !Number.isInteger(year) || year < 1 || year > 9_998) return undefined;
  return { from: `${pad(year, 4)}-01-01`, to: `${pad(year + 1, 4)}-01-01` };
};

function divided(divisor: number): Interval {
  return (result) =>
    typeof result === 'number' && Number.isInteger(result)
      ? { from: result * divisor, to: (result + 1) * divisor }
      : undefined;
}

const monthsOf: Readonly<Record<string, number>> = { month: 1, quarter: 3, year: 12 };

function truncated(part: string): Interval {
  return (result) => {
    if (typeof result !== 'string' || !/^\d{4}-\d\d-\d\d/.test(result)) return undefined;
    const day = result.slice(0, 10);
    if (part === 'day') return { from: day, to: shifted(day, { seconds: 86_400 }) };
    if (part === 'week') return weekday(day) === 0 ? { from: day, to: shifted(day, { seconds: 604_800 }) } : undefined;
    const months = monthsOf[part];
    const isStart = months !== undefined && day.endsWith('-01') && (Number(day.slice(5, 7)) - 1) % months === 0;
    return isStart ? { from: day, to: monthsLater(day, months) } : undefined;
  };
}

/** 2024-01-01 was a Monday. */
/** 0 for Monday. */
const weekday = (day: string): number => (((dayNumber(day) + 3) % 7) + 7) % 7;

const parts: Readonly<Record<string, (day: string) => number>> = {
  quarter: (day) => Math.ceil(Number(day.slice(5, 7)) / 3),
  month: (day) => Number(day.slice(5, 7)),
  day: (day) => Number(day.slice(8, 10)),
  isodow: (day) => weekday(day) + 1,
  dayofweek: (day) => (weekday(day) + 1) % 7,
};

/** A part of the calendar that comes again and again: which days of the column's domain it is `true` for. */
export interface Recurring {
  readonly arg: Expr;
  daysOf(column: Column, accepts: (part: number) => boolean): readonly string[];
}

export function recurringOf(expr: Expr): Recurring | undefined {
  if (expr.kind !== 'call') return undefined;
  const [first, second] = expr.args;
  const name = expr.name === 'date_part' ? constantText(first) : expr.name;
  const arg = expr.name === 'date_part' ? second : first;
  const part = parts[name === 'dow' ? 'dayofweek' : (name ?? '')];
  if (part === undefined || arg === undefined) return undefined;
  return { arg, daysOf: (column, accepts) => daysOf(column).filter((day) => accepts(part(day))) };
}

/** More days than anybody would list by hand; of longer domains the last ones. */
const mostDays = 4_000;

function daysOf({ domain, type }: Column): readonly string[] {
  if (type !== 'DATE' || (domain !== undefined && domain.kind !== 'dates')) return [];
  const { lo, hi } = domain ?? { lo: '2023-01-01', hi: '2025-12-31' };
  const count = Math.min(mostDays, dayNumber(hi) - dayNumber(lo) + 1);
  return Array.from({ length: count }, (_, back) => dateOf(dayNumber(hi) - back));
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
