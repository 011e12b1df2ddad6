/** Columns of the query → what a regression computes with: scaled features beside a column of ones, complete rows only. */
import type { Input } from 'sluice';
import { scaled, type Feature } from './features.ts';

export interface Design {
  /** Column by column; the first is all ones. */
  readonly columns: readonly Float64Array[];
  readonly target: Float64Array;
}

export function designOf(input: Input, features: readonly Feature[], target: string): Design {
  const names = [...features.map(({ name }) => name), target];
  const rows = completeRows(
    input.count,
    names.map((name) => input.columns[name]),
  );
  const ones = new Float64Array(rows.length).fill(1);
  return {
    columns: [ones, ...features.map((feature) => scaledColumn(feature, picked(input.columns[feature.name], rows)))],
    target: picked(input.columns[target], rows),
  };
}

/** Rows in which every column has a value. A missing one is NaN, which is not equal to itself. */
function completeRows(count: number, columns: readonly Float64Array[]): Uint32Array {
  const gaps = new Uint8Array(count);
  for (const column of columns) {
    for (let row = 0; row < count; row++) if (column[row] !== column[row]) gaps[row] = 1;
  }
  const rows = new Uint32Array(count);
  let found = 0;
  for (let row = 0; row < count; row++) if (gaps[row] === 0) rows[found++] = row;
  return rows.subarray(0, found);
}

function picked(column: Float64Array, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at++) values[at] = column[rows[at]];
  return values;
}

function scaledColumn(feature: Feature, values: Float64Array): Float64Array {
  for (let at = 0; at < values.length; at++) values[at] = scaled(feature, values[at]);
  return values;
}
