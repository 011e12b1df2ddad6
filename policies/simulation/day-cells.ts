/** Cells of days: the finest calendar unit of which there are few enough. */
import type { Cells } from './attribute.ts';
import { dateOf, dayNumber, monthOf, monthStart } from '../calendar.ts';
import { mostCells } from './number-cells.ts';

/** A span of days, both ends included. */
export interface Span {
  readonly lo: string;
  readonly hi: string;
}

/**
 * Days, weeks from Monday, months, quarters, years or several years: the finest that makes at most {@link mostCells} cells. The first
 * begins at `lo` and the last ends at `hi`, so that every day of the span lies in exactly one.
 */
export function dayCells({ lo, hi }: Span, none: boolean): Cells {
  const [first, last] = [dayNumber(lo), dayNumber(hi)];
  return { kind: 'days', start: finest(first, last).map(dateOf), end: hi, none };
}

function finest(first: number, last: number): readonly number[] {
  for (const starts of candidates(first, last)) if (starts.length <= mostCells) return starts;
  return [first];
}

/** Each list is made when it is asked for, for a span of centuries has many days. */
function* candidates(first: number, last: number): Generator<readonly number[]> {
  if (last - first < mostCells) yield steps(first, last, 1);
  // Day 4 was a Monday.
  const monday = first - ((((first - 4) % 7) + 7) % 7);
  if (last - monday < 7 * mostCells) yield clipped(steps(monday, last, 7), first);
  for (const months of [1, 3, 12, 60, 600, 6_000, 60_000]) {
    const begin = Math.floor(monthOf(first) / months) * months;
    yield clipped(steps(begin, monthOf(last), months).map(monthStart), first);
  }
}

function steps(from: number, to: number, by: number): readonly number[] {
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, at) => from + at * by);
}

function clipped(starts: readonly number[], first: number): readonly number[] {
  return [first, ...starts.filter((start) => start > first)];
}
