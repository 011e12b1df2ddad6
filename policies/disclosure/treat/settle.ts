/**
 * What a treatment settles: its counts are shown whatever the rules of exact numbers say of them, and are no knowledge that could be added
 * and subtracted. What stays exact beside them, the sums of a cell-key table, keeps its rules and its history.
 *
 * @see docs/decisions/025-treatments.md
 */
import type { ExactPlan, Plan } from '../../query/plan.ts';
import type { JudgedTable, TableCellVerdict } from '../judged-table.ts';
import type { StatisticSpec } from '../primary.ts';
import type { CheckName } from '../register.ts';
import type { ReleasedCell } from '../release-cells.ts';
import type { Treatment } from '../release-settings.ts';
import type { TreatableTable } from './treat-cells.ts';

/** In the order of the statistics: is it rounded or perturbed itself? A mean over a perturbed count follows its sum, which is not. */
export function treatedStatistics(
  statistics: readonly Pick<StatisticSpec, 'kind'>[],
  treatment: Treatment,
): readonly boolean[] {
  return statistics.map(({ kind }) => treatment !== 'suppress' && (kind === 'count' || kind === 'count_distinct'));
}

/** That everybody has the property is seen on counts of the same units, for these are changed alike: a person must look. */
const unsettled: readonly CheckName[] = ['zero'];

/** For every table, no rule hides a treated statistic; rules of cells remain where something else is in the cell. */
export function settleTreated(table: JudgedTable, treated: readonly boolean[]): JudgedTable {
  if (!treated.includes(true)) return table;
  const isAll = !treated.includes(false);
  const judged = table.judged.map((one): TableCellVerdict => {
    const { cell, statistics, review } = one.verdict;
    const open = statistics.flatMap((checks, at) => (treated[at] ? checks : []));
    return {
      ...one,
      verdict: {
        cell: isAll ? [] : cell,
        statistics: statistics.map((checks, at) => (treated[at] ? [] : checks)),
        review: [...new Set([...review, ...unsettled.filter((check) => open.includes(check))])],
      },
      whole: isAll ? [] : one.whole,
      hidden: one.hidden.map((hidden, at) => hidden && !treated[at]),
    };
  });
  return { ...table, judged };
}

/** What of a table the history must know. */
export interface ExactPart {
  /** Its exact statistics as sums; that of public rows where there are none, so that it is compared with nothing. */
  readonly plan: Plan;
  /** Their positions in the whole plan. */
  readonly measures: readonly number[];
}

/** For `suppress`, everything; for small-count rounding too, which leaves the larger counts as they are: @see unroundedCells. */
export function exactPart(plan: ExactPlan, treatment: Treatment): ExactPart {
  if (treatment === 'suppress' || treatment === 'small_count_rounding')
    return { plan, measures: [...plan.measures.keys()] };
  const kept = plan.measures.flatMap((measure, at) => {
    if (treatment !== 'cell_key' || (measure.fn !== 'sum' && measure.fn !== 'avg')) return [];
    // The mean itself is not told: whoever has the perturbed count beside it has the sum.
    return [{ at, measure: { ...measure, fn: 'sum' as const } }];
  });
  const { post, used } = plan;
  if (kept.length === 0) return { plan: { kind: 'open', post, used }, measures: [] };
  return { plan: { ...plan, measures: kept.map(({ measure }) => measure) }, measures: kept.map(({ at }) => at) };
}

/** Of small-count rounding: only counts that no small leaf is in are shown, for these are exact, and whoever has two can subtract them. */
export function unroundedCells({ cells, statistics }: TreatableTable, base: number): readonly ReleasedCell[] {
  const small = statistics.map(
    (_, at) =>
      new Set(
        cells.flatMap(({ leaves, exact }) => {
          const [leaf, ...more] = leaves;
          const count = Number(exact[at]);
          return leaf !== undefined && more.length === 0 && count > 0 && count < base ? [leaf] : [];
        }),
      ),
  );
  return cells
    .filter(({ absent }) => !absent)
    .map(({ grouping, keys, exact, leaves }) => {
      const hidden = small.map((rounded) => leaves.some((leaf) => rounded.has(leaf)));
      return { grouping, keys, values: exact.map((value, at) => (hidden[at] ? null : value)), hidden };
    });
}

/** The released cells with the statistics of the part alone. */
export function exactCells(cells: readonly ReleasedCell[], { measures }: ExactPart): readonly ReleasedCell[] {
  return cells.map((cell) => ({
    ...cell,
    values: measures.map((at) => cell.values[at] ?? null),
    hidden: measures.map((at) => cell.hidden[at] ?? true),
  }));
}
