/**
 * Rows of one model, before they are values: the roots are as many as the noisy count says, children as many as each parent's degree says,
 * and they know of their parent what their model was given.
 *
 * @see synth.md §2.6, §2.8
 */
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable } from '#policies/simulation/fitted.ts';
import { restoreModel } from '../fit/keep.ts';
import { drawCells, drawRows } from '../fit/sample.ts';
import type { CodeColumns } from '../fit/types.ts';
import { fmix32, seedOf } from '../hash.ts';
import { within, wholeSpans } from './decoded.ts';

export interface CellRows {
  readonly rows: number;
  /** Fine cells, by the attributes of the model. */
  readonly cells: CodeColumns;
  /** The row number of each row's parent, ascending; and of the protected unit behind it. */
  readonly parent?: Uint32Array;
  readonly unit: Uint32Array;
}

export interface Parent {
  readonly model: ModelledTable;
  readonly drawn: CellRows;
}

export interface RowsOptions {
  readonly seed: number;
  readonly scale: number;
  readonly parent: Parent | undefined;
  /** The most rows there may be: of one parent, and at all. */
  readonly most: { readonly perParent: number; readonly rows: number };
}

/** Equal models, parents, seeds and scales give equal rows. There is always a row, so that tables that refer to this one have a parent. */
export function drawCellRows(model: ModelledTable, fitted: FittedTable, options: RowsOptions): CellRows {
  const { parent } = options;
  if (parent === undefined) {
    const rows = Math.max(1, Math.min(options.most.rows, Math.round(fitted.units * options.scale)));
    const unit = Uint32Array.from({ length: rows }, (_, row) => row);
    return { rows, unit, cells: fill(model, fitted, { rows, given: [], seed: options.seed }) };
  }
  const owners = repeat(
    withinUnits(degrees(model, parent, options), { unit: parent.drawn.unit, most: model.rowsPerUnit }),
  );
  const given = model.attributes.slice(0, model.given).map(({ origin }) => {
    if (origin.kind !== 'parent') throw new Error(`Cannot draw ${model.table}: what is given must be the parent's`);
    return gather(cellsNamed(parent, origin.attribute), owners, new Uint16Array(owners.length));
  });
  const cells = fill(model, fitted, { rows: owners.length, given, seed: options.seed });
  const unit = gather(parent.drawn.unit, owners, new Uint32Array(owners.length));
  return { rows: owners.length, parent: owners, unit, cells };
}

/** All attributes as fine cells: bins by the model, cells within bins by mass. */
function fill(
  model: ModelledTable,
  fitted: FittedTable,
  { rows, given, seed }: { rows: number; given: CodeColumns; seed: number },
): CodeColumns {
  const restored = restoreModel(model, fitted);
  const own = seedOf(seed, model.table);
  const givenBins = given.map((cells, place) => binsOf(cells, fitted.attributes[place]?.bins ?? []));
  const bins = drawRows(restored, rows, own, givenBins.length > 0 ? givenBins : undefined);
  return fitted.attributes.map((attribute, place) => {
    const drawn = bins[place] ?? new Uint16Array(rows);
    return given[place] ?? onlyCells(attribute, drawn) ?? drawCells(attribute, drawn, seedOf(own, attribute.name));
  });
}

/** Where every bin is one cell there is nothing to draw. */
function onlyCells({ bins }: FittedTable['attributes'][number], drawn: Uint16Array): Uint16Array | undefined {
  if (new Set(bins).size < bins.length) return undefined;
  const cellOf = new Uint16Array(bins.reduce((most, bin) => Math.max(most, bin), 0) + 1);
  bins.forEach((bin, cell) => (cellOf[bin] = cell));
  return drawn.map((bin) => cellOf[bin] ?? 0);
}

function binsOf(cells: Uint16Array, bins: readonly number[]): Uint16Array {
  const table = Uint16Array.from(bins);
  return cells.map((cell) => table[cell] ?? 0);
}

/** How many rows each parent has: what its degree says; where it says nothing, the public volume, shared out evenly. */
function degrees(model: ModelledTable, parent: Parent, { seed, scale, most }: RowsOptions): Uint32Array {
  const place = parent.model.attributes.findIndex(
    ({ origin }) => origin.kind === 'degree' && origin.child === model.table,
  );
  const attribute = parent.model.attributes[place];
  const { rows } = parent.drawn;
  if (attribute === undefined) {
    const wanted = Math.min(Math.max(1, Math.round(model.volume * scale)), rows * most.perParent);
    const [each, rest] = [Math.floor(wanted / rows), wanted % rows];
    const shift = fmix32(seed) % rows;
    return Uint32Array.from({ length: rows }, (_, row) => each + ((row + shift) % rows < rest ? 1 : 0));
  }
  const cells = parent.drawn.cells[place] ?? new Uint16Array(rows);
  const hash = seedOf(seed, `${model.table} rows`);
  const counts = Uint32Array.from(within(cells, { size: most.perParent, spans: wholeSpans(attribute.cells), hash }));
  for (let row = 0; row < rows; row++) counts[row] = Math.min(counts[row] ?? 0, most.perParent);
  if (counts.every((count) => count === 0)) counts[0] = 1;
  return counts;
}

/** Less where a unit would have more rows in all than count of one: the model saw no such unit. A unit's parents follow one another. */
function withinUnits(counts: Uint32Array, { unit, most }: { unit: Uint32Array; most: number }): Uint32Array {
  let left = most;
  return counts.map((count, row) => {
    if (row > 0 && unit[row] !== unit[row - 1]) left = most;
    const kept = Math.min(count, left);
    left -= kept;
    return kept;
  });
}

/** Each row number as often as its count. */
function repeat(counts: Uint32Array): Uint32Array {
  const all = new Uint32Array(counts.reduce((sum, count) => sum + count, 0));
  let next = 0;
  counts.forEach((count, row) => {
    all.fill(row, next, next + count);
    next += count;
  });
  return all;
}

function cellsNamed({ model, drawn }: Parent, name: string): Uint16Array {
  const cells = drawn.cells[model.attributes.findIndex((attribute) => attribute.name === name)];
  if (cells === undefined) throw new Error(`Cannot draw rows: ${model.table} must have the attribute; got ${name}`);
  return cells;
}

/** Writes the element at each of those places into `into`, and returns it. */
export function gather<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  from: T,
  places: Uint32Array,
  into: T,
): T {
  for (let i = 0; i < places.length; i++) into[i] = from[places[i] ?? 0] ?? 0;
  return into;
}
