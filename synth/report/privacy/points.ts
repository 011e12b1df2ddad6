/**
 * Rows as points of Gower's distance: per attribute |a − b| of two places from 0 to 1 where cells have an order, 1 for different codes, 1
 * between NULL and a value, 0 between two NULLs. In whole parts, so that equal distances are equal.
 */
import { isOrdered, type Attribute, type Cells } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '../../fit/types.ts';
import { rowCount } from '../input.ts';
import { cellPlaces, noneCell } from '../values.ts';

/** What two rows that differ in a code are apart in that attribute. */
export const unit = 2 ** 15 - 1;

export interface Points {
  readonly rows: number;
  readonly width: number;
  /** Row by row. Two places are min(|a − b|, `unit`) apart: codes and NULL lie further apart than that. */
  readonly places: Int32Array;
}

export function pointsOf(attributes: readonly Attribute[], columns: CodeColumns): Points {
  const rows = rowCount(columns);
  const width = attributes.length;
  const places = new Int32Array(rows * width);
  attributes.forEach(({ cells }, at) => {
    const of = placesOf(cells);
    columns[at]?.forEach((cell, row) => (places[row * width + at] = of[cell] ?? 0));
  });
  return { rows, width, places };
}

function placesOf(cells: Cells): Int32Array {
  if (!isOrdered(cells)) return Int32Array.from(cellPlaces(cells).keys(), (code) => code * (unit + 1));
  const places = Int32Array.from(cellPlaces(cells), (place) => Math.round(place * unit));
  if (cells.none) places[noneCell(cells)] = 2 * unit + 1;
  return places;
}
