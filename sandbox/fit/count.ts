/**
 * Exact histograms of many sets of attributes in one pass over the rows. What is counted here is exact and must not leave: only
 * {@link ProtectedTable} calls it.
 *
 * @see synth.md §2.4 (exact candidate answers)
 */
import { cellsOf } from '#synth/fit/cell-maps.ts';
import type { CodeColumns } from '#synth/fit/types.ts';

/** Rows as bins, the weight of each in whole parts of a unit, and how many bins each attribute has. */
export interface CountedRows {
  readonly columns: CodeColumns;
  readonly weights: Uint32Array;
  readonly sizes: readonly number[];
}

/** So many rows at a time: their cells and weights stay in the nearest cache while all histograms take them in. */
const blockRows = 4096;

/**
 * One histogram for each set of attributes, row-major, the last attribute fastest. Sums of weights are whole numbers below 2⁵³, so they are
 * exact as doubles. Sets that follow each other and differ in their last attribute only share the work for the others.
 */
export function countMarginals(rows: CountedRows, sets: readonly (readonly number[])[]): readonly Float64Array[] {
  const counted = sets.map((attributes) => new Float64Array(cellsOf(attributes, rows.sizes)));
  const prefix = new Uint32Array(blockRows);
  for (let start = 0; start < rows.weights.length; start += blockRows) {
    let known: string | undefined;
    for (const [at, attributes] of sets.entries()) {
      const before = attributes.slice(0, -1);
      const name = before.join();
      if (name !== known) encodePrefix(rows, before, { start, into: prefix });
      known = name;
      addBlock(rows, { start, prefix, last: attributes.at(-1) ?? 0, counts: counted[at] ?? new Float64Array() });
    }
  }
  return counted;
}

function encodePrefix(
  { columns, sizes, weights }: CountedRows,
  attributes: readonly number[],
  { start, into }: { readonly start: number; readonly into: Uint32Array },
): void {
  const count = Math.min(blockRows, weights.length - start);
  into.fill(0);
  for (const attribute of attributes) {
    const column = columns[attribute] ?? new Uint16Array();
    const size = sizes[attribute] ?? 1;
    for (let i = 0; i < count; i++) into[i] = (into[i] ?? 0) * size + (column[start + i] ?? 0);
  }
}

function addBlock(
  { columns, sizes, weights }: CountedRows,
  {
    start,
    prefix,
    last,
    counts,
  }: {
    readonly start: number;
    readonly prefix: Uint32Array;
    readonly last: number;
    readonly counts: Float64Array;
  },
): void {
  const count = Math.min(blockRows, weights.length - start);
  const column = columns[last] ?? new Uint16Array();
  const size = sizes[last] ?? 1;
  for (let i = 0; i < count; i++) {
    const cell = (prefix[i] ?? 0) * size + (column[start + i] ?? 0);
    counts[cell] = (counts[cell] ?? 0) + (weights[start + i] ?? 0);
  }
}
