/**
 * The joint lattice of several tables: units that are in the same chosen sets everywhere are one atom. Other than in `atoms.ts`, a unit may be
 * in several cells of one table, hidden cells count too, and every set knows its atoms.
 *
 * @see disclosure.md §2.8 (G2, G5)
 */
import { groupAtoms, mix } from './atoms.ts';
import { reach, type Membership } from './membership.ts';

/** A table of which some cells are chosen: by cell the number of the set, or −1. */
export interface ChosenCells {
  readonly members: Membership;
  readonly sets: Int32Array;
}

/** A chosen set that is no cell. */
export interface ChosenUnits {
  readonly units: readonly number[];
  readonly set: number;
}

export interface Lattice {
  /** Units of each atom. */
  readonly sizes: readonly number[];
  /** Of each set its atoms, ascending. */
  readonly sets: readonly (readonly number[])[];
}

export interface Chosen {
  readonly cells: readonly ChosenCells[];
  readonly lists: readonly ChosenUnits[];
  readonly setCount: number;
}

/** Calls back with each unit and cell of a table, by unit. */
export function eachEntry({ start, cell }: Membership, visit: (unit: number, cell: number) => void): void {
  if (!start) {
    for (let unit = 0; unit < cell.length; unit += 1) if ((cell[unit] ?? -1) >= 0) visit(unit, cell[unit] ?? 0);
    return;
  }
  for (let unit = 0; unit + 1 < start.length; unit += 1) {
    const to = start[unit + 1] ?? 0;
    for (let at = start[unit] ?? 0; at < to; at += 1) if ((cell[at] ?? -1) >= 0) visit(unit, cell[at] ?? 0);
  }
}

/** @returns undefined where there are more atoms than that */
export function latticeOf(chosen: Chosen, most: number): Lattice | undefined {
  const { cells, lists, setCount } = chosen;
  const units = Math.max(0, ...cells.map(({ members }) => reach(members)), ...lists.flatMap((list) => list.units)) + 1;
  const signatures = { high: new Uint32Array(units), low: new Uint32Array(units) };
  eachMember(chosen, (unit, set) => {
    signatures.high[unit] = (signatures.high[unit] ?? 0) + mix(set, 0x51ed270b);
    signatures.low[unit] = (signatures.low[unit] ?? 0) + mix(set, 0x2545f491);
  });
  const { of, sizes, some } = groupAtoms(signatures);
  if (sizes.length > most) return undefined;
  const sets = Array.from({ length: setCount }, (): number[] => []);
  eachMember({ cells, lists, setCount }, (unit, set) => {
    const atom = of[unit] ?? -1;
    if (atom >= 0 && some[atom] === unit) sets[set]?.push(atom);
  });
  return { sizes: [...sizes], sets };
}

function eachMember({ cells, lists }: Chosen, visit: (unit: number, set: number) => void): void {
  for (const { members, sets } of cells)
    eachEntry(members, (unit, cell) => {
      const set = sets[cell] ?? -1;
      if (set >= 0) visit(unit, set);
    });
  for (const { units, set } of lists) for (const unit of units) visit(unit, set);
}
