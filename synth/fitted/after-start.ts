/** Moments: ends that are counted from their start, and hours within days. */
import type { Coded } from './coded.ts';
import { type DecodedColumn, type Numbers, below, numbersFor } from './decoded.ts';
import { secondsPerDay } from './numbering-of.ts';
import type { Numbering, Span } from './numbering.ts';

interface AfterStart {
  readonly numbering: Numbering;
  /** How much may have passed in each cell: whole days, or seconds where the attribute says so. */
  readonly spans: readonly Span[];
  readonly hash: number;
}

/** So many seconds or days after the start, and never outside the domain. */
export function afterStart(
  { column, main, start }: Coded & { start: DecodedColumn },
  { numbering, spans, hash }: AfterStart,
): Numbers {
  const rows = main.cells.length;
  const numbers = numbersFor(rows, numbering.size);
  const { origin } = main.attribute;
  const unit = origin.kind === 'own' && origin.part === 'second' ? 1 : secondsPerDay;
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
    const passed = span === undefined ? 0 : span.first + below(span.count, i, hash);
    numbers[i] = numbering.near(start.numbering.measure(began) + passed * unit);
  }
  return numbers;
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
