/**
 * What two cells have in common, and what one has beyond the other. Of the pairs of cells of two tables only those are looked at that have an
 * atom in common that was solved on, for every set that has become known has one.
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
  const { index, marks } = touched(solved, [a, b], k);
  if (index.isEmpty) return [];
  const common = addUp(solved, [a, b], { index, marks });
  const isZero = (at: number): boolean => Math.abs(common[at] ?? 0) < nothing;
  return index
    .select(({ slot }) => isZero(3 * slot + 1) && isZero(3 * slot + 2))
    .flatMap(({ a: x, b: y, slot }): readonly Suspect[] => {
      const count = common[3 * slot] ?? 0;
      const sizes = [count, (a.leaves[x] ?? 0) - count, (b.leaves[y] ?? 0) - count];
      const part = sizes.findIndex((size) => size >= 1 && size < k);
      return part < 0 ? [] : [partOf(solved, [a.shown, b.shown], { x, y, part })];
    });
}

/** Bits that say of a pair of cells that it may be in the index. They fit into a cache, and turn most of a million atoms away. */
const maxMarks = 1 << 22;

interface Touched {
  readonly index: PairIndex;
  readonly marks: Uint32Array;
}

/** The pairs of cells with an atom that was solved on, and with a small part as far as is known. */
function touched({ on, atoms }: Solved, [a, b]: readonly [Block, Block], k: number): Touched {
  const width = b.table.cells.length;
  const counts = commonLeaves(atoms, a, b);
  const index = new PairIndex(a.table.cells.length, width, counts ? 0 : on.length);
  const marks = new Uint32Array(maxMarks / 32);
  for (const atom of on) {
    const leaf = atoms.some[atom] ?? 0;
    const x = a.shown[leaf] ?? -1;
    const y = b.shown[leaf] ?? -1;
    if (x < 0 || y < 0) continue;
    const count = counts?.[x * width + y] ?? 0;
    const left = (a.leaves[x] ?? 0) - count;
    const right = (b.leaves[y] ?? 0) - count;
    if (count >= k && (left === 0 || left >= k) && (right === 0 || right >= k)) continue;
    index.add(x, y);
    const mark = (Math.imul(x, width) + y) & (maxMarks - 1);
    marks[mark >>> 5] = (marks[mark >>> 5] ?? 0) | (1 << (mark & 31));
  }
  return { index, marks };
}

/** More pairs of cells are not counted beforehand. */
const maxCounted = 1 << 20;

/** By pair of cells, where these are not too many. */
function commonLeaves({ some, sizes }: Solved['atoms'], a: Block, b: Block): Int32Array | undefined {
  const width = b.table.cells.length;
  if (a.table.cells.length * width > maxCounted) return undefined;
  const counts = new Int32Array(a.table.cells.length * width);
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const leaf = some[atom] ?? 0;
    const x = a.shown[leaf] ?? -1;
    const y = b.shown[leaf] ?? -1;
    if (x >= 0 && y >= 0) counts[x * width + y] = (counts[x * width + y] ?? 0) + (sizes[atom] ?? 0);
  }
  return counts;
}

/** By slot of the index three numbers: leaves that the two cells have in common, and the sums over them. */
function addUp({ atoms: { some, sizes }, sums }: Solved, [a, b]: readonly [Block, Block], by: Touched): Float64Array {
  const { index, marks } = by;
  const width = b.table.cells.length;
  const common = new Float64Array(3 * index.slots);
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const leaf = some[atom] ?? 0;
    const x = a.shown[leaf] ?? -1;
    const y = b.shown[leaf] ?? -1;
    if (x < 0 || y < 0) continue;
    const mark = (Math.imul(x, width) + y) & (maxMarks - 1);
    if ((((marks[mark >>> 5] ?? 0) >>> (mark & 31)) & 1) === 0) continue;
    const slot = index.find(x, y);
    if (slot < 0) continue;
    common[3 * slot] = (common[3 * slot] ?? 0) + (sizes[atom] ?? 0);
    common[3 * slot + 1] = (common[3 * slot + 1] ?? 0) + (sums[2 * atom] ?? 0);
    common[3 * slot + 2] = (common[3 * slot + 2] ?? 0) + (sums[2 * atom + 1] ?? 0);
  }
  return common;
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
