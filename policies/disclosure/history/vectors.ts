/** Where the projection starts: from random numbers, or from what the last audit left of them. */
import type { Atoms } from './atoms.ts';
import { gaussianAt } from './gaussian.ts';
import type { Vectors } from './null-vector.ts';

export function randomVectors({ some, sizes }: Atoms): Vectors {
  const vectors = new Float64Array(2 * sizes.length);
  for (let atom = 0; atom < sizes.length; atom += 1) drawAt(vectors, atom, some[atom] ?? 0);
  return vectors;
}

function drawAt(vectors: Vectors, atom: number, leaf: number): void {
  vectors[2 * atom] = gaussianAt(0x1f83d9ab, leaf);
  vectors[2 * atom + 1] = gaussianAt(0x5be0cd19, leaf);
}

/**
 * The vectors over coarser atoms as they would be over finer ones: along each old atom what it was, and across it random. Projecting that is
 * projecting random numbers over the finer atoms, with the old rows done already.
 *
 * @param fine each of its atoms lies within one old atom, or was in no cell before
 */
export function liftVectors(fine: Atoms, coarse: Atoms, old: Vectors): Vectors {
  const vectors = new Float64Array(2 * fine.sizes.length);
  const along = new Float64Array(old.length);
  const parentOf = (atom: number): number => coarse.of[fine.some[atom] ?? 0] ?? -1;
  const isSame = (atom: number, parent: number): boolean => fine.sizes[atom] === coarse.sizes[parent];
  const shareOf = (atom: number, parent: number): number =>
    Math.sqrt((fine.sizes[atom] ?? 0) / (coarse.sizes[parent] ?? 1));
  for (let atom = 0; atom < fine.sizes.length; atom += 1) {
    const parent = parentOf(atom);
    if (parent >= 0 && isSame(atom, parent)) continue;
    drawAt(vectors, atom, fine.some[atom] ?? 0);
    if (parent < 0) continue;
    const share = shareOf(atom, parent);
    along[2 * parent] = (along[2 * parent] ?? 0) + share * (vectors[2 * atom] ?? 0);
    along[2 * parent + 1] = (along[2 * parent + 1] ?? 0) + share * (vectors[2 * atom + 1] ?? 0);
  }
  for (let atom = 0; atom < fine.sizes.length; atom += 1) {
    const parent = parentOf(atom);
    if (parent < 0) continue;
    if (isSame(atom, parent)) {
      vectors[2 * atom] = old[2 * parent] ?? 0;
      vectors[2 * atom + 1] = old[2 * parent + 1] ?? 0;
      continue;
    }
    const share = shareOf(atom, parent);
    for (const v of [0, 1]) {
      const excess = (along[2 * parent + v] ?? 0) - (old[2 * parent + v] ?? 0);
      vectors[2 * atom + v] = (vectors[2 * atom + v] ?? 0) - excess * share;
    }
  }
  return vectors;
}
