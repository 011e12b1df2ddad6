/**
 * The SQL of the exact lane. One pass computes keys, units and arguments; a second sums each unit's contribution per cell; the rest
 * reads those two. The vendor's statistics come from the same rows as the evidence, so that what is checked is what is shown.
 *
 * @see disclosure.md §2.2 (evidence SQL)
 */
import { columnName, printExpr, printMeasure, printRel } from './print.ts';
import type { ExactPlan, PlannedMeasure } from './plan.ts';

/** Statements to run in order on a connection that has the snapshots attached. */
export interface EvidenceSql {
  readonly setup: readonly string[];
  /** Columns: keys, then measures. One row per cell, in key order. */
  readonly cells: string;
  /** Per unit column: keys, then {@link unitColumns}. */
  readonly units: readonly string[];
  /** Per sensitive key and unit column: the other keys, then the number of distinct units without regard to that key. */
  readonly margins: readonly { readonly key: number; readonly unit: number; readonly sql: string }[];
}

/** How many of the largest contributions are kept: the largest, and a coalition of two. */
export const topContributions = 3;

export function printEvidence(plan: ExactPlan): EvidenceSql {
  const keys = plan.keys.map((key) => columnName(key.id));
  return {
    setup: [printBase(plan), ...plan.units.map((_, unit) => printContributions(plan, keys, unit))],
    cells: printCells(plan, keys),
    units: plan.units.map((_, unit) => printUnits(plan, keys, unit)),
    margins: plan.keys.flatMap((key, index) =>
      key.sensitive
        ? plan.units.map((_, unit) => ({ key: index, unit, sql: printMargin(keys.toSpliced(index, 1), unit) }))
        : [],
    ),
  };
}

const argName = (measure: PlannedMeasure): string => `a${measure.id}`;

function printBase(plan: ExactPlan): string {
  const columns = [
    ...plan.keys.map((key) => `${printExpr(key.expr)} AS ${columnName(key.id)}`),
    ...plan.units.map((unit, index) => `${columnName(unit.id)} AS u${index}`),
    ...plan.measures.flatMap((measure) => (measure.arg ? [`${printExpr(measure.arg)} AS ${argName(measure)}`] : [])),
  ];
  return `CREATE TEMP TABLE rows_in AS SELECT ${columns.join(', ')} FROM (${printRel(plan.input)})`;
}

function grouped(list: readonly string[], from: string, keys: readonly string[], order = true): string {
  const by = keys.length > 0 ? ` GROUP BY ${keys.join(', ')}${order ? ` ORDER BY ${keys.join(', ')}` : ''}` : '';
  return `SELECT ${[...keys, ...list].join(', ') || '1'} FROM ${from}${by}`;
}

function printCells(plan: ExactPlan, keys: readonly string[]): string {
  const measures = plan.measures.map(
    (measure) => `${printMeasure(measure, measure.arg && argName(measure))} AS ${columnName(measure.id)}`,
  );
  return grouped(measures, 'rows_in', keys);
}

/** Whether the argument is a number whose size matters, and not only counted. */
export function isMagnitude(measure: PlannedMeasure): boolean {
  return measure.fn !== 'count';
}

/** One row per cell and unit: how many rows, how many values, their sum and extremes. */
function printContributions(plan: ExactPlan, keys: readonly string[], unit: number): string {
  const perMeasure = plan.measures.flatMap((measure) => {
    if (!measure.arg) return [];
    const arg = argName(measure);
    const count = `count(${arg}) AS n${measure.id}`;
    if (!isMagnitude(measure)) return [count];
    const sum = `sum(CAST(${arg} AS DOUBLE)) AS s${measure.id}`;
    return [count, sum, `min(${arg}) AS lo${measure.id}`, `max(${arg}) AS hi${measure.id}`];
  });
  const list = [`u${unit}`, 'count(*) AS r', ...perMeasure];
  const by = [...keys, `u${unit}`].join(', ');
  return `CREATE TEMP TABLE unit_in${unit} AS SELECT ${[...keys, ...list].join(', ')} FROM rows_in WHERE u${unit} IS NOT NULL GROUP BY ${by}`;
}

/** The columns of a unit statement after the keys, in order: one entry per statistic. */
export type UnitColumnKind = 'units' | 'contributors' | 'total' | 'top' | 'negative' | 'equal';

/** What {@link EvidenceSql.units} returns after the keys: for the cell, then for each measure. */
export function unitColumns(plan: ExactPlan): readonly { readonly measure?: number; readonly kind: UnitColumnKind }[] {
  return [
    { kind: 'units' },
    ...plan.measures.flatMap((measure) =>
      (['contributors', 'total', 'top', 'negative', 'equal'] as const).map((kind) => ({ measure: measure.id, kind })),
    ),
  ];
}

function printUnits(plan: ExactPlan, keys: readonly string[], unit: number): string {
  const perMeasure = plan.measures.flatMap((measure) => {
    const rows = measure.arg ? `n${measure.id}` : 'r';
    const size = isMagnitude(measure) ? `abs(s${measure.id})` : rows;
    return [
      contributors(measure),
      `coalesce(sum(CAST(${size} AS DOUBLE)), 0)`,
      `max(CAST(${size} AS DOUBLE), ${topContributions})`,
      isMagnitude(measure) ? `coalesce(bool_or(s${measure.id} < 0), FALSE)` : 'FALSE',
      isMagnitude(measure) ? `coalesce(min(lo${measure.id}) = max(hi${measure.id}), FALSE)` : 'FALSE',
    ];
  });
  return grouped(['count(*)', ...perMeasure], `unit_in${unit}`, keys);
}

/**
 * The units that stand behind a statistic. A unit that adds nothing to a sum is not one of them: otherwise
 * `sum(CASE WHEN rare THEN 1 ELSE 0 END)` would count fewer than k units in a large cell. @see disclosure.md §1.3 (proportion)
 */
function contributors({ id, fn, arg }: PlannedMeasure): string {
  if (!arg) return 'count(*)';
  return fn === 'sum' || fn === 'avg' ? `count(*) FILTER (s${id} <> 0)` : `count(*) FILTER (n${id} > 0)`;
}

function printMargin(others: readonly string[], unit: number): string {
  return grouped([`count(DISTINCT u${unit})`], `unit_in${unit}`, others);
}
