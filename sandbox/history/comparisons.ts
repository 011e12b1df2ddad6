/** Which comparisons an audit consists of: the release with itself and with each earlier one, per kind of unit that both count. */
import type { CellPair } from '#policies/disclosure/history.ts';
import { idSpace, unitCount, type IdSpace, type UnitCount } from '#policies/units.ts';
import type { EngineTable } from '../query/operations.ts';
import { comparablePairs, printComparison, type Side } from './compare.ts';
import type { RunNote } from './note.ts';

/** Under which name the membership of the release (0) and of each earlier one (1, 2, …) is attached. */
export const sideName = (index: number): string => `r${index}`;

export interface PlannedComparison {
  readonly sql: string;
  /** Of the stricter side. */
  readonly k: UnitCount;
  readonly read: (rows: EngineTable['rows']) => readonly CellPair[];
}

export function comparisonsOf(note: RunNote, earlier: readonly RunNote[]): readonly PlannedComparison[] {
  return [note, ...earlier].flatMap((other, index) => {
    const within = index === 0;
    const k = unitCount(Math.max(note.k, other.k));
    return sharedUnits(note, other).flatMap(([unit, otherUnit, space]): readonly PlannedComparison[] => {
      if (within && unit !== otherUnit) return [];
      const left: Side = { note, name: sideName(0), unit };
      const right: Side = { note: other, name: sideName(index), unit: otherUnit };
      // A cell has the units and rows of itself.
      if (within && comparablePairs({ left, right, within }).length === 0) return [];
      const read: PlannedComparison['read'] = (rows) =>
        rows.map((row) => readPair(row, { space, ...(!within && { run: other.run }) }));
      return [{ sql: printComparison({ left, right, k, within }), k, read }];
    });
  });
}

/** Unit columns are compared within one id space only: person 7 and enterprise 7 are not the same unit. */
function sharedUnits(
  note: RunNote,
  other: RunNote,
): readonly (readonly [unit: number, other: number, space: IdSpace])[] {
  return note.spaces.flatMap((space, unit) =>
    other.spaces.flatMap((name, index) => (name === space ? [[unit, index, idSpace(space)] as const] : [])),
  );
}

function readPair(row: EngineTable['rows'][number], about: Pick<CellPair, 'space' | 'run'>): CellPair {
  const [cell, other, units, statistics] = row;
  if (!Array.isArray(statistics)) throw new Error('Cannot read a comparison: must have a list of differences');
  return {
    ...about,
    cell: String(cell),
    other: String(other),
    units: Number(units),
    statistics: statistics.map(Number),
  };
}
