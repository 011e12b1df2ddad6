/**
 * Few atoms are enough to solve on. Let T be some of the atoms, and v any vectors over all. If w over T has M w = −M v, then v + w is
 * orthogonal to every row, as an orthogonal projection is. Over T the cells are the same and the columns few, so this costs a tenth.
 *
 * Proof that nothing is missed where this can be solved. v → v + w is linear, gives null vectors of M, and leaves these as they are (w is the
 * least one, hence 0 for them): a projector Q. If a set S does not follow from the cells, the part n of 1_S in the null space is not 0, and
 * 1_S·Q n = 1_S·n = |n|²: so 1_S·Q v, for random v, spreads at least as far as under the orthogonal projection, |n|. If S follows, it is 0. That some
 * random v has a solution means that all have, for those that have one are a subspace. Otherwise the solver does not come to an end, and all
 * atoms are taken.
 *
 * A set S outside T does not follow from the cells, for Q leaves all random numbers there. When v was orthogonal to the cells of earlier releases
 * already, everything holds within these: such an S does not follow unless it did before.
 *
 * @see disclosure.md §2.8 (G3)
 */
import type { Atoms } from './atoms.ts';
import type { FamilyState } from './family.ts';
import { correct, type KnownSums, type NullVectors, type Vectors } from './null-vector.ts';
import { everyAtom, rowSums, systemOf } from './system.ts';

export interface Solution extends NullVectors {
  /** False when no end was reached: then nothing may be concluded. */
  readonly converged: boolean;
}

type Rows = Pick<FamilyState, 'blocks' | 'margins' | 'rowCount'>;

/** So many atoms of each row are taken; of smaller rows all. More make the steps fewer and longer. */
const cover = 20;

/** On few atoms; where these span everything, about 80 are needed. */
const fewSteps = 250;

const allSteps = 600;

export interface Start {
  readonly from: Vectors;
  /** Row sums of `from`, where they are known. */
  readonly known?: KnownSums | undefined;
}

/** The vectors made orthogonal to all rows: random where nothing is known, 0 where something is. */
export function nullVectors(rows: Rows, atoms: Atoms, { from, known }: Start): Solution {
  const sums = rowSums(rows, { atoms, v: from, known });
  const few = spanningAtoms(rows, atoms);
  if (4 * few.length < atoms.sizes.length) {
    const quick = correctOn(rows, atoms, { from, sums, on: few, maxSteps: fewSteps });
    if (quick.converged) return quick;
  }
  return correctOn(rows, atoms, { from, sums, on: everyAtom(atoms.sizes.length), maxSteps: allSteps });
}

interface Correction {
  readonly from: Vectors;
  readonly sums: Float64Array;
  readonly on: Int32Array;
  readonly maxSteps: number;
}

function correctOn(rows: Rows, atoms: Atoms, { from, sums, on, maxSteps }: Correction): Solution {
  const { vectors: change, residual, converged } = correct(systemOf(rows, atoms, on), sums, maxSteps);
  const vectors = from.slice();
  for (let at = 0; at < on.length; at += 1) {
    const atom = on[at] ?? 0;
    vectors[2 * atom] = (vectors[2 * atom] ?? 0) + (change[2 * at] ?? 0);
    vectors[2 * atom + 1] = (vectors[2 * atom + 1] ?? 0) + (change[2 * at + 1] ?? 0);
  }
  return { vectors, on, known: { rowCount: rows.rowCount, sums: residual }, converged };
}

/** Atoms in ascending order, so that every row has `cover` of them, or all that it has. */
export function spanningAtoms({ blocks, margins, rowCount }: Rows, { of, some, sizes }: Atoms): Int32Array {
  const isChosen = new Uint8Array(sizes.length);
  for (const { leaves } of margins) {
    for (let at = 0, count = 0; at < leaves.length && count < cover; at += 1) {
      const atom = of[leaves[at] ?? 0] ?? -1;
      if (atom < 0 || isChosen[atom] === 1) continue;
      isChosen[atom] = 1;
      count += 1;
    }
  }
  const covered = new Uint8Array(rowCount);
  const tables = blocks.map(({ shown }) => shown);
  const firsts = blocks.map(({ first }) => first);
  const chosen = new Int32Array(sizes.length);
  let count = 0;
  for (let atom = 0; atom < sizes.length; atom += 1) {
    const leaf = some[atom] ?? 0;
    let isNeeded = isChosen[atom] === 1;
    for (let block = 0; block < tables.length && !isNeeded; block += 1) {
      const cell = tables[block]?.[leaf] ?? -1;
      isNeeded = cell >= 0 && (covered[(firsts[block] ?? 0) + cell] ?? 0) < cover;
    }
    if (!isNeeded) continue;
    for (let block = 0; block < tables.length; block += 1) {
      const cell = tables[block]?.[leaf] ?? -1;
      const row = (firsts[block] ?? 0) + cell;
      if (cell >= 0 && (covered[row] ?? 0) < cover) covered[row] = (covered[row] ?? 0) + 1;
    }
    chosen[count] = atom;
    count += 1;
  }
  return chosen.slice(0, count);
}
