/** Values as numbers, and how rows are spread evenly over the numbers of their cells: by a hash, the same for the same row. */
import type { Cells } from '#policies/simulation/attribute.ts';
import type { Column } from '#policies/catalog/entry.ts';
import { fmix32 } from '../hash.ts';
import type { Numbering, Span } from './numbering.ts';

/** The numbers of a column's values; −1 is NULL. */
export type Numbers = Int32Array | Float64Array;

export interface DecodedColumn {
  readonly column: Column;
  readonly numbering: Numbering;
  readonly numbers: Numbers;
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

/** The whole numbers in each cell of a gap or a degree. */
export function wholeSpans(cells: Cells): readonly Span[] {
  if (cells.kind === 'count') return Array.from({ length: cells.max + 1 }, (_, first) => ({ first, count: 1 }));
  if (cells.kind !== 'numbers') throw new Error(`Cannot decode a count: must be of numbers; got ${cells.kind}`);
  return cells.edges.slice(1).map((to, cell) => {
    const first = Math.ceil(cells.edges[cell] ?? to);
    return { first, count: Math.max(1, Math.ceil(to) - first) };
  });
}
