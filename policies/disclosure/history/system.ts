/**
 * The cells of all releases as rows over atoms: written out for the atoms that are solved over, and added up block by block where only sums
 * are needed.
 */
import type { Atoms } from './atoms.ts';
import type { FamilyState } from './family.ts';
import type { KnownSums, LinearSystem, Vectors } from './null-vector.ts';

type Rows = Pick<FamilyState, 'blocks' | 'margins' | 'rowCount'>;

/**
 * Rows by atom; the differences of margins come after the cells, one row each.
 *
 * @param chosen the atoms of the system, in ascending order; all by default
 */
export function systemOf(
  { blocks, margins, rowCount }: Rows,
  { of, some, sizes }: Atoms,
  chosen: Int32Array = everyAtom(sizes.length),
): LinearSystem {
  const tables = blocks.map(({ shown }) => shown);
  const firsts = blocks.map(({ first }) => first);
  const start = new Int32Array(chosen.length + 1);
  const places = margins.length > 0 ? placesOf(chosen, sizes.length) : new Int32Array(0);
  const visitMargins = (write: (place: number, code: number) => void): void => {
    margins.forEach(({ leaves, signs }, index) => {
      for (let at = 0; at < leaves.length; at += 1) {
        const leaf = leaves[at] ?? 0;
        const atom = of[leaf] ?? -1;
        // A difference holds whole atoms; it is written once for each.
        if (atom < 0 || some[atom] !== leaf || (places[atom] ?? 0) === 0) continue;
        write((places[atom] ?? 0) - 1, 2 * (rowCount + index) + (signs[at] === 1 ? 0 : 1));
      }
    });
  };
  for (let place = 0; place < chosen.length; place += 1) {
    const leaf = some[chosen[place] ?? 0] ?? 0;
    let count = 0;
    for (const shown of tables) if ((shown[leaf] ?? -1) >= 0) count += 1;
    start[place + 1] = count;
  }
  visitMargins((place) => {
    start[place + 1] = (start[place + 1] ?? 0) + 1;
  });
  for (let place = 0; place < chosen.length; place += 1)
    start[place + 1] = (start[place + 1] ?? 0) + (start[place] ?? 0);
  const next = start.slice();
  const codes = new Int32Array(start[chosen.length] ?? 0);
  for (let place = 0; place < chosen.length; place += 1) {
    const leaf = some[chosen[place] ?? 0] ?? 0;
    let at = start[place] ?? 0;
    for (let block = 0; block < tables.length; block += 1) {
      const cell = tables[block]?.[leaf] ?? -1;
      if (cell < 0) continue;
      codes[at] = 2 * ((firsts[block] ?? 0) + cell);
      at += 1;
    }
    next[place] = at;
  }
  visitMargins((place, code) => {
    codes[next[place] ?? 0] = code;
    next[place] = (next[place] ?? 0) + 1;
  });
  return {
    rowCount: rowCount + margins.length,
    start,
    codes,
    sizes: sizes.length === chosen.length ? sizes : chosen.map((atom) => sizes[atom] ?? 0),
  };
}

export function everyAtom(count: number): Int32Array {
  return Int32Array.from({ length: count }, (_, atom) => atom);
}

/** By atom: its place among the chosen + 1, or 0. */
function placesOf(chosen: Int32Array, atoms: number): Int32Array {
  const places = new Int32Array(atoms);
  for (let place = 0; place < chosen.length; place += 1) places[chosen[place] ?? 0] = place + 1;
  return places;
}

/**
 * M v for both vectors, without M being written out.
 *
 * @param known of the first cells and of the first margins: these are taken over
 */
export function rowSums({ blocks, margins, rowCount }: Rows, { atoms, v, known }: Summed): Float64Array {
  const { of, some, sizes } = atoms;
  const sums = new Float64Array(2 * (rowCount + margins.length));
  const oldRows = known?.rowCount ?? 0;
  const oldMargins = known ? known.sums.length / 2 - oldRows : 0;
  if (known) {
    sums.set(known.sums.subarray(0, 2 * oldRows));
    sums.set(known.sums.subarray(2 * oldRows), 2 * rowCount);
  }
  const add = (row: number, atom: number, sign: number): void => {
    const weight = sign * Math.sqrt(sizes[atom] ?? 0);
    sums[2 * row] = (sums[2 * row] ?? 0) + weight * (v[2 * atom] ?? 0);
    sums[2 * row + 1] = (sums[2 * row + 1] ?? 0) + weight * (v[2 * atom + 1] ?? 0);
  };
  for (const { shown, first } of blocks) {
    if (first < oldRows) continue;
    for (let atom = 0; atom < sizes.length; atom += 1) {
      const cell = shown[some[atom] ?? 0] ?? -1;
      if (cell >= 0) add(first + cell, atom, 1);
    }
  }
  margins.slice(oldMargins).forEach(({ leaves, signs }, index) => {
    for (let at = 0; at < leaves.length; at += 1) {
      const leaf = leaves[at] ?? 0;
      const atom = of[leaf] ?? -1;
      if (atom >= 0 && some[atom] === leaf) add(rowCount + oldMargins + index, atom, signs[at] ?? 0);
    }
  });
  return sums;
}

interface Summed {
  readonly atoms: Atoms;
  readonly v: Vectors;
  readonly known?: KnownSums | undefined;
}
