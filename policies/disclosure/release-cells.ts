/**
 * Cells with evidence → cells that may be shown. Suppress rather than refuse: one marker for small, empty and dominated cells.
 *
 * A small table is completed to the full grid of the keys that its shown cells have, and every other cell of it carries the marker, so
 * that small and empty cells look the same. A table too large for that leaves hidden cells out; absent then means hidden or empty.
 * Either way which rows are there follows from the shown cells alone.
 *
 * @see disclosure.md decisions 1–2, §2.2 (8); docs/decisions/005-empty-cells.md
 */
import type { Scalar } from './cell.ts';
import { judgeTable, type CellTable, type JudgedTable, type TableCellVerdict } from './judged-table.ts';
import type { Thresholds } from './primary.ts';
import type { CheckName } from './register.ts';

export interface ReleasedCell {
  /** Number of the grouping in the plan. */
  readonly grouping: number;
  readonly keys: readonly Scalar[];
  /** NULL where hidden. */
  readonly values: readonly Scalar[];
  /** Which values are hidden, in the order of the statistics. */
  readonly hidden: readonly boolean[];
}

export interface CellRelease {
  readonly cells: readonly ReleasedCell[];
  /** How often each check hid a cell or a value; for the reviewer. */
  readonly verdicts: Readonly<Partial<Record<CheckName, number>>>;
  readonly review: readonly CheckName[];
  readonly layout: 'grid' | 'listed';
}

/** Above this many cells the grid is not completed. */
export const maxGrid = 2000;

/** The primary rules and nothing else: for tables without margins. */
export function releaseCells(table: CellTable, thresholds: Thresholds): CellRelease {
  return layOutTable(judgeTable(table, thresholds));
}

/** For every table, the released cells contain no value that is hidden in it. */
export function layOutTable(table: JudgedTable): CellRelease {
  const asked = table.judged.filter(({ absent }) => !absent);
  const shown = asked.filter(({ whole }) => whole.length === 0).map(released);
  const parts = table.groupings.map((_, grouping) => layOut(grouping, shown, table));
  return {
    cells: parts.flatMap(({ cells }) => cells),
    verdicts: tally(asked),
    review: [...new Set(asked.flatMap(({ verdict }) => verdict.review))],
    layout: parts.every(({ layout }) => layout === 'grid') ? 'grid' : 'listed',
  };
}

/** The rows of one grouping. */
function layOut(
  grouping: number,
  shown: readonly ReleasedCell[],
  table: JudgedTable,
): Pick<CellRelease, 'cells' | 'layout'> {
  const mine = shown.filter((cell) => cell.grouping === grouping);
  const rest = gridRest(grouping, shown, table);
  return rest ? { cells: [...mine, ...rest], layout: 'grid' } : { cells: mine, layout: 'listed' };
}

function released({ cell: { keys, values, grouping }, hidden }: TableCellVerdict): ReleasedCell {
  return { grouping, keys, values: values.map((value, index) => (hidden[index] ? null : value)), hidden };
}

/**
 * The other combinations of keys that some shown cell has, be it a margin; undefined where the grid would be too large or says nothing.
 * A key that only hidden cells have is not among them, for that it occurs at all would tell of fewer than k units.
 */
function gridRest(
  grouping: number,
  shown: readonly ReleasedCell[],
  { groupings, statistics, cells }: JudgedTable,
): readonly ReleasedCell[] | undefined {
  if (statistics.length === 0) return undefined;
  const places = groupings[grouping] ?? [];
  const width = cells[0]?.keys.length ?? places.length;
  const axes = Array.from({ length: width }, (_, axis) =>
    places.includes(axis)
      ? valuesOf(
          axis,
          shown.filter((cell) => groupings[cell.grouping]?.includes(axis)),
        )
      : [null],
  );
  if (axes.reduce((product, axis) => product * axis.length, 1) > maxGrid) return undefined;
  const seen = new Set(shown.filter((cell) => cell.grouping === grouping).map((cell) => JSON.stringify(cell.keys)));
  return combinations(axes)
    .filter((keys) => !seen.has(JSON.stringify(keys)))
    .map((keys) => ({ grouping, keys, values: statistics.map(() => null), hidden: statistics.map(() => true) }));
}

function valuesOf(axis: number, cells: readonly ReleasedCell[]): readonly Scalar[] {
  return [...new Map(cells.map(({ keys }) => [JSON.stringify(keys[axis]), keys[axis] ?? null])).values()];
}

function combinations(axes: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return axes.reduce<readonly (readonly Scalar[])[]>(
    (rows, axis) => rows.flatMap((row) => axis.map((value) => [...row, value])),
    [[]],
  );
}

function tally(judged: readonly TableCellVerdict[]): CellRelease['verdicts'] {
  const counts: Partial<Record<CheckName, number>> = {};
  for (const { verdict, whole } of judged) {
    for (const name of [...whole, ...verdict.statistics.flat()]) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
