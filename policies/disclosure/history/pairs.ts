/**
 * G1: every cell of one table against every cell of another with which it has units in common. Cells without a common unit differ in all
 * their units, at least 2k. One pass counts the common units of all pairs; a second looks at what units contribute, for those few pairs
 * that could differ in fewer than k.
 *
 * @see disclosure.md §2.8 (G1, G6, G7)
 */
import { isComparable, type Vector } from '../history-vectors.ts';
import type { CellPair } from '../history.ts';
import { reach, type KnownCell, type KnownRelease, type KnownTable, type Membership } from './membership.ts';
import { PairIndex, type PairCount } from './pair-index.ts';
import { possibleCells, type Nearness } from './possible-cells.ts';

/** Two tables; with `within`, one of them with itself: each cell, one of its statistics against another. */
export interface TablePair {
  readonly left: KnownRelease;
  readonly right: KnownRelease;
  readonly a: KnownTable;
  readonly b: KnownTable;
  readonly within?: boolean;
}

type Match = readonly [left: number, right: number];

/** Vectors of both releases that can be subtracted. */
export function comparableVectors(left: readonly Vector[], right: readonly Vector[], within = false): readonly Match[] {
  return left.flatMap((a, i) =>
    right.flatMap((b, j): readonly Match[] => (isComparable(a, b) && !(within && j <= i) ? [[i, j]] : [])),
  );
}

export interface NumberedPair extends CellPair {
  readonly a: number;
  readonly b: number;
  /** Matched vectors by position, parallel to the last `statistics`. */
  readonly matches: readonly Match[];
}

/**
 * For any two tables, returns every pair of shown cells with a common unit that differs in 1 to k − 1 units or contributions, and perhaps
 * others; in the order of the cells.
 *
 * @param k of the stricter release
 */
export function smallDifferences(pair: TablePair, k: number): readonly NumberedPair[] {
  const { left, right, a, b, within = false } = pair;
  const matches = comparableVectors(left.vectors, right.vectors, within);
  if (within && matches.length === 0) return [];
  const wanted = within ? a.cells.map(() => 1) : possibleCells(a, b, nearness(matches, k));
  const entries = a.cells.reduce((sum, { units }, cell) => sum + (wanted[cell] === 1 ? units : 0), 0);
  if (entries === 0) return [];
  const common = new PairIndex(a.cells.length, b.cells.length, entries);
  countCommon(common, pair, wanted);
  const candidates = common.select(({ a: x, b: y, count }) => {
    const [cell, other] = [a.cells[x], b.cells[y]];
    return cell?.shown === true && other?.shown === true && couldDiffer({ cell, other, count }, matches, k);
  });
  if (candidates.length === 0) return [];
  const counted = countChanges(pair, matches, candidates);
  return candidates.map((candidate, index) => measure(pair, matches, { ...candidate, counted: counted[index] }));
}

/** The innermost loop of the guard. */
function countCommon(
  common: PairIndex,
  { a: { members: a }, b: { members: b }, within = false }: TablePair,
  wanted: ArrayLike<number>,
): void {
  const units = Math.min(reach(a), reach(b));
  for (let unit = 0; unit < units; unit += 1) {
    const toA = a.start ? (a.start[unit + 1] ?? 0) : unit + 1;
    const toB = b.start ? (b.start[unit + 1] ?? 0) : unit + 1;
    for (let i = a.start ? (a.start[unit] ?? 0) : unit; i < toA; i += 1) {
      const cell = a.cell[i] ?? -1;
      if (cell < 0 || wanted[cell] === 0) continue;
      for (let j = b.start ? (b.start[unit] ?? 0) : unit; j < toB; j += 1) {
        const other = b.cell[j] ?? -1;
        if (other >= 0 && !(within && other !== cell)) common.add(cell, other);
      }
    }
  }
}

interface Overlap {
  readonly cell: KnownCell;
  readonly other: KnownCell;
  readonly count: number;
}

/** Units outside the common ones differ for certain; contributions of the common ones are not known yet. */
function couldDiffer({ cell, other, count }: Overlap, matches: readonly Match[], k: number): boolean {
  const outside = (a: number, b: number): number => Math.max(0, a - count) + Math.max(0, b - count);
  return (
    cell.units + other.units - 2 * count < k ||
    matches.some(
      ([i, j]) =>
        cell.shows[i] === true &&
        other.shows[j] === true &&
        outside(cell.contributors[i] ?? 0, other.contributors[j] ?? 0) < k,
    )
  );
}

/** Units that do not contribute are no loss. */
function nearness(matches: readonly Match[], k: number): Nearness {
  return {
    mostOutside: ({ units, shows, contributors }) =>
      k - 1 + Math.max(0, ...matches.map(([i]) => (shows[i] === true ? units - (contributors[i] ?? 0) : 0))),
    couldBeNear: (cell, other) => couldDiffer({ cell, other, count: Math.min(cell.units, other.units) }, matches, k),
  };
}

/** Of the common units of one pair: how many have other rows; and by match: other contributions, some on the left, some on the right. */
interface Changes {
  rows: number;
  readonly differing: number[];
  readonly left: number[];
  readonly right: number[];
}

function countChanges(
  { a, b }: TablePair,
  matches: readonly Match[],
  candidates: readonly PairCount[],
): readonly Changes[] {
  const width = b.cells.length;
  const found = new Map(
    candidates.map((pair): readonly [number, Changes] => [
      pair.a * width + pair.b,
      { rows: 0, differing: matches.map(() => 0), left: matches.map(() => 0), right: matches.map(() => 0) },
    ]),
  );
  const interesting = new Uint8Array(a.cells.length);
  for (const pair of candidates) interesting[pair.a] = 1;
  const units = Math.min(reach(a.members), reach(b.members));
  for (let unit = 0; unit < units; unit += 1) {
    const toA = a.members.start ? (a.members.start[unit + 1] ?? 0) : unit + 1;
    for (let i = a.members.start ? (a.members.start[unit] ?? 0) : unit; i < toA; i += 1) {
      const cell = a.members.cell[i] ?? -1;
      if (cell < 0 || interesting[cell] === 0) continue;
      const toB = b.members.start ? (b.members.start[unit + 1] ?? 0) : unit + 1;
      for (let j = b.members.start ? (b.members.start[unit] ?? 0) : unit; j < toB; j += 1) {
        const changes = found.get(cell * width + (b.members.cell[j] ?? -1));
        if (changes && (b.members.cell[j] ?? -1) >= 0)
          countEntry(changes, matches, { a: a.members, b: b.members, i, j });
      }
    }
  }
  return [...found.values()];
}

interface EntryPair {
  readonly a: Membership;
  readonly b: Membership;
  readonly i: number;
  readonly j: number;
}

function countEntry(changes: Changes, matches: readonly Match[], { a, b, i, j }: EntryPair): void {
  if (a.rows[i] !== b.rows[j]) changes.rows += 1;
  for (let m = 0; m < matches.length; m += 1) {
    const [v, w] = matches[m] ?? [0, 0];
    const x = a.contributions[v]?.[i] ?? 0;
    const y = b.contributions[w]?.[j] ?? 0;
    if (x !== y) changes.differing[m] = (changes.differing[m] ?? 0) + 1;
    if (x !== 0) changes.left[m] = (changes.left[m] ?? 0) + 1;
    if (y !== 0) changes.right[m] = (changes.right[m] ?? 0) + 1;
  }
}

interface Counted extends PairCount {
  readonly counted: Changes | undefined;
}

/**
 * With a statistic in common, the rows behind it count too: they show a condition that a rescaled statistic would hide. A unit that adds
 * nothing does not differ from one that is not there.
 */
function measure(
  { left, right, a, b, within = false }: TablePair,
  matches: readonly Match[],
  { a: x, b: y, count, counted }: Counted,
): NumberedPair {
  const [cell, other] = [a.cells[x], b.cells[y]];
  if (!cell || !other || !counted) throw new Error('Cannot measure a pair: must be two cells that were counted');
  const units = cell.units + other.units - 2 * count;
  const parts = matches.map(([i, j], m) =>
    cell.shows[i] === true && other.shows[j] === true
      ? (counted.differing[m] ?? 0) +
        ((cell.contributors[i] ?? 0) - (counted.left[m] ?? 0)) +
        ((other.contributors[j] ?? 0) - (counted.right[m] ?? 0))
      : 0,
  );
  const rows = matches.length > 0 && !within ? [units + counted.rows] : [];
  return {
    a: x,
    b: y,
    space: left.space,
    cell: cell.label,
    other: other.label,
    ...(!within && left.run !== right.run && { run: right.run }),
    units,
    statistics: [...rows, ...parts],
    matches,
  };
}
