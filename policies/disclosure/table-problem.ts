/**
 * A judged table → the problem of secondary suppression for one of its statistics. What an attacker adds up are values; what cannot be
 * added up exactly (distinct units, absolute contributions, means) is replaced by the sum over the leaves, which is near it and additive.
 *
 * @see disclosure.md §2.3–2.5; docs/decisions/018-secondary-suppression.md
 */
import type { Cell, Scalar } from './cell.ts';
import { checkUnion, unionOf } from './implicit.ts';
import type { JudgedTable, TableCellVerdict } from './judged-table.ts';
import type { StatisticSpec, Thresholds } from './primary.ts';
import { protectionOf } from './protection.ts';
import type { CheckName } from './register.ts';
import type { CellStatus, TableCell, TableProblem } from './suppress/problem.ts';

/** A cell that the vendor wants to see, or is ready to lose, by the values of some of its keys. */
export interface Wish {
  readonly want: 'publish' | 'hide';
  readonly keys: ReadonlyMap<number, Scalar>;
}

export interface ProblemOptions {
  readonly thresholds: Thresholds;
  readonly wishes: readonly Wish[];
}

/** Statistics whose values in some cells follow from those in others: all but what is not a sum. */
export function isLinked({ kind }: StatisticSpec): boolean {
  return kind !== 'quantile' && kind !== 'gini' && kind !== 'concentration' && kind !== 'correlation';
}

/** Leaves of every cell of a table, and how many there are. */
export interface Leaves {
  readonly count: number;
  readonly of: readonly (readonly number[])[];
}

/** The leaves are the cells of the finest grouping, which has all keys; every other cell sums over those that agree with it in its keys. */
export function leavesOf({ cells }: Pick<JudgedTable, 'cells'>, groupings: readonly (readonly number[])[]): Leaves {
  const finest = groupings.findIndex((keys) => keys.length === Math.max(...groupings.map((other) => other.length)));
  const leafCells = cells.filter((cell) => cell.grouping === finest);
  const indexes = groupings.map((keys) => {
    const index = new Map<string, number[]>();
    leafCells.forEach((cell, leaf) => {
      const name = nameOf(cell, keys);
      const known = index.get(name);
      if (known) known.push(leaf);
      else index.set(name, [leaf]);
    });
    return index;
  });
  return {
    count: leafCells.length,
    of: cells.map((cell) => indexes[cell.grouping]?.get(nameOf(cell, groupings[cell.grouping] ?? [])) ?? []),
  };
}

function nameOf({ keys }: Cell, places: readonly number[]): string {
  return JSON.stringify(places.map((place) => keys[place]));
}

/** Up to so many leaves that nobody asked for are protected one by one; of more, only the sums that cells of two groupings tell. */
export const maxGuarded = 1000;

/**
 * The problem of statistic `at`; undefined where it has nothing hidden, so that nothing must be hidden besides. Leaves that nobody asked
 * for may follow from cells that are shown, and are then as good as published: those that break a rule are hidden like any other.
 */
export function problemOf(
  table: JudgedTable,
  { at, leaves }: { readonly at: number; readonly leaves: Leaves },
  { thresholds, wishes }: ProblemOptions,
): TableProblem | undefined {
  const statistic = table.statistics[at];
  if (!statistic || !table.judged.some(({ hidden, absent }) => absent || hidden[at])) return undefined;
  const sizes = leafSizes(table, statistic, leaves);
  const lone = loneNumbers(table);
  const cells = table.judged.map((judged, index): TableCell => {
    const own = leaves.of[index] ?? [];
    const value = own.reduce((sum, leaf) => sum + (sizes[leaf] ?? 0), 0);
    const failed = failedChecks(judged, at);
    const status = statusOf(judged, {
      at,
      isPrimary: failed.length > 0 && (!judged.absent || leaves.count <= maxGuarded),
    });
    const wish = wishes.find(({ keys }) =>
      [...keys].every(([place, wanted]) => String(judged.cell.keys[place]) === String(wanted)),
    );
    const singleton = lone[index];
    return {
      leaves: own,
      value,
      status,
      level: judged.cell.grouping,
      weight: weightOf(value, own.length),
      ...(status === 'primary' && { protection: widthOf(judged, { statistic, failed, value }, thresholds) }),
      ...(wish && { wish: wish.want }),
      ...(singleton !== undefined && { singleton }),
    };
  });
  return { leafCount: leaves.count, cells, implicit: implicitOf(table, { at, leaves }, thresholds) };
}

function statusOf(
  { hidden, absent }: TableCellVerdict,
  { at, isPrimary }: { readonly at: number; readonly isPrimary: boolean },
): CellStatus {
  if (hidden[at]) return isPrimary ? 'primary' : 'absent';
  return absent ? 'absent' : 'open';
}

/** Rules that hide the value, but for that another cell needs it hidden. */
function failedChecks({ whole, verdict, cell }: TableCellVerdict, at: number): readonly CheckName[] {
  const own = whole.filter((check) => check !== 'secondary');
  if (at >= cell.values.length) return own;
  return [...own, ...(verdict.statistics[at] ?? [])];
}

/** How much of the statistic each leaf has. */
function leafSizes({ cells }: JudgedTable, { id, kind }: StatisticSpec, leaves: Leaves): readonly number[] {
  const sizes = Array.from({ length: leaves.count }, () => 0);
  cells.forEach((cell, index) => {
    const [leaf, ...more] = leaves.of[index] ?? [];
    if (leaf === undefined || more.length > 0) return;
    const contribution = cell.evidence[0]?.contributions.get(id);
    const total = kind === 'count_distinct' ? contribution?.contributors : contribution?.total;
    sizes[leaf] = Math.max(sizes[leaf] ?? 0, total !== undefined && Number.isFinite(total) ? total : 0);
  });
  return sizes;
}

/** Inner cells go first: a margin says more to its reader. */
function weightOf(value: number, leaves: number): number {
  return Math.log1p(value) * (1 + Math.log2(leaves)) + 1;
}

function widthOf(
  { cell }: TableCellVerdict,
  {
    statistic,
    failed,
    value,
  }: { readonly statistic: StatisticSpec; readonly failed: readonly CheckName[]; readonly value: number },
  thresholds: Thresholds,
): { readonly lower: number; readonly upper: number } {
  const { lower, upper } = protectionOf(cell, { statistic, failed }, thresholds);
  return { lower: Math.min(lower, value), upper };
}

/** Numbers for the units that stand alone behind cells. */
function loneNumbers({ cells }: JudgedTable): readonly (number | undefined)[] {
  const numbers = new Map<string, number>();
  return cells.map(({ evidence }) => {
    const lone = evidence.find((unit) => unit.lone !== undefined);
    if (lone?.lone === undefined) return undefined;
    const name = `${lone.space}/${lone.lone}`;
    const known = numbers.get(name) ?? numbers.size;
    numbers.set(name, known);
    return known;
  });
}

/** The sum of the hidden cells of an equation is known: what rules does it break, and how wide must it stay? */
function implicitOf(
  table: JudgedTable,
  { at, leaves }: { readonly at: number; readonly leaves: Leaves },
  thresholds: Thresholds,
): NonNullable<TableProblem['implicit']> {
  const leafCells = cellsOfLeaves(leaves);
  const disjoint = isDisjoint(table, leaves, leafCells);
  return (union) => {
    const parts = union.flatMap((leaf) => table.cells[leafCells.get(leaf) ?? -1] ?? []);
    const statistic = table.statistics[at];
    if (parts.length === 0 || !statistic) return undefined;
    const verdict = checkUnion({ parts, disjoint }, table.statistics, thresholds);
    const failed = [...verdict.cell, ...(verdict.statistics[at] ?? [])];
    if (failed.length === 0) return undefined;
    return protectionOf(unionOf({ parts, disjoint }, table.statistics), { statistic, failed }, thresholds);
  };
}

/** The cell that is nothing but the leaf, by leaf. */
function cellsOfLeaves(leaves: Leaves): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  leaves.of.forEach(([leaf, ...more], index) => {
    if (leaf !== undefined && more.length === 0) found.set(leaf, index);
  });
  return found;
}

/** Whether every unit is in one leaf, so that units of cells add up. */
function isDisjoint({ cells }: JudgedTable, leaves: Leaves, leafCells: ReadonlyMap<number, number>): boolean {
  return cells.every(({ evidence }, index) =>
    evidence.every(({ units }, unit) => {
      const parts = (leaves.of[index] ?? []).map(
        (leaf) => cells[leafCells.get(leaf) ?? -1]?.evidence[unit]?.units ?? 0,
      );
      return parts.reduce<number>((sum, count) => sum + count, 0) === units;
    }),
  );
}
