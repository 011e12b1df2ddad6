/** The fine cells of numbers, by binary search over where the cells begin. */
import type { Cells } from '#policies/simulation/attribute.ts';
import { cellOfNone, startsOf } from '#policies/simulation/cell-sql.ts';

export interface Finder {
  readonly starts: Float64Array;
  /** The cell of NaN, which stands for NULL. */
  readonly none: number;
}

/** @returns undefined where the engine gives the cells themselves */
export function finderOf(cells: Cells): Finder | undefined {
  const starts = startsOf(cells);
  return starts && { starts: Float64Array.from(starts), none: cellOfNone(cells) };
}

/** For every value, the last cell that does not begin above it; the first cell for values below all. */
export function findCells({ starts, none }: Finder, values: Float64Array): Uint16Array {
  const cells = new Uint16Array(values.length);
  for (let at = 0; at < values.length; at++) {
    const value = values[at] ?? NaN;
    let from = 0;
    let count = starts.length;
    while (count > 1) {
      const half = count >> 1;
      if (value >= (starts[from + half] ?? Infinity)) from += half;
      count -= half;
    }
    cells[at] = Number.isNaN(value) ? none : from;
  }
  return cells;
}
