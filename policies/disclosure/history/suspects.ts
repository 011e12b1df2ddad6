/**
 * Which small sets of atoms the null vectors say are known: single atoms, pairs of atoms, what two cells have in common or not, hidden cells.
 * Sets of three and more atoms that are none of these are not searched: that is the minimum-weight codeword problem.
 *
 * @see disclosure.md §2.8 (G3)
 */
import type { Atoms } from './atoms.ts';
import type { Block } from './family.ts';
import type { Vectors } from './null-vector.ts';

export interface Suspect {
  readonly how: 'single' | 'pair' | 'overlap' | 'hidden' | 'margin';
  /** Atoms with signs: the known number is the sum over those with +1 minus that over those with −1. */
  readonly atoms: ReadonlyMap<number, number>;
}

export interface Solved {
  readonly atoms: Atoms;
  readonly vectors: Vectors;
  /** By atom, for each vector: the sum over its units. */
  readonly sums: Float64Array;
}

export function solvedOf(atoms: Atoms, vectors: Vectors): Solved {
  const sums = new Float64Array(vectors.length);
  for (let atom = 0; atom < atoms.sizes.length; atom += 1) {
    const root = Math.sqrt(atoms.sizes[atom] ?? 0);
    sums[2 * atom] = root * (vectors[2 * atom] ?? 0);
    sums[2 * atom + 1] = root * (vectors[2 * atom + 1] ?? 0);
  }
  return { atoms, vectors, sums };
}

/** Two sums this near to zero at once are no chance: a vector is exact to 10⁻⁹. */
export const nothing = 2e-7;

export function isKnown({ sums }: Solved, atoms: ReadonlyMap<number, number>): boolean {
  let [x, y] = [0, 0];
  for (const [atom, sign] of atoms) {
    x += sign * (sums[2 * atom] ?? 0);
    y += sign * (sums[2 * atom + 1] ?? 0);
  }
  return Math.abs(x) < nothing && Math.abs(y) < nothing;
}

export function isZero({ sums }: Solved, atom: number): boolean {
  return Math.abs(sums[2 * atom] ?? 0) < nothing && Math.abs(sums[2 * atom + 1] ?? 0) < nothing;
}

/** Atoms of fewer than k units whose sum is known. */
export function singles(solved: Solved, k: number): readonly Suspect[] {
  const found: Suspect[] = [];
  const { sizes } = solved.atoms;
  for (let atom = 0; atom < sizes.length; atom += 1)
    if ((sizes[atom] ?? 0) < k && isZero(solved, atom)) found.push({ how: 'single', atoms: new Map([[atom, 1]]) });
  return found;
}

/** Two atoms of together fewer than k units whose sum or difference is known, neither of which is known alone. */
export function pairs(solved: Solved, k: number): readonly Suspect[] {
  const { sizes } = solved.atoms;
  const magnitude = (atom: number): number => Math.abs(solved.sums[2 * atom] ?? 0);
  const isOpen = (atom: number): boolean => (sizes[atom] ?? 0) + 1 < k && !isZero(solved, atom);
  const values = new Float64Array(sizes.length);
  let count = 0;
  for (let atom = 0; atom < sizes.length; atom += 1) {
    if (!isOpen(atom)) continue;
    values[count] = magnitude(atom);
    count += 1;
  }
  const sorted = values.subarray(0, count).sort();
  const near = new Set<number>();
  for (let at = 1; at < count; at += 1) {
    if ((sorted[at] ?? 0) - (sorted[at - 1] ?? 0) >= nothing) continue;
    near.add(sorted[at - 1] ?? 0);
    near.add(sorted[at] ?? 0);
  }
  if (near.size === 0) return [];
  const atoms: number[] = [];
  for (let atom = 0; atom < sizes.length; atom += 1) if (isOpen(atom) && near.has(magnitude(atom))) atoms.push(atom);
  atoms.sort((a, b) => magnitude(a) - magnitude(b) || a - b);
  const found = atoms.flatMap((atom, at) =>
    partners(solved, { atom, after: atoms.slice(at + 1, at + 1 + maxPartners), k }),
  );
  const firstOf = ({ atoms: pair }: Suspect): number => Math.min(...pair.keys());
  return found.sort((a, b) => firstOf(a) - firstOf(b));
}

/** Where many atoms are equal, one recipe is enough. */
const maxPartners = 16;

function partners(
  { atoms: { sizes }, sums }: Solved,
  { atom, after, k }: { readonly atom: number; readonly after: readonly number[]; readonly k: number },
): readonly Suspect[] {
  const found: Suspect[] = [];
  const [x, y] = [sums[2 * atom] ?? 0, sums[2 * atom + 1] ?? 0];
  for (const other of after) {
    const [u, v] = [sums[2 * other] ?? 0, sums[2 * other + 1] ?? 0];
    if (Math.abs(u) - Math.abs(x) >= nothing) break;
    if ((sizes[atom] ?? 0) + (sizes[other] ?? 0) >= k) continue;
    const sign = [1, -1].find((s) => Math.abs(x + s * u) < nothing && Math.abs(y + s * v) < nothing);
    if (sign !== undefined) found.push({ how: 'pair', atoms: pairOf(atom, other, sign) });
  }
  return found;
}

/** The lower atom has +1. */
function pairOf(a: number, b: number, sign: number): ReadonlyMap<number, number> {
  return new Map([
    [Math.min(a, b), 1],
    [Math.max(a, b), sign],
  ]);
}

/** Pairs of cells are looked at for so many at once. */
const maxPairs = 1 << 22;

/**
 * What the cells of two tables have in common, or one has beyond the other, where that is 1 to k − 1 units and known.
 * Both cells are known, so that one of the three parts is known exactly when all are.
 */
export function overlaps(solved: Solved, [a, b]: readonly [Block, Block], k: number): readonly Suspect[] {
  const width = b.table.cells.length;
  const step = Math.max(1, Math.floor(maxPairs / width));
  const found: Suspect[] = [];
  for (let from = 0; from < a.table.cells.length; from += step)
    found.push(...overlapsFrom(solved, [a, b], { k, from, to: Math.min(from + step, a.table.cells.length) }));
  return found;
}

interface Range {
  readonly k: number;
  readonly from: number;
  readonly to: number;
}

function overlapsFrom(solved: Solved, [a, b]: readonly [Block, Block], { k, from, to }: Range): readonly Suspect[] {
  const { some, sizes } = solved.atoms;
  const width = b.table.cells.length;
  const counts = new Int32Array((to - from) * width);
  const sums = new Float64Array(2 * counts.length);
  const lefts = new Int32Array(to - from);
  const rights = new Int32Array(width);
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const x = (a.shown[some[atom] ?? 0] ?? -1) - from;
    const y = b.shown[some[atom] ?? 0] ?? -1;
    const size = sizes[atom] ?? 0;
    if (y >= 0) rights[y] = (rights[y] ?? 0) + size;
    if (x < 0 || x >= to - from) continue;
    lefts[x] = (lefts[x] ?? 0) + size;
    if (y < 0) continue;
    const slot = x * width + y;
    counts[slot] = (counts[slot] ?? 0) + size;
    sums[2 * slot] = (sums[2 * slot] ?? 0) + (solved.sums[2 * atom] ?? 0);
    sums[2 * slot + 1] = (sums[2 * slot + 1] ?? 0) + (solved.sums[2 * atom + 1] ?? 0);
  }
  const found: Suspect[] = [];
  for (let slot = 0; slot < counts.length; slot += 1) {
    const count = counts[slot] ?? 0;
    if (count === 0 || Math.abs(sums[2 * slot] ?? 0) >= nothing || Math.abs(sums[2 * slot + 1] ?? 0) >= nothing)
      continue;
    const [x, y] = [Math.floor(slot / width), slot % width];
    const [left, right] = [(lefts[x] ?? 0) - count, (rights[y] ?? 0) - count];
    const part = [count, left, right].findIndex((size) => size >= 1 && size < k);
    if (part >= 0) found.push(partOf(solved, [a.shown, b.shown], { x: from + x, y, part }));
  }
  return found;
}

/** Part 0: in both; 1: in the left only; 2: in the right only. */
function partOf(
  { atoms: { some } }: Solved,
  [a, b]: readonly [Int32Array, Int32Array],
  { x, y, part }: { readonly x: number; readonly y: number; readonly part: number },
): Suspect {
  const atoms = new Map<number, number>();
  some.forEach((leaf, atom) => {
    const [inA, inB] = [a[leaf] === x, b[leaf] === y];
    if (part === 0 ? inA && inB : part === 1 ? inA && !inB : inB && !inA) atoms.set(atom, 1);
  });
  return { how: 'overlap', atoms };
}

/** Hidden cells that follow from what is shown. They must be whole atoms: else nothing tells their people from others. */
export function hiddenCells(solved: Solved, { hidden, table }: Block): readonly Suspect[] {
  if (!hidden) return [];
  const { of, sizes } = solved.atoms;
  const inside = table.cells.map(() => new Map<number, number>());
  const isOpen = table.cells.map(() => false);
  hidden.forEach((cell, leaf) => {
    if (cell < 0) return;
    const atom = of[leaf] ?? -1;
    const counts = inside[cell];
    if (atom < 0 || !counts) isOpen[cell] = true;
    else counts.set(atom, (counts.get(atom) ?? 0) + 1);
  });
  return inside.flatMap((counts, cell): readonly Suspect[] => {
    if (isOpen[cell] === true || counts.size === 0) return [];
    if ([...counts].some(([atom, count]) => sizes[atom] !== count)) return [];
    const atoms = new Map([...counts.keys()].map((atom) => [atom, 1] as const));
    return isKnown(solved, atoms) ? [{ how: 'hidden', atoms }] : [];
  });
}
