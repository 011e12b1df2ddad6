/**
 * What is needed to calibrate a junction tree, made once for a set of cliques: the tree, room for its tables and messages, and where the
 * cells of each lie in those of the others.
 */
import { type CellMap, cellMap, cellsOf, holds } from './cell-maps.ts';
import { type JunctionTree, growTree } from './tree.ts';
import type { Shape } from './types.ts';

export interface Calibrator {
  readonly tree: JunctionTree;
  /** Probabilities in each clique of the tree, after `calibrate`. */
  readonly tables: readonly Float64Array[];
  /** The zeros and the potentials, small ones before those that hold them. */
  readonly slots: readonly Slot[];
  readonly edges: readonly Edge[];
}

/** A potential is added to the smallest one that holds it, so that few are added to the large tables of the tree. */
export interface Slot {
  /** Number of the potential; −1 for a zero. */
  readonly potential: number;
  readonly attributes: readonly number[];
  /** Logarithm of a zero's values. */
  readonly fixed: Float64Array | undefined;
  /** First the sum of what lies in it, then its probabilities. */
  readonly values: Float64Array;
  /** Values of the slot or table that holds it, and the place in this one of each cell of those. */
  readonly host: Float64Array;
  readonly map: CellMap;
}

export interface Edge {
  readonly child: Float64Array;
  readonly parent: Float64Array | undefined;
  readonly inChild: CellMap;
  readonly inParent: CellMap;
  /** What the child says of the separator, and then its parent. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

export function prepare(shape: Shape, potentials: readonly (readonly number[])[]): Calibrator {
  const tree = growTree(shape, potentials);
  const tables = tree.cliques.map(({ attributes }) => new Float64Array(cellsOf(attributes, shape.sizes)));
  return { tree, tables, slots: slotsOf(shape, potentials, { tree, tables }), edges: edgesOf(shape, tree, tables) };
}

function slotsOf(shape: Shape, potentials: readonly (readonly number[])[], { tree, tables }: Tree): Slot[] {
  const { sizes } = shape;
  const zeros = shape.zeros.map(({ attributes, values }) => ({
    potential: -1,
    attributes,
    fixed: values.map(Math.log),
  }));
  const all = [...zeros, ...potentials.map((attributes, potential) => ({ potential, attributes, fixed: undefined }))]
    .toSorted((a, b) => a.attributes.length - b.attributes.length)
    .map((slot) => ({ ...slot, values: new Float64Array(cellsOf(slot.attributes, sizes)) }));
  const cliques = tree.cliques.map(({ attributes }, at) => ({ attributes, values: tables[at] ?? new Float64Array() }));
  return all.map((slot, place) => {
    const host =
      smallest(all.slice(place + 1), slot.attributes) ?? smallest(cliques, slot.attributes) ?? missing(slot.attributes);
    return { ...slot, host: host.values, map: cellMap(host.attributes, slot.attributes, sizes) };
  });
}

interface Tree {
  readonly tree: JunctionTree;
  readonly tables: readonly Float64Array[];
}

interface Table {
  readonly attributes: readonly number[];
  readonly values: Float64Array;
}

function smallest(tables: readonly Table[], inner: readonly number[]): Table | undefined {
  return tables
    .filter(({ attributes }) => holds(attributes, inner))
    .reduce<Table | undefined>((best, table) => {
      return best === undefined || table.values.length < best.values.length ? table : best;
    }, undefined);
}

function missing(attributes: readonly number[]): never {
  throw new Error(`Cannot calibrate: every potential must be in a clique of the tree; got ${attributes.join(',')}`);
}

function edgesOf({ sizes }: Shape, { cliques }: JunctionTree, tables: readonly Float64Array[]): Edge[] {
  return cliques.map(({ attributes, parent, separator }, at) => {
    const cells = cellsOf(separator, sizes);
    return {
      child: tables[at] ?? new Float64Array(),
      parent: tables[parent],
      inChild: cellMap(attributes, separator, sizes),
      inParent: cellMap(cliques[parent]?.attributes ?? [], separator, sizes),
      below: new Float64Array(cells),
      above: new Float64Array(cells),
    };
  });
}
