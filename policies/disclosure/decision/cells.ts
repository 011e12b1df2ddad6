/** Judged cells as they stand in a decision: who is behind each, which rules spoke, what of it an attacker could still say. */
import type { Contribution } from '../cell.ts';
import type { JudgedTable, TableCellVerdict } from '../judged-table.ts';
import type { Interval } from '../suppress/problem.ts';
import type { DecidedCell } from './form.ts';

/** How the keys and statistics of a plan are called. */
export interface Names {
  readonly keys: readonly string[];
  readonly statistics: readonly string[];
}

/** Of one statistic, by its place: between what each hidden value lies, by the number of its cell. */
export interface StatisticIntervals {
  readonly statistic: number;
  readonly intervals: readonly Interval[];
}

/** All cells that were asked for; others are evidence only. */
export function decidedCells(
  table: JudgedTable,
  intervals: readonly StatisticIntervals[],
  names: Names,
): readonly DecidedCell[] {
  const found = intervalsOf(intervals, names);
  return table.judged
    .map((judged, index) => ({ judged, interval: found.get(index) ?? [] }))
    .filter(({ judged }) => !judged.absent)
    .map(({ judged, interval }, id) => ({ id, ...decidedCell(judged, table, names), interval }));
}

/** By the number of the cell in the table. */
function intervalsOf(found: readonly StatisticIntervals[], names: Names): ReadonlyMap<number, DecidedCell['interval']> {
  const byCell = new Map<number, DecidedCell['interval']>();
  for (const { statistic, intervals } of found) {
    for (const { cell, lower, upper } of intervals) {
      const interval = { statistic: nameOf(names, statistic), lower: finite(lower), upper: finite(upper) };
      byCell.set(cell, [...(byCell.get(cell) ?? []), interval]);
    }
  }
  return byCell;
}

function decidedCell(judged: TableCellVerdict, { groupings, statistics }: JudgedTable, names: Names) {
  const { cell, verdict, whole, hidden } = judged;
  const evidence = cell.evidence.map(({ space, units, margins, contributions }) => ({
    unit: space,
    N: units,
    margins: [...margins.values()],
    statistics: statistics.flatMap(({ id }, at) => {
      const found = contributions.get(id);
      return found ? [contribution(nameOf(names, at), found)] : [];
    }),
  }));
  const worst = evidence
    .flatMap((unit) => unit.statistics)
    .reduce<DecidedCell['evidence'][number]['statistics'][number] | undefined>(
      (most, next) => ((next.x1share ?? 0) > (most?.x1share ?? -1) ? next : most),
      undefined,
    );
  const keys = groupings[cell.grouping] ?? [];
  return {
    grouping: cell.grouping,
    dims: Object.fromEntries(keys.map((place) => [names.keys[place] ?? `key${place}`, cell.keys[place] ?? null])),
    N: evidence.length === 0 ? 0 : Math.min(...evidence.map(({ N }) => N)),
    X: worst?.X ?? null,
    x1share: worst?.x1share ?? null,
    status: statusOf(judged),
    rules: [...new Set([...whole, ...verdict.statistics.flat(), ...verdict.review])],
    hidden: [...hidden],
    evidence,
  };
}

function contribution(statistic: string, { contributors, total, top, negative, equal }: Contribution) {
  const [first] = top;
  return {
    statistic,
    contributors,
    X: finite(total),
    top: top.map(finite),
    x1share: first === undefined || total === 0 ? null : finite(first / total),
    negative,
    equal,
  };
}

/** The gravest reason gives the name: one that was not met, then an empty cell, then a rule about the cell, then protection of others. */
function statusOf({ cell, verdict, whole, hidden }: TableCellVerdict): DecidedCell['status'] {
  if (!hidden.some(Boolean) && whole.length === 0) return 'safe';
  if (whole.includes('implicit')) return 'implicit-fail';
  if (whole.includes('zero') || cell.evidence.some(({ units }) => units === 0)) return 'zero';
  const own = [...verdict.cell, ...verdict.statistics.flat()];
  return own.length > 0 ? 'primary' : 'secondary';
}

function nameOf({ statistics }: Names, at: number): string {
  return statistics[at] ?? `statistic${at}`;
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
