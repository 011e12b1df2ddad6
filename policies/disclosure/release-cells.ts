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
  readonly keyCount: number;
  readonly statistics: readonly StatisticSpec[];
}

/** For every table, the released cells contain no value of a cell that a rule hides. */
export function releaseCells(table: CellTable, thresholds: Thresholds): CellRelease {
  const checked = table.cells.map((cell) => ({ cell, verdict: checkCell(cell, table.statistics, thresholds) }));
  const released = checked.map(({ cell, verdict }) => hide(cell, verdict));
  const shown = released.filter((cell) => !cell.whole);
  const rest = gridRest(shown, table);
  const layout = rest ? 'grid' : 'listed';
  const cells = rest ? [...shown, ...rest] : shown;
  return {
    cells: cells.map(({ keys, values, hidden }) => ({ keys, values, hidden })),
    verdicts: tally(checked.map(({ verdict }) => verdict)),
    review: checked.some(({ verdict }) => verdict.review.includes('negative')) ? ['negative'] : [],
    layout,
  };
}

interface HiddenCell extends ReleasedCell {
  readonly whole: boolean;
}

function hide(cell: Cell, verdict: CellVerdict): HiddenCell {
  const whole = verdict.cell.length > 0;
  const hidden = cell.values.map((_, index) => whole || (verdict.statistics[index]?.length ?? 1) > 0);
  return { keys: cell.keys, values: cell.values.map((value, index) => (hidden[index] ? null : value)), hidden, whole };
}

/**
 * The other combinations of keys that some shown cell has; undefined where the grid would be too large or says nothing.
 * A key that only hidden cells have is not among them, for that it occurs at all would tell of fewer than k units.
 */
function gridRest(
  shown: readonly ReleasedCell[],
  { keyCount, statistics }: CellTable,
): readonly ReleasedCell[] | undefined {
  if (statistics.length === 0) return undefined;
  const axes = Array.from({ length: keyCount }, (_, axis) => [
    ...new Map(shown.map((cell) => [JSON.stringify(cell.keys[axis]), cell.keys[axis] ?? null])).values(),
  ]);
  if (axes.reduce((product, axis) => product * axis.length, 1) > maxGrid) return undefined;
  const seen = new Set(shown.map((cell) => JSON.stringify(cell.keys)));
  return combinations(axes)
    .filter((keys) => !seen.has(JSON.stringify(keys)))
    .map((keys) => ({ keys, values: statistics.map(() => null), hidden: statistics.map(() => true) }));
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
