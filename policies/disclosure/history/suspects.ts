/**
 * Which small sets of atoms the null vectors say are known: single atoms and hidden cells here, pairs of atoms and what two cells have in
 * common in files of their own. Sets of three and more atoms that are none of these are not searched: that is the minimum-weight codeword problem.
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
  /** The atoms that were solved on: every set that has become known has one of these. Ascending. */
  readonly on: Int32Array;
}

export function solvedOf(
  atoms: Atoms,
  { vectors, on }: { readonly vectors: Vectors; readonly on: Int32Array },
): Solved {
  const sums = new Float64Array(vectors.length);
  for (let atom = 0; atom < atoms.sizes.length; atom += 1) {
    const root = Math.sqrt(atoms.sizes[atom] ?? 0);
    sums[2 * atom] = root * (vectors[2 * atom] ?? 0);
    sums[2 * atom + 1] = root * (vectors[2 * atom + 1] ?? 0);
  }
  return { atoms, vectors, sums, on };
}

/** Two sums this near to zero at once are no chance: a vector is exact to 10⁻⁹. */
export const nothing = 2e-7;

export function isKnown({ sums }: Pick<Solved, 'sums'>, atoms: ReadonlyMap<number, number>): boolean {
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
