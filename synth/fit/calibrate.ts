/**
 * From potentials to the probabilities in the cliques of a junction tree: Hugin's two passes, on probabilities rather than logarithms, with
 * every message divided by its largest entry. It is prepared once for a set of cliques and run many times.
 *
 * @see synth.md §2.5; Jensen, Lauritzen & Olesen, Computational Statistics Quarterly 1990 (Hugin)
 */
import { type CellMap, addFrom, addOver, cellMap, cellsOf, holds, scaleFrom } from './cell-maps.ts';
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
interface Slot {
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

interface Edge {
  readonly child: Float64Array;
  readonly parent: Float64Array | undefined;
  readonly inChild: CellMap;
  readonly inParent: CellMap;
  /** What the child says of the separator, and then its parent. */
  readonly below: Float64Array;
  readonly above: Float64Array;
}

/** Of a message's largest entry, what counts as nothing: far above the smallest number, so that quotients stay finite. */
const nothing = 1e-290;

/** A message whose entries are all smaller is scaled up first; below the second bound too few digits are left to do so. */
const rescaledTop = 1e-10;
const smallestTop = 1e-300;

/** A product of numbers that are together less than e^this apart does not vanish. */
const mostRange = 500;

export function prepare(shape: Shape, potentials: readonly (readonly number[])[]): Calibrator {
  const tree = growTree(shape, potentials);
  const tables = tree.cliques.map(({ attributes }) => new Float64Array(cellsOf(attributes, shape.sizes)));
  return { tree, tables, slots: slotsOf(shape, potentials, { tree, tables }), edges: edgesOf(shape, tree, tables) };
}

/** Fills the tables from one theta for each potential. Returns whether anything is possible at all. */
export function calibrate({ tables, slots, edges }: Calibrator, thetas: readonly Float64Array[]): boolean {
  for (const { values, fixed, potential } of slots) values.set(fixed ?? thetas[potential] ?? values.fill(0));
  for (const { values, host, map } of slots) if (!tables.includes(host)) addFrom(values, map, host);
  for (const table of tables) {
    const own = slots.filter(({ host }) => host === table);
    if (!fill(table, own)) return false;
  }
  for (const edge of edges) if (!collect(edge)) return false;
  for (const edge of edges.toReversed()) distribute(edge);
  return true;
}

/** Fills `into[i]` with the probabilities of potential i, from the tables. */
export function readPotentials({ slots }: Calibrator, into: readonly Float64Array[]): void {
  for (const { values, host, map, potential } of slots.toReversed()) {
    values.fill(0);
    addOver(host, map, values);
    into[potential]?.set(values);
  }
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

/**
 * The product of a table's potentials, its largest entry about 1. Few numbers are exponentiated where no product of theirs can vanish;
 * else the sums of logarithms are.
 */
function fill(table: Float64Array, slots: readonly Slot[]): boolean {
  if (slots.reduce((sum, { values }) => sum + rangeOf(values), 0) > mostRange) {
    table.fill(0);
    for (const { values, map } of slots) addFrom(values, map, table);
    return exponentiate(table);
  }
  table.fill(1);
  for (const { values, map } of slots) {
    if (!exponentiate(values)) return false;
    scaleFrom(values, map, table);
  }
  return true;
}

/** How far the values are apart that are not −∞. */
function rangeOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (value > high) high = value;
    if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
  }
  return low > high ? 0 : high - low;
}

/** Logarithms become numbers up to 1. */
function exponentiate(table: Float64Array): boolean {
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < table.length; i++) if ((table[i] ?? 0) > top) top = table[i] ?? 0;
  if (top === Number.NEGATIVE_INFINITY) return false;
  for (let i = 0; i < table.length; i++) table[i] = Math.exp((table[i] ?? 0) - top);
  return true;
}

/** Multiplies the parent with what the child says of the separator. Of a root, `below` becomes its total. */
function collect(edge: Edge): boolean {
  const { child, parent, inChild, inParent, below, above } = edge;
  const top = sumOver(child, inChild, below);
  if (!(top > smallestTop)) return false;
  if (top < rescaledTop) {
    for (let i = 0; i < child.length; i++) child[i] = (child[i] ?? 0) / top;
    return collect(edge);
  }
  if (parent === undefined) return true;
  for (let i = 0; i < below.length; i++) {
    if ((below[i] ?? 0) < nothing * top) below[i] = 0;
    above[i] = (below[i] ?? 0) / top;
  }
  scaleFrom(above, inParent, parent);
  return true;
}

/** Returns the largest sum. */
function sumOver(values: Float64Array, map: CellMap, sums: Float64Array): number {
  sums.fill(0);
  addOver(values, map, sums);
  let top = 0;
  for (let i = 0; i < sums.length; i++) if ((sums[i] ?? 0) > top) top = sums[i] ?? 0;
  return top;
}

/** Scales the child so that it says of the separator what its parent says; a root, so that it sums to 1. */
function distribute({ child, parent, inChild, inParent, below, above }: Edge): void {
  if (parent === undefined) {
    above.fill(1);
  } else {
    sumOver(parent, inParent, above);
  }
  for (let i = 0; i < above.length; i++) above[i] = (below[i] ?? 0) === 0 ? 0 : (above[i] ?? 0) / (below[i] ?? 0);
  scaleFrom(above, inChild, child);
}
