/** A table after the primary rules: of every cell which rules it breaks, and which of its values are hidden so far. */
import type { Cell } from './cell.ts';
import { checkCell, type CellVerdict, type StatisticSpec, type Thresholds } from './primary.ts';
import type { CheckName } from './register.ts';

export interface CellTable {
  readonly cells: readonly Cell[];
  /** By which keys each grouping that was asked for groups; cells of others are evidence only. */
  readonly groupings: readonly (readonly number[])[];
  readonly statistics: readonly StatisticSpec[];
}

/** What hides a value: a rule about the cell, or that another one could be found from it. */
export type HiddenBy = CheckName;

export interface TableCellVerdict {
  readonly cell: Cell;
  readonly verdict: CellVerdict;
  /** Nobody asked for it: it is not published whatever the rules say. */
  readonly absent: boolean;
  /** Why the cell is hidden as a whole; empty where it is not. */
  readonly whole: readonly HiddenBy[];
  /** Which values are hidden, in the order of the statistics. */
  readonly hidden: readonly boolean[];
}

export interface JudgedTable extends CellTable {
  readonly judged: readonly TableCellVerdict[];
}

export function judgeTable(table: CellTable, thresholds: Thresholds): JudgedTable {
  return { ...table, judged: table.cells.map((cell) => judge(cell, table, thresholds)) };
}

function judge(cell: Cell, { statistics, groupings }: CellTable, thresholds: Thresholds): TableCellVerdict {
  const verdict = checkCell(cell, statistics, thresholds);
  const whole = verdict.cell.length > 0;
  return {
    cell,
    verdict,
    absent: groupings[cell.grouping] === undefined,
    whole: verdict.cell,
    // A statistic that the rules do not know is hidden.
    hidden: cell.values.map((_, index) => whole || (verdict.statistics[index]?.length ?? 1) > 0),
  };
}

/** Hides cells as wholes: what is left of a cell could be put together with its other values. */
export function hideCells(table: JudgedTable, cells: ReadonlySet<number>, why: HiddenBy): JudgedTable {
  return {
    ...table,
    judged: table.judged.map((judged, index) =>
      cells.has(index) ? { ...judged, whole: [...judged.whole, why], hidden: judged.hidden.map(() => true) } : judged,
    ),
  };
}

/** The places of cells that break no rule themselves. */
export function harmlessCells(judged: readonly TableCellVerdict[]): ReadonlySet<number> {
  const places = judged.flatMap(({ verdict }, place) =>
    verdict.cell.length === 0 && verdict.statistics.every((checks) => checks.length === 0) ? [place] : [],
  );
  return new Set(places);
}
