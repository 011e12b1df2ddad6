/** The table that the milestone is about: what the evidence costs over the same query without it. */
import { median, least, spread } from './measure.ts';
import type { LaneTimes } from './lane.ts';
import { milliseconds, percent, type Table } from './table.ts';

export interface LaneRow {
  readonly scenario: string;
  readonly scale: number;
  /** Public data: there is no evidence, and no bound. */
  readonly isOpen: boolean;
  readonly times: LaneTimes;
  readonly peaks: { readonly lane: number; readonly plain: number };
}

/** The evidence must cost less than this times plain DuckDB that also counts distinct units. */
export const bound = 3;

/** Ratio of processor time, by medians. */
export function evidenceRatio({ times }: LaneRow): number {
  return median(times.evidence, 'cpu') / median(times.counting, 'cpu');
}

/** @returns the rows above the bound */
export function aboveBound(rows: readonly LaneRow[]): readonly LaneRow[] {
  return rows.filter((row) => !row.isOpen && !(evidenceRatio(row) < bound));
}

export function laneTable(rows: readonly LaneRow[]): Table {
  return {
    title: 'The exact lane over plain DuckDB',
    columns: [
      'scenario',
      'plain ms',
      '+ distinct units ms',
      'evidence ms',
      'evidence ÷ (plain + units)',
      'the same by minima',
      'the same by wall clock',
      'evidence ÷ plain',
      'whole lane ms',
      'quartiles',
      'worker MiB, plain',
      'worker MiB, lane',
    ],
    rows: rows.map(cellsOf),
  };
}

function cellsOf(row: LaneRow): readonly string[] {
  const { scenario, scale, isOpen, times, peaks } = row;
  const { plain, counting, evidence, lane } = times;
  return [
    `${scenario} × ${scale}`,
    milliseconds(median(plain, 'cpu')),
    isOpen ? '–' : milliseconds(median(counting, 'cpu')),
    milliseconds(median(evidence, 'cpu')),
    isOpen ? '–' : evidenceRatio(row).toFixed(2),
    isOpen ? '–' : (least(evidence, 'cpu') / least(counting, 'cpu')).toFixed(2),
    isOpen ? '–' : (median(evidence, 'wall') / median(counting, 'wall')).toFixed(2),
    (median(evidence, 'cpu') / median(plain, 'cpu')).toFixed(2),
    milliseconds(median(lane, 'cpu')),
    percent(Math.max(spread(counting, 'cpu'), spread(evidence, 'cpu'))),
    mebibytes(peaks.plain),
    mebibytes(peaks.lane),
  ];
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}
