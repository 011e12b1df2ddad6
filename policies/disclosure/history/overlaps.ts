/**
 * What two cells have in common, and what one has beyond the other. Of the pairs of cells of two tables only those are looked at that have an
 * atom in common that was solved on: every set that has become known has one.
 *
 * @see disclosure.md §2.8 (G3)
 */
import type { Block } from './family.ts';
import { PairIndex } from './pair-index.ts';
import { nothing, type Solved, type Suspect } from './suspects.ts';

/**
 * What the cells of two tables have in common, or one has beyond the other, where that is 1 to k − 1 units and known.
 * Both cells are known, so that one of the three parts is known exactly when all are.
 */
export function overlaps(solved: Solved, [a, b]: readonly [Block, Block], k: number): readonly Suspect[] {
  const { some, sizes } = solved.atoms;
  const index = new PairIndex(a.table.cells.length, b.table.cells.length, solved.on.length);
  const marks = new Uint8Array(2 ** Math.ceil(Math.log2(sparseness * solved.on.length + 8)));
  const mask = marks.length - 1;
  for (const atom of solved.on) {
    const leaf = some[atom] ?? 0;
    const [x, y] = [a.shown[leaf] ?? -1, b.shown[leaf] ?? -1];
    if (x < 0 || y < 0) continue;
    index.add(x, y);
    marks[placeOf(x, y) & mask] = 1;
  }
  const counts = new Int32Array(index.slots);
  const sums = new Float64Array(2 * counts.length);
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const leaf = some[atom] ?? 0;
    const x = a.shown[leaf] ?? -1;
    const y = b.shown[leaf] ?? -1;
    // The marks fit into a cache, and turn most of a million atoms away.
    if (x < 0 || y < 0 || marks[placeOf(x, y) & mask] === 0) continue;
    const slot = index.find(x, y);
    if (slot < 0) continue;
    counts[slot] = (counts[slot] ?? 0) + (sizes[atom] ?? 0);
    sums[2 * slot] = (sums[2 * slot] ?? 0) + (solved.sums[2 * atom] ?? 0);
    sums[2 * slot + 1] = (sums[2 * slot + 1] ?? 0) + (solved.sums[2 * atom + 1] ?? 0);
  }
  const known = index.select(
    (_, slot) => Math.abs(sums[2 * slot] ?? 0) < nothing && Math.abs(sums[2 * slot + 1] ?? 0) < nothing,
  );
  if (known.length === 0) return [];
  const lefts = leavesOf(a);
  const rights = leavesOf(b);
  return known.flatMap(({ a: x, b: y, slot }): readonly Suspect[] => {
    const count = counts[slot] ?? 0;
    const part = [count, (lefts[x] ?? 0) - count, (rights[y] ?? 0) - count].findIndex((size) => size >= 1 && size < k);
    return part < 0 ? [] : [partOf(solved, [a.shown, b.shown], { x, y, part })];
  });
}

/** So many marks for each atom that was solved on. */
const sparseness = 8;

function placeOf(x: number, y: number): number {
  const hash = Math.imul(x, 0x9e3779b1) ^ Math.imul(y, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}

/** By cell. */
function leavesOf({ shown, table }: Block): Int32Array {
  const counts = new Int32Array(table.cells.length);
  for (let leaf = 0; leaf < shown.length; leaf += 1) {
    const cell = shown[leaf] ?? -1;
    if (cell >= 0) counts[cell] = (counts[cell] ?? 0) + 1;
  }
  return counts;
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
