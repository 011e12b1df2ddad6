/**
 * Models as text and back. What is kept is the potentials; tree, probabilities and rows follow from them, so that a restored model draws
 * the rows that the first one drew.
 */
import type { ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedTable } from '#policies/simulation/fitted.ts';
import { cellsOf } from './cell-maps.ts';
import { modelOf } from './model.ts';
import type { Factor, Model, Shape } from './types.ts';

export function keepModel({ potentials }: Model): FittedTable['cliques'] {
  return potentials.map(({ attributes, values }) => ({ attributes, theta: encode(values) }));
}

/** The model of a fitted table. Nothing is fitted: what was kept is calibrated. */
export function restoreModel(table: ModelledTable, fitted: FittedTable): Model {
  requireSame(table, fitted);
  const shape = shapeOf(
    table,
    fitted.attributes.map(({ bins }) => bins),
  );
  const potentials = fitted.cliques.map(({ attributes, theta }) => {
    const values = decode(theta);
    if (values.length === cellsOf(attributes, shape.sizes)) return { attributes, values };
    throw new Error(
      `Cannot restore the model of ${table.table}: a clique must fit its bins; got ${values.length} values`,
    );
  });
  return modelOf({ shape, total: fitted.units, potentials });
}

/** What a table's model is over, once the fine cells of each attribute are merged to bins (the bin of each cell). */
export function shapeOf(table: ModelledTable, bins: readonly (readonly number[])[]): Shape {
  const sizes = bins.map((those) => those.reduce((most, bin) => Math.max(most, bin + 1), 1));
  return { sizes, given: table.given, zeros: table.impossible.map((rule) => zeroOf(rule, bins, sizes)) };
}

type Impossible = ModelledTable['impossible'][number];

/** Bins are impossible together where all of their cells are. */
function zeroOf(
  { attributes, cells }: Impossible,
  bins: readonly (readonly number[])[],
  sizes: readonly number[],
): Factor {
  const fine = attributes.map((attribute) => bins[attribute]?.length ?? 0);
  const places = attributes.map((_, place) => place);
  const possible = new Uint8Array(cellsOf(places, fine)).fill(1);
  for (const those of cells) possible[those.reduce((at, cell, place) => at * (fine[place] ?? 0) + cell, 0)] = 0;
  const sorted = attributes.toSorted((a, b) => a - b);
  const values = new Float64Array(cellsOf(sorted, sizes));
  const strides = attributes.map((attribute) => cellsOf(sorted.slice(sorted.indexOf(attribute) + 1), sizes));
  possible.forEach((is, cell) => {
    if (is === 1) values[binsOf(cell, { attributes, bins, fine, strides })] = 1;
  });
  return { attributes: sorted, values };
}

interface Grid {
  readonly attributes: readonly number[];
  readonly bins: readonly (readonly number[])[];
  /** Cells of each attribute, and how far apart its bins are in the table of bins. */
  readonly fine: readonly number[];
  readonly strides: readonly number[];
}

/** Where the joint cell lies in the table of bins. */
function binsOf(cell: number, { attributes, bins, fine, strides }: Grid): number {
  let left = cell;
  return attributes.reduceRight((at, attribute, place) => {
    const size = fine[place] ?? 1;
    const own = left % size;
    left = Math.floor(left / size);
    return at + (bins[attribute]?.[own] ?? 0) * (strides[place] ?? 0);
  }, 0);
}

function requireSame(table: ModelledTable, fitted: FittedTable): void {
  const [expected, got] = [table, fitted].map(({ attributes }) => attributes.map(({ name }) => name).join(', '));
  if (expected === got) return;
  throw new Error(`Cannot restore the model of ${table.table}: attributes must be ${expected}; got ${got}`);
}

function encode(values: Float64Array): string {
  const bytes = new DataView(new ArrayBuffer(values.length * 8));
  values.forEach((value, i) => bytes.setFloat64(i * 8, value, true));
  return Buffer.from(bytes.buffer).toString('base64');
}

function decode(text: string): Float64Array {
  const bytes = Buffer.from(text, 'base64');
  return Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => bytes.readDoubleLE(i * 8));
}
