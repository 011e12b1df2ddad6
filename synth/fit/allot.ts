/**
 * Codes for a group of rows, nearly in the proportion of their weights: as many of each as its share, rounded down; the fractions by systematic
 * sampling; then shuffled, so that which row has which is random and only how many are is not.
 *
 * @see synth.md §2.6; Madow, Annals of Mathematical Statistics 1949 (systematic sampling)
 */
import type { Generator } from './generator.ts';

/** Row numbers by group. Group g has order[starts[g]] to before order[starts[g + 1]]. */
export interface Groups {
  readonly starts: Int32Array;
  readonly order: Int32Array;
}

/** Rows with the same key together, in their order (a counting sort). Keys are from 0 to below `count`. */
export function groupRows(keys: Int32Array, count: number): Groups {
  const starts = new Int32Array(count + 1);
  for (let row = 0; row < keys.length; row++) {
    const after = (keys[row] ?? 0) + 1;
    starts[after] = (starts[after] ?? 0) + 1;
  }
  for (let at = 1; at <= count; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const order = new Int32Array(keys.length);
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row] ?? 0;
    const place = next[key] ?? 0;
    order[place] = row;
    next[key] = place + 1;
  }
  return { starts, order };
}

/** Part of a table of weights: `length` of them from `start`. */
export interface Weights {
  readonly table: Float64Array;
  readonly start: number;
  readonly length: number;
}

export function weigh({ table, start, length }: Weights): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += table[i] ?? 0;
  return sum;
}

/** Part of the rows of `codes`, from `from` to before `to`. */
export interface Span {
  readonly codes: Uint16Array;
  readonly from: number;
  readonly to: number;
}

/** Fills a span with codes from 0 to below the number of weights, never one whose weight is 0. Some weight must be above 0. */
export function allot({ codes, from, to }: Span, { table, start, length }: Weights, random: Generator): void {
  const rows = to - from;
  const share = rows / weigh({ table, start, length });
  let placed = from;
  for (let code = 0; code < length; code++) {
    const end = Math.min(to, placed + Math.floor((table[start + code] ?? 0) * share));
    while (placed < end) codes[placed++] = code;
  }
  // Of the fractions' running sum, a point at a random place and at each whole number after it.
  let next = placed < to ? random() : 0;
  let reached = 0;
  let possible = 0;
  for (let code = 0; code < length && placed < to; code++) {
    const part = (table[start + code] ?? 0) * share;
    if (part > 0) possible = code;
    reached += part - Math.floor(part);
    for (; next < reached && placed < to; next++) codes[placed++] = code;
  }
  // Rounding can leave the last point a hair beyond the sum.
  while (placed < to) codes[placed++] = possible;
  shuffle({ codes, from, to }, random);
}

function shuffle({ codes, from, to }: Span, random: Generator): void {
  for (let left = to - from; left > 1; left--) {
    const [last, other] = [from + left - 1, from + Math.floor(random() * left)];
    const code = codes[last] ?? 0;
    codes[last] = codes[other] ?? 0;
    codes[other] = code;
  }
}
