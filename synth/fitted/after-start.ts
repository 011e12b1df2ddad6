/** Moments: ends that are counted from their start, and hours within days. */
import { fmix32 } from '../hash.ts';
import type { Coded } from './coded.ts';
import { type DecodedColumn, type Numbers, below, numbersFor } from './decoded.ts';
import { secondsPerDay } from './numbering-of.ts';
import type { Numbering, Span } from './numbering.ts';

interface AfterStart {
  readonly numbering: Numbering;
  readonly spans: readonly Span[];
  readonly hash: number;
}

/** So many days after the start, at the hour of its own or any; never before the start, and never outside the domain. */
export function afterStart(
  { column, main, hour, start }: Coded & { start: DecodedColumn },
  { numbering, spans, hash }: AfterStart,
): Numbers {
  const rows = main.cells.length;
  const numbers = numbersFor(rows, numbering.size);
  for (let i = 0; i < rows; i++) {
    const span = spans[main.cells[i] ?? 0];
    const began = start.numbers[i] ?? -1;
    if (column.nullable && (span === undefined || began < 0)) {
      numbers[i] = -1;
      continue;
    }
    if (began < 0) {
      numbers[i] = below(numbering.size, i, hash);
      continue;
    }
    const from = start.numbering.measure(began);
    const days = span === undefined ? 0 : span.first + below(span.count, i, hash);
    const day = (Math.floor(from / secondsPerDay) + days) * secondsPerDay;
    const end =
      column.type === 'TIMESTAMP' ? moment({ day, hour: hour?.[i], from, random: fmix32(i ^ hash ^ 0x5bd1e995) }) : day;
    numbers[i] = numbering.near(end);
  }
  return numbers;
}

/** A second of that day and hour; on the day of the start, one after it. */
function moment({
  day,
  hour,
  from,
  random,
}: {
  day: number;
  hour: number | undefined;
  from: number;
  random: number;
}): number {
  const known = hour !== undefined && hour < 24;
  const lo = day + (known ? hour * 3600 : 0);
  const hi = lo + (known ? 3600 : secondsPerDay);
  const first = Math.max(lo, from);
  // An hour that was over when it began: soon after the start, on the same day.
  const last = hi > first ? hi : Math.min(first + 3600, (Math.floor(first / secondsPerDay) + 1) * secondsPerDay);
  return first + Math.floor((random / 4_294_967_296) * Math.max(1, last - first));
}

/** Moves each moment to the hour that was drawn for it, within its day. */
export function setHours(
  numbers: Numbers,
  { hour, numbering, hash }: { hour: Uint16Array; numbering: Numbering; hash: number },
): void {
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? -1;
    const at = hour[i] ?? 24;
    if (number < 0 || at >= 24) continue;
    const day = Math.floor(numbering.measure(number) / secondsPerDay) * secondsPerDay;
    numbers[i] = numbering.near(day + at * 3600 + below(3600, i, hash ^ 0x2545f491));
  }
}
