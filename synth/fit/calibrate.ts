/**
 * From potentials to the probabilities in the cliques of a junction tree: Hugin's two passes, on probabilities rather than logarithms, with
 * every message divided by its largest entry.
 *
 * @see synth.md §2.5; Jensen, Lauritzen & Olesen, Computational Statistics Quarterly 1990 (Hugin)
 */
import type { Calibrator, Edge, Slot } from './calibrator.ts';
import { type CellMap, addFrom, addOver, scaleFrom } from './cell-maps.ts';

/** Of a message's largest entry, what counts as nothing: far above the smallest number, so that quotients stay finite. */
const nothing = 1e-290;

/** A message whose entries are all smaller is scaled up first; below the second bound too few digits are left to do so. */
const rescaledTop = 1e-10;
const smallestTop = 1e-300;

/** A product of numbers that are together less than e^this apart does not vanish. */
const mostRange = 500;

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
