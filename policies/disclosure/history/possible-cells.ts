/**
 * Which cells of one table could differ from some cell of another in fewer than k, as a look at a few units of each shows: without it, a
 * table would be counted against each earlier one unit by unit, only to find that no two cells are nearly equal.
 *
 * @see disclosure.md §2.8 (G1)
 */
import { reach, type KnownCell, type KnownTable } from './membership.ts';

export interface Nearness {
  /** So many units of a cell can be missing in a cell that is near. */
  readonly mostOutside: (cell: KnownCell) => number;
  /** Whether two cells could be near, as far as their sizes say. */
  readonly couldBeNear: (cell: KnownCell, other: KnownCell) => boolean;
}

/**
 * By cell of the left table: 1 where it must be counted, 0 where no cell of the right one can be near.
 *
 * Argument: a cell leaves at most m of its units out of one that is near. Of any 2m + 1 of its units most are in it; where each unit is in
 * one cell of the right table at most, that is a majority, and votes find it. A cell whose votes have no majority is near to none; else it can
 * be near to the winner only. Cells of fewer than 2m + 1 units are always counted.
 */
export function possibleCells(a: KnownTable, b: KnownTable, { mostOutside, couldBeNear }: Nearness): Uint8Array {
  if (b.members.start) return Uint8Array.from(a.cells, ({ shown }) => Number(shown));
  const needed = Int32Array.from(a.cells, (cell) => 2 * mostOutside(cell) + 1);
  const winners = voteOn(a, b, needed);
  const isPossible = (cell: KnownCell, at: number): boolean => {
    const other = b.cells[winners[at] ?? -1];
    return cell.units < (needed[at] ?? 0) || (other !== undefined && couldBeNear(cell, other));
  };
  return Uint8Array.from(a.cells, (cell, at) => Number(cell.shown && isPossible(cell, at)));
}

/**
 * The majority vote of Boyer and Moore, over so many first units of each cell: the one cell of the right table that may have a majority, or −1.
 * Cells that are hidden or have fewer units do not vote.
 */
function voteOn(a: KnownTable, b: KnownTable, needed: Int32Array): Int32Array {
  const winners = new Int32Array(needed.length).fill(-1);
  const votes = new Int32Array(needed.length);
  const rest = needed.map((count, at) =>
    a.cells[at]?.shown === true && (a.cells[at]?.units ?? 0) >= count ? count : 0,
  );
  let open = rest.reduce((count, left) => count + Number(left > 0), 0);
  const { start, cell: cells } = a.members;
  const units = reach(a.members);
  for (let unit = 0; unit < units && open > 0; unit += 1) {
    const to = start ? (start[unit + 1] ?? 0) : unit + 1;
    for (let entry = start ? (start[unit] ?? 0) : unit; entry < to; entry += 1) {
      const cell = cells[entry] ?? -1;
      if (cell < 0 || (rest[cell] ?? 0) === 0) continue;
      rest[cell] = (rest[cell] ?? 0) - 1;
      if (rest[cell] === 0) open -= 1;
      const voted = b.members.cell[unit] ?? -1;
      if ((votes[cell] ?? 0) === 0) winners[cell] = voted;
      votes[cell] = (votes[cell] ?? 0) + (winners[cell] === voted ? 1 : -1);
    }
  }
  return winners.map((winner, at) => ((votes[at] ?? 0) > 0 ? winner : -1));
}
