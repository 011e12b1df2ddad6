/**
 * The evidence as the specification writes it, one slow step after the other: a copy of the rows, a copy of each unit's contributions,
 * and a statement for each kind of fact. It judges the statements that the exact lane runs.
 *
 * @see disclosure.md §2.2 (evidence SQL)
 */
import type { EvidenceSql } from '#policies/query/evidence.ts';
import type { ExactPlan, PlannedMeasure } from '#policies/query/plan.ts';
import { columnName, printExpr, printMeasure, printRel } from '#policies/query/print.ts';

export function printPlainEvidence(plan: ExactPlan): EvidenceSql {
  const keys = plan.keys.map((key) => columnName(key.id));
  return {
    setup: [copyRows(plan), ...plan.units.map((_, unit) => copyContributions(plan, keys, unit))],
    cells: grouped(
      keys,
      plan.measures.map((measure) => printMeasure(measure, measure.arg && `a${measure.id}`)),
      'rows_in',
    ),
    units: plan.units.map((_, unit) =>
      grouped(keys, ['count(*)', 'FALSE', ...plan.measures.flatMap(contribution)], `unit_in${unit}`),
    ),
    margins: plan.keys.flatMap(({ sensitive }, key) =>
      sensitive
        ? plan.units.map((_, unit) => ({
            key,
            unit,
            sql: grouped(keys.toSpliced(key, 1), [`count(DISTINCT u${unit})`], `unit_in${unit}`),
          }))
        : [],
    ),
  };
}

function grouped(keys: readonly string[], list: readonly string[], from: string): string {
  const by = keys.length > 0 ? ` GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}` : '';
  return `SELECT ${['CAST(0 AS UTINYINT)', ...keys, ...list].join(', ')} FROM ${from}${by}`;
}

function copyRows(plan: ExactPlan): string {
  const columns = [
    ...plan.keys.map(({ id, expr }) => `${printExpr(expr)} AS ${columnName(id)}`),
    ...plan.units.map(({ id }, unit) => `${columnName(id)} AS u${unit}`),
    ...plan.measures.flatMap(({ id, arg }) => (arg ? [`${printExpr(arg)} AS a${id}`] : [])),
  ];
  return `CREATE TEMP TABLE rows_in AS SELECT ${columns.join(', ')} FROM (${printRel(plan.input)})`;
}

function copyContributions(plan: ExactPlan, keys: readonly string[], unit: number): string {
  const facts = plan.measures.flatMap(({ id, fn, arg }) => {
    if (!arg) return [];
    const count = `count(a${id}) AS n${id}`;
    const size = `sum(CAST(a${id} AS DOUBLE)) AS s${id}, min(a${id}) AS lo${id}, max(a${id}) AS hi${id}`;
    return fn === 'count' ? [count] : [count, size];
  });
  const by = [...keys, `u${unit}`].join(', ');
  return `CREATE TEMP TABLE unit_in${unit} AS SELECT ${[by, 'count(*) AS r', ...facts].join(', ')}
    FROM rows_in WHERE u${unit} IS NOT NULL GROUP BY ${by}`;
}

function contribution({ id, fn, arg }: PlannedMeasure): readonly string[] {
  const rows = arg ? `n${id}` : 'r';
  const isSum = fn === 'sum' || fn === 'avg';
  const size = fn === 'sum' || fn === 'avg' ? `abs(s${id})` : rows;
  return [
    arg ? `count(*) FILTER (${isSum ? `s${id} <> 0` : `n${id} > 0`})` : 'count(*)',
    `coalesce(sum(CAST(${size} AS DOUBLE)), 0)`,
    `max(CAST(${size} AS DOUBLE), 3)`,
    fn === 'count' ? 'FALSE' : `coalesce(bool_or(s${id} < 0), FALSE)`,
    fn === 'count' ? 'FALSE' : `coalesce(min(lo${id}) = max(hi${id}), FALSE)`,
  ];
}
