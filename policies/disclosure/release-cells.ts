/**
 * Cells with evidence → cells that may be shown. Suppress rather than refuse: one marker for small, empty and dominated cells.
 *
 * A small table is completed to the full grid of the keys that its shown cells have, and every other cell of it carries the marker, so
 * that small and empty cells look the same. A table too large for that leaves hidden cells out; absent then means hidden or empty.
 * Either way which rows are there follows from the shown cells alone.
 *
 * @see disclosure.md decisions 1–2, §2.2 (8); docs/decisions/005-empty-cells.md
 */
import type { Cell, Scalar } from './cell.ts';
import { checkCell, type CellVerdict, type StatisticSpec, type Thresholds } from './primary.ts';
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

export interface CellTable {
  readonly cells: readonly Cell[];
  /** By which keys each grouping that was asked for groups; cells of others are evidence only. */
  readonly groupings: readonly (readonly number[])[];
  readonly statistics: readonly StatisticSpec[];
}

/** For every table, the released cells contain no value of a cell that a rule hides. */
export function releaseCells(table: CellTable, thresholds: Thresholds): CellRelease {
  const asked = table.cells.filter((cell) => table.groupings[cell.grouping] !== undefined);
  const checked = asked.map((cell) => ({ cell, verdict: checkCell(cell, table.statistics, thresholds) }));
  const released = checked.map(({ cell, verdict }) => hide(cell, verdict));
  const parts = table.groupings.map((_, grouping) => layOut(grouping, released, table));
  return {
    cells: parts.flatMap(({ cells }) => cells),
    verdicts: tally(checked.map(({ verdict }) => verdict)),
    review: checked.some(({ verdict }) => verdict.review.includes('negative')) ? ['negative'] : [],
    layout: parts.every(({ layout }) => layout === 'grid') ? 'grid' : 'listed',
  };
}

/** The rows of one grouping. */
function layOut(
  grouping: number,
  released: readonly HiddenCell[],
  table: CellTable,
): Pick<CellRelease, 'cells' | 'layout'> {
  const shown = released
    .filter((cell) => cell.grouping === grouping && !cell.whole)
    .map(({ whole: _, ...cell }) => cell);
  const rest = gridRest(grouping, shown, table);
  return rest ? { cells: [...shown, ...rest], layout: 'grid' } : { cells: shown, layout: 'listed' };
}

interface HiddenCell extends ReleasedCell {
  readonly whole: boolean;
}

function hide(cell: Cell, verdict: CellVerdict): HiddenCell {
  const whole = verdict.cell.length > 0;
  const hidden = cell.values.map((_, index) => whole || (verdict.statistics[index]?.length ?? 1) > 0);
  return {
    grouping: cell.grouping,
    keys: cell.keys,
    values: cell.values.map((value, index) => (hidden[index] ? null : value)),
    hidden,
    whole,
  };
}

/**
 * The other combinations of keys that some shown cell has; undefined where the grid would be too large or says nothing.
 * A key that only hidden cells have is not among them, for that it occurs at all would tell of fewer than k units.
 */
function gridRest(
  grouping: number,
  shown: readonly ReleasedCell[],
  { groupings, statistics }: CellTable,
): readonly ReleasedCell[] | undefined {
  if (statistics.length === 0) return undefined;
  // A key that the grouping lacks is NULL in all of its cells: an axis of one value.
  const width = shown[0]?.keys.length ?? groupings[grouping]?.length ?? 0;
  const axes = Array.from({ length: width }, (_, axis) => [
    ...new Map(shown.map((cell) => [JSON.stringify(cell.keys[axis]), cell.keys[axis] ?? null])).values(),
  ]);
  if (axes.reduce((product, axis) => product * axis.length, 1) > maxGrid) return undefined;
  const seen = new Set(shown.map((cell) => JSON.stringify(cell.keys)));
  return combinations(axes)
    .filter((keys) => !seen.has(JSON.stringify(keys)))
    .map((keys) => ({ grouping, keys, values: statistics.map(() => null), hidden: statistics.map(() => true) }));
}

function combinations(axes: readonly (readonly Scalar[])[]): readonly (readonly Scalar[])[] {
  return axes.reduce<readonly (readonly Scalar[])[]>(
    (rows, axis) => rows.flatMap((row) => axis.map((value) => [...row, value])),
    [[]],
  );
}

function tally(verdicts: readonly CellVerdict[]): CellRelease['verdicts'] {
  const counts: Partial<Record<CheckName, number>> = {};
  for (const verdict of verdicts) {
    for (const name of [...verdict.cell, ...verdict.statistics.flat()]) counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
