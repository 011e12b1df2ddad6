/**
 * Rows of a model. Attributes are drawn in the reverse order of their elimination, each given those it depends on, group by group of equal
 * parents: less scatter than drawing each row for itself, and never a row that the zeros exclude.
 *
 * @see synth.md §2.6, §2.8 point 6
 */
import { allot, groupRows } from './allot.ts';
import { cellsOf } from './cell-maps.ts';
import { conditionals } from './conditionals.ts';
import { openGenerator } from './generator.ts';
import { calibratedOf } from './model.ts';
import type { CodeColumns, Model } from './types.ts';

/** All attributes as bins, the given ones passed through. Equal models, seeds and given values give equal rows on every machine. */
export function drawRows(model: Model, rows: number, seed: number, given: CodeColumns = []): CodeColumns {
  const { sizes } = model.shape;
  requireGiven(model, rows, given);
  const { order, parents } = calibratedOf(model).tree;
  const drawn = sizes.map((_, attribute) => given[attribute] ?? new Uint16Array(rows));
  for (const attribute of order.toReversed()) {
    if (attribute < given.length) continue;
    const above = parents[attribute] ?? [];
    const groups = groupRows(configurations(above, drawn, { sizes, rows }), cellsOf(above, sizes));
    const weightsOf = conditionals(model, attribute);
    const random = openGenerator(seed, `rows ${attribute}`);
    const codes = new Uint16Array(rows);
    for (let group = 0; group < groups.starts.length - 1; group++) {
      const [from, to] = [groups.starts[group] ?? 0, groups.starts[group + 1] ?? 0];
      if (from < to) allot({ codes, from, to }, weightsOf(group), random);
    }
    scatter(codes, groups.order, drawn[attribute] ?? codes);
  }
  return drawn;
}

/** What an attribute's cells are merged to, and how likely each is in its bin. */
export interface FittedCells {
  readonly bins: readonly number[];
  readonly mass: readonly number[];
}

/** A fine cell within each row's bin, by mass; where a bin's cells have none, all alike. */
export function drawCells(attribute: FittedCells, bins: Uint16Array, seed: number): Uint16Array {
  const { cells, starts, mass } = cellsByBin(attribute);
  const groups = groupRows(Int32Array.from(bins), starts.length - 1);
  const random = openGenerator(seed, 'cells');
  const codes = new Uint16Array(bins.length);
  for (let bin = 0; bin < starts.length - 1; bin++) {
    const [from, to] = [groups.starts[bin] ?? 0, groups.starts[bin + 1] ?? 0];
    const [start, end] = [starts[bin] ?? 0, starts[bin + 1] ?? 0];
    if (from === to) continue;
    allot({ codes, from, to }, { table: mass, start, length: end - start }, random);
    for (let i = from; i < to; i++) codes[i] = cells[start + (codes[i] ?? 0)] ?? 0;
  }
  const drawn = new Uint16Array(bins.length);
  scatter(codes, groups.order, drawn);
  return drawn;
}

/** The cells of each bin one after the other. */
function cellsByBin({ bins, mass }: FittedCells) {
  const count = bins.reduce((most, bin) => Math.max(most, bin + 1), 0);
  const { order: cells, starts } = groupRows(Int32Array.from(bins), count);
  const sorted = Float64Array.from(cells, (cell) => mass[cell] ?? 0);
  for (let bin = 0; bin < count; bin++) {
    const own = sorted.subarray(starts[bin], starts[bin + 1]);
    if (own.every((weight) => weight === 0)) own.fill(1);
  }
  return { cells, starts, mass: sorted };
}

/** The number of each row's configuration of some attributes, row-major. */
function configurations(
  attributes: readonly number[],
  drawn: CodeColumns,
  { sizes, rows }: { sizes: readonly number[]; rows: number },
): Int32Array {
  const numbers = new Int32Array(rows);
  for (const attribute of attributes) {
    const [codes, size] = [drawn[attribute] ?? new Uint16Array(), sizes[attribute] ?? 1];
    for (let row = 0; row < rows; row++) numbers[row] = (numbers[row] ?? 0) * size + (codes[row] ?? 0);
  }
  return numbers;
}

function scatter(codes: Uint16Array, order: Int32Array, into: Uint16Array): void {
  for (let i = 0; i < order.length; i++) into[order[i] ?? 0] = codes[i] ?? 0;
}

function requireGiven({ shape }: Model, rows: number, given: CodeColumns): void {
  if (given.length !== 0 && given.length !== shape.given)
    throw new Error(`Cannot draw rows: ${shape.given} attributes must be given, or none; got ${given.length}`);
  given.forEach((codes, attribute) => {
    const size = shape.sizes[attribute] ?? 0;
    if (codes.length !== rows || codes.some((code) => code >= size))
      throw new Error(`Cannot draw rows: given attribute ${attribute} must have ${rows} bins below ${size}`);
  });
}
