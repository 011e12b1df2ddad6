/**
 * Which tables and cells the programs of G5 are about: hidden cells of the new release that earlier ones speak of, hidden cells of earlier
 * ones that the new release speaks of, and what refusals spoke of; directly, or by cells that share units with both.
 *
 * @see disclosure.md §2.8 (G5), §2.9 (5)
 */
import { eachEntry } from './lattice.ts';
import { reach, type KnownRelease, type KnownTable } from './membership.ts';

/** A difference of 1 to k − 1 units for which a release was refused: who was refused may know that it is one. */
export interface DeniedSet {
  /** The run that was refused. */
  readonly run: string;
  readonly units: readonly number[];
  readonly k: number;
}

export interface BoundsQuestion {
  /** Released, and those that are to leave together with the release under audit. */
  readonly earlier: readonly KnownRelease[];
  readonly beside: readonly KnownRelease[];
  readonly columns: readonly KnownRelease[];
  readonly denied: readonly DeniedSet[];
}

/** A table with a cell that is a row of the problem, or a target. */
export interface LinkedTable {
  readonly release: KnownRelease;
  readonly table: KnownTable;
  readonly isNew: boolean;
  readonly isTarget: (cell: number) => boolean;
}

export interface Linked {
  /** Under audit. */
  readonly run: string;
  readonly tables: readonly LinkedTable[];
  readonly denied: readonly DeniedSet[];
}

export function linkedOf({ earlier, beside, columns, denied }: BoundsQuestion): Linked {
  const others = [...earlier, ...beside];
  const tables = [...others, ...columns].flatMap((release) => release.tables.filter(({ isSum }) => !isSum));
  const spread = (from: readonly KnownRelease[], lists: readonly (readonly number[])[]): Uint8Array =>
    spreadFrom(
      from.flatMap((release) => release.tables),
      { lists, tables },
    );
  const byMe = spread(columns, []);
  const touched = denied.filter(({ units }) => units.some((unit) => byMe[unit] === 1));
  const byOthers = spread(
    others,
    touched.map(({ units }) => units),
  );
  const link = (release: KnownRelease): readonly LinkedTable[] => {
    const spoken = columns.includes(release) ? byOthers : byMe;
    const isNew = !earlier.includes(release);
    return release.tables.flatMap((table) => {
      if (table.isSum) return [];
      const targets = spokenOf(table, spoken);
      return [{ release, table, isNew, isTarget: (cell) => targets.has(cell) }];
    });
  };
  return { run: columns[0]?.run ?? '', tables: [...others, ...columns].flatMap(link), denied: touched };
}

/** Units of which these tables speak by their shown cells, or by what others have shown of the same units. */
function spreadFrom(
  from: readonly KnownTable[],
  { lists, tables }: { readonly lists: readonly (readonly number[])[]; readonly tables: readonly KnownTable[] },
): Uint8Array {
  const marks = new Uint8Array(Math.max(0, ...tables.map(({ members }) => reach(members))));
  for (const units of lists) for (const unit of units) marks[unit] = 1;
  const isReached = tables.map((table) => table.cells.map(({ shown }) => shown && from.includes(table)));
  for (let grows = true; grows;) {
    tables.forEach((table, at) => markUnits(table, isReached[at] ?? [], marks));
    grows = tables.filter((table, at) => reachCells(table, isReached[at] ?? [], marks)).length > 0;
  }
  return marks;
}

function markUnits({ members }: KnownTable, isReached: readonly boolean[], marks: Uint8Array): void {
  if (!isReached.includes(true)) return;
  eachEntry(members, (unit, cell) => {
    if (isReached[cell] === true) marks[unit] = 1;
  });
}

/** Returns whether there were shown cells that had not been reached. */
function reachCells({ members, cells }: KnownTable, isReached: boolean[], marks: Uint8Array): boolean {
  if (cells.every(({ shown }, at) => !shown || isReached[at])) return false;
  let grows = false;
  eachEntry(members, (unit, cell) => {
    if (marks[unit] !== 1 || isReached[cell] === true || cells[cell]?.shown !== true) return;
    isReached[cell] = true;
    grows = true;
  });
  return grows;
}

/** Hidden cells with a unit that is marked. */
function spokenOf(table: KnownTable, marks: Uint8Array): ReadonlySet<number> {
  const found = new Set<number>();
  if (table.cells.every(({ shown }) => shown)) return found;
  eachEntry(table.members, (unit, cell) => {
    if (marks[unit] === 1 && table.cells[cell]?.shown === false) found.add(cell);
  });
  return found;
}
