/** Gaussian elimination over sets of leaves, exact: what follows from what by adding and subtracting. */
import { invert, multiply, prime } from './field.ts';

/** One entry per leaf, in [0, prime). */
export type Vector = Int32Array;

/** A vector by its entries that are not zero; the entry at `pivot` is 1. */
interface Row {
  readonly pivot: number;
  readonly leaves: Int32Array;
  readonly values: Int32Array;
}

/** Vectors whose combinations are known. Each is 0 at the pivots of those before it. */
export interface Basis {
  readonly rows: Row[];
}

export function emptyBasis(): Basis {
  return { rows: [] };
}

/** Takes from `vector` what follows from the basis; what is left is 0 at all pivots, and all 0 exactly when the vector follows. */
export function reduce(vector: Vector, { rows }: Basis): void {
  for (const row of rows) eliminate(vector, row);
}

/** Makes `vector` 0 at the pivot of `row`. */
export function eliminate(vector: Vector, { pivot, leaves, values }: Row): void {
  const factor = vector[pivot] ?? 0;
  if (factor === 0) return;
  const opposite = prime - factor;
  for (let i = 0; i < leaves.length; i += 1) {
    const leaf = leaves[i] ?? 0;
    const sum = (vector[leaf] ?? 0) + multiply(opposite, values[i] ?? 0);
    vector[leaf] = sum >= prime ? sum - prime : sum;
  }
}

/** Adds a reduced vector that is not all 0, and returns its row. */
export function extend({ rows }: Basis, reduced: Vector): Row {
  const pivot = leadOf(reduced);
  const factor = invert(reduced[pivot] ?? 0);
  const leaves = Int32Array.from([...reduced.keys()].filter((leaf) => reduced[leaf] !== 0));
  const row = { pivot, leaves, values: leaves.map((leaf) => multiply(factor, reduced[leaf] ?? 0)) };
  rows.push(row);
  return row;
}

/** The first leaf with an entry, or −1. */
export function leadOf(vector: Vector): number {
  return vector.findIndex((value) => value !== 0);
}

/** Whether one is a multiple of the other; both have their first entry at `lead`. */
export function isProportional(a: Vector, b: Vector, lead: number): boolean {
  const factor = multiply(a[lead] ?? 0, invert(b[lead] ?? 0));
  for (let leaf = lead; leaf < a.length; leaf += 1) {
    if ((a[leaf] ?? 0) !== multiply(factor, b[leaf] ?? 0)) return false;
  }
  return true;
}
