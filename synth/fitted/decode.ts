/** From fine cells to values, a column at a time: evenly within each cell, by a hash of the row, whatever the other columns are. */
import type { Attribute, Cells } from '#policies/simulation/attribute.ts';
import type { Column } from '#policies/catalog/entry.ts';
import { fmix32, seedOf } from '../hash.ts';
import { numberingOf, secondsOf, secondsPerDay } from './numbering-of.ts';
import type { Numbering, Span } from './numbering.ts';

/** The numbers of a column's values; −1 is NULL. */
export type Numbers = Int32Array | Float64Array;

export interface DecodedColumn {
  readonly column: Column;
  readonly numbering: Numbering;
  readonly numbers: Numbers;
}

/** What a column is decoded from: the cells of one or two attributes, and the start that a gap is counted from. */
export interface Coded {
  readonly column: Column;
  readonly main: { readonly attribute: Attribute; readonly cells: Uint16Array };
  readonly hour?: Uint16Array | undefined;
  readonly start?: DecodedColumn | undefined;
}

/** For every list of cells, returns values of the column's domain, NULL exactly where the cell says so. */
export function decodeColumn(coded: Coded, seed: number): DecodedColumn {
  const { column, main, hour, start } = coded;
  const numbering = numberingOf(column, main.attribute.cells);
  const hash = seedOf(seed, column.name);
  if (start !== undefined) {
    const spans = wholeSpans(main.attribute.cells);
    return { column, numbering, numbers: afterStart({ ...coded, start }, { numbering, spans, hash }) };
  }
  const spans = spansOf(column, { numbering, cells: main.attribute.cells });
  const numbers = within(main.cells, { size: numbering.size, spans, hash });
  if (hour !== undefined && column.type === 'TIMESTAMP') setHours(numbers, { hour, numbering, hash });
  return { column, numbering, numbers };
}

/** A number of each cell's span; the cells beyond the spans are NULL. */
export function within(
  cells: Uint16Array,
  { size, spans, hash }: { size: number; spans: readonly Span[]; hash: number },
): Numbers {
  const numbers = numbersFor(cells.length, size);
  const first = Float64Array.from(spans, (span) => span.first);
  const count = Float64Array.from(spans, (span) => span.count);
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? 0;
    if (cell >= spans.length) numbers[i] = -1;
    else numbers[i] = (first[cell] ?? 0) + below(count[cell] ?? 1, i, hash);
  }
  return numbers;
}

export function numbersFor(rows: number, size: number): Numbers {
  return size < 2 ** 31 ? new Int32Array(rows) : new Float64Array(rows);
}

/** A whole number below `count`, the same for the same row and seed. */
export function below(count: number, row: number, seed: number): number {
  if (count === 1) return 0;
  const high = fmix32(row ^ seed);
  if (count <= 65_536) return Math.floor((high / 4_294_967_296) * count);
  const low = fmix32(high ^ 0x9e3779b9) >>> 11;
  return Math.min(count - 1, Math.floor(((high * 2_097_152 + low) / 2 ** 53) * count));
}

/** The numbers in each cell. */
function spansOf(column: Column, { numbering, cells }: { numbering: Numbering; cells: Cells }): readonly Span[] {
  switch (cells.kind) {
    case 'codes':
      return cells.values.map((_, first) => ({ first, count: 1 }));
    case 'count':
      return Array.from({ length: cells.max + 1 }, (_, value) => numbering.span(value, value, true));
    case 'numbers':
      return cells.edges.slice(1).map((to, cell) => {
        return numbering.span(cells.edges[cell] ?? to, to, cell === cells.edges.length - 2);
      });
    case 'days':
      return cells.start.map((from, cell) => {
        const next = cells.start[cell + 1];
        return next === undefined
          ? numbering.span(secondsOf(from), secondsOf(cells.end) + secondsPerDay, false)
          : numbering.span(secondsOf(from), secondsOf(next), false);
      });
    case 'hours':
      throw new Error(`Cannot decode ${column.name}: must have days; got hours alone`);
  }
}

/** The whole numbers in each cell of a gap or a degree. */
export function wholeSpans(cells: Cells): readonly Span[] {
  if (cells.kind === 'count') return Array.from({ length: cells.max + 1 }, (_, first) => ({ first, count: 1 }));
  if (cells.kind !== 'numbers') throw new Error(`Cannot decode a count: must be of numbers; got ${cells.kind}`);
  return cells.edges.slice(1).map((to, cell) => {
    const first = Math.ceil(cells.edges[cell] ?? to);
    return { first, count: Math.max(1, Math.ceil(to) - first) };
  });
}

interface AfterStart {
  readonly numbering: Numbering;
  readonly spans: readonly Span[];
  readonly hash: number;
}

/** So many days after the start, at the hour of its own or any; never before the start, and never outside the domain. */
function afterStart(
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
function setHours(
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
