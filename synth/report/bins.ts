/** Coarser cells for comparison: as many as there are rows to tell them apart. Always made from the train rows alone. */
import { cellCount, isOrdered, type Cells } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../fit/types.ts';
import { cellLabel, noneCell } from './values.ts';

export interface Bins {
  readonly size: number;
  /** The bin of each fine cell. */
  readonly of: Uint16Array;
  readonly labels: readonly string[];
}

export interface Coarseness {
  /** Ordered attributes: about so many bins with equally many rows, and one for NULL. */
  readonly ordered: number;
  /** Codes: the most frequent ones that have `least` rows, the others together, and NULL. */
  readonly codes: number;
  readonly least?: number;
}

export function histogram(column: Uint16Array, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const cell of column) counts[cell] = (counts[cell] ?? 0) + 1;
  return counts;
}

export function makeBins(cells: Cells, counts: Float64Array, coarseness: Coarseness): Bins {
  return isOrdered(cells) ? quantileBins(cells, counts, coarseness) : frequentBins(cells, counts, coarseness);
}

function quantileBins(cells: Cells, counts: Float64Array, { ordered }: Coarseness): Bins {
  const none = noneCell(cells);
  const known = cellCount(cells) - (none < 0 ? 0 : 1);
  let left = counts.subarray(0, known).reduce((sum, count) => sum + count, 0);
  const of = new Uint16Array(counts.length);
  const labels: string[] = [];
  let [first, mass] = [0, 0];
  for (let cell = 0; cell < known; cell++) {
    of[cell] = labels.length;
    mass += counts[cell] ?? 0;
    // An equal part of what is left: one very frequent cell must not leave the rest in one bin. Few cells are bins of their own.
    const full = known <= ordered || (mass > 0 && mass >= left / (ordered - labels.length));
    if (cell < known - 1 && (!full || (known > ordered && labels.length === ordered - 1))) continue;
    labels.push(cellLabel(cells, first, cell));
    left -= mass;
    [first, mass] = [cell + 1, 0];
  }
  if (none >= 0) of[none] = labels.push('NULL') - 1;
  return { size: labels.length, of, labels };
}

function frequentBins(cells: Cells, counts: Float64Array, { codes, least = 0 }: Coarseness): Bins {
  const none = noneCell(cells);
  const known = Array.from(counts.keys()).filter((cell) => cell !== none);
  const byCount = known.toSorted((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const kept = byCount.slice(0, codes).filter((cell) => (counts[cell] ?? 0) >= least);
  const shown = new Set(kept);
  const labels = kept.map((cell) => cellLabel(cells, cell));
  const of = new Uint16Array(counts.length);
  kept.forEach((cell, at) => (of[cell] = at));
  if (kept.length < known.length) {
    const others = labels.push('…') - 1;
    for (const cell of known) if (!shown.has(cell)) of[cell] = others;
  }
  if (none >= 0) of[none] = labels.push('NULL') - 1;
  return { size: labels.length, of, labels };
}

/** The rows as bins. */
export function binned(columns: CodeColumns, bins: readonly Bins[]): CodeColumns {
  return columns.map((column, at) => {
    const of = bins[at]?.of ?? new Uint16Array(0);
    return column.map((cell) => of[cell] ?? 0);
  });
}
