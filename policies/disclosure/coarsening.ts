/**
 * Advice for a table of which too much is hidden: which values to merge, which key to leave out. It names cells and counts them, so it is
 * for simulation data alone; a vendor who has followed it there asks for a coarser table over the real rows.
 *
 * @see disclosure.md §2.4 L (COARSEN)
 */
import type { Cell, Scalar } from './cell.ts';
import { unionOf } from './implicit.ts';
import type { JudgedTable, TableCellVerdict } from './judged-table.ts';
import { checkCell, type CellVerdict, type Thresholds } from './primary.ts';

export interface CoarseningOptions {
  readonly thresholds: Thresholds;
  /** Names of the keys by place, as the vendor knows them. */
  readonly names: readonly string[];
}

/** A table with more than this share of its cells hidden is worth a word. */
export const adviceAbove = 0.25;

/** Values named in one line. */
const mostValues = 12;

/**
 * For every table, returns what would hide less, in words, the best first; nothing where little is hidden. Counts of coarser tables are
 * those of cells that break a rule by themselves: what must be hidden besides depends on all of them.
 */
export function adviseCoarsening(table: JudgedTable, { thresholds, names }: CoarseningOptions): readonly string[] {
  const asked = table.judged.filter(({ absent }) => !absent);
  const hidden = asked.filter(isHidden);
  if (hidden.length <= adviceAbove * asked.length) return [];
  const summary = `${hidden.length} of ${asked.length} cells are hidden`;
  const isInfeasible = hidden.some(({ whole }) => whole.includes('infeasible'));
  const first = isInfeasible
    ? `${summary}: no pattern protects the small cells while the others are published; publish fewer by wish, or ask for less detail`
    : `${summary}, ${asked.filter(isBroken).length} of them by a rule and the rest to protect these`;
  const places = [...new Set(table.groupings.flat())].sort((a, b) => a - b);
  const merges = places.flatMap((place) =>
    adviseMerge(table, asked, { place, name: names[place] ?? `key ${place + 1}` }),
  );
  return [first, ...merges, ...adviseLess(table, { thresholds, names, places })];
}

function isHidden({ hidden }: TableCellVerdict): boolean {
  return hidden.includes(true);
}

/** By rules about the cell, not for another's sake. */
function isBroken({ verdict }: Pick<TableCellVerdict, 'verdict'>): boolean {
  return breaks(verdict);
}

function breaks({ cell, statistics }: CellVerdict): boolean {
  return cell.length > 0 || statistics.some((checks) => checks.length > 0);
}

/** Values of which at least half of the cells break a rule. One alone cannot be merged, and of all of them nothing would be left. */
function adviseMerge(
  { groupings }: JudgedTable,
  asked: readonly TableCellVerdict[],
  { place, name }: { readonly place: number; readonly name: string },
): readonly string[] {
  const byValue = Map.groupBy(
    asked.filter(({ cell }) => groupings[cell.grouping]?.includes(place)),
    ({ cell }) => cell.keys[place] ?? null,
  );
  const small = [...byValue].filter(([, cells]) => 2 * cells.filter(isBroken).length >= cells.length);
  if (small.length < 2 || small.length === byValue.size) return [];
  const through = small.flatMap(([, cells]) => cells.filter(isHidden)).length;
  const values = listOf(small.map(([value]) => value));
  return [`merge values of ${name}: ${values}: ${through} of ${asked.length} cells are hidden through them`];
}

function listOf(values: readonly Scalar[]): string {
  const named = values.slice(0, mostValues).map((value) => (value === null ? 'NULL' : String(value)));
  const more = values.length - named.length;
  return more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
}

/** The same groupings without one key, where a smaller share of the cells breaks a rule. */
function adviseLess(
  table: JudgedTable,
  { thresholds, names, places }: CoarseningOptions & { readonly places: readonly number[] },
): readonly string[] {
  const now = shareOf(countBroken(table, table.groupings, thresholds));
  return places
    .map((place) => {
      const without = table.groupings.map((keys) => keys.filter((key) => key !== place));
      return { name: names[place] ?? `key ${place + 1}`, count: countBroken(table, without, thresholds) };
    })
    .filter(({ count }) => count.cells > 1 && shareOf(count) < now)
    .sort((a, b) => shareOf(a.count) - shareOf(b.count))
    .map(({ name, count }) => `without ${name} ${count.broken} of ${count.cells} cells would break a rule`);
}

interface Count {
  readonly broken: number;
  readonly cells: number;
}

function shareOf({ broken, cells }: Count): number {
  return cells === 0 ? 1 : broken / cells;
}

/** Cells of groupings, whether they were asked for or not: judged as they are in the table, or put together from its finest cells. */
function countBroken(table: JudgedTable, groupings: JudgedTable['groupings'], thresholds: Thresholds): Count {
  const distinct = [...new Map(groupings.map((keys) => [keys.join(), keys])).values()];
  const verdicts = distinct.flatMap((keys) => verdictsOf(table, keys, thresholds));
  return { broken: verdicts.filter(breaks).length, cells: verdicts.length };
}

function verdictsOf(table: JudgedTable, keys: readonly number[], thresholds: Thresholds): readonly CellVerdict[] {
  const known = table.groupings.findIndex((other) => other.join() === keys.join());
  if (known >= 0) return table.judged.filter(({ cell }) => cell.grouping === known).map(({ verdict }) => verdict);
  const groups = Map.groupBy(finestCells(table), (cell) => JSON.stringify(keys.map((key) => cell.keys[key])));
  return [...groups.values()].map((parts) =>
    // As if no unit were in two of them: an estimate, which is all that advice needs.
    checkCell(unionOf({ parts, disjoint: true }, table.statistics), table.statistics, thresholds),
  );
}

/** Of the grouping with most keys; where none that was asked for has all, the cells are there as evidence. */
function finestCells({ groupings, cells, judged }: JudgedTable): readonly Cell[] {
  const evidence = judged.filter(({ absent }) => absent).map(({ cell }) => cell);
  if (evidence.length > 0) return evidence;
  const most = Math.max(...groupings.map((keys) => keys.length));
  const finest = groupings.findIndex((keys) => keys.length === most);
  return cells.filter((cell) => cell.grouping === finest);
}
