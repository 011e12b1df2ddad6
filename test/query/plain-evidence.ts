/**
 * The evidence as the specification writes it, one slow step after the other: a copy of the rows, a copy of each unit's contributions,
 * and a statement for each kind of fact. It judges the statements that the exact lane runs.
 *
 * @see disclosure.md §2.2 (evidence SQL)
 */
import type { StatisticSpec } from '#policies/disclosure/primary.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { definitionsOf } from '#policies/query/definitions.ts';
import type { EvidenceSql } from '#policies/query/evidence.ts';
import type { ExactPlan, PlannedMeasure } from '#policies/query/plan.ts';
import { columnName, printExpr, printMeasure, printRel } from '#policies/query/print.ts';
import { twoValuesOf } from '#policies/query/two-values.ts';

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
      grouped(
        keys,
        ['count(*)', 'FALSE', ...judgedOf(plan).flatMap((judged) => contribution(judged, plan.k))],
        `unit_in${unit}`,
      ),
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

interface Judged {
  readonly measure: PlannedMeasure;
  readonly statistic: StatisticSpec;
  readonly values: readonly [number, number] | undefined;
}

function judgedOf(plan: ExactPlan): readonly Judged[] {
  const definitions = definitionsOf(plan.input);
  return statisticsOf(plan).flatMap((statistic, index) => {
    const measure = plan.measures[index];
    if (measure?.second)
      throw new Error('two variables are judged row by row: test/disclosure/evidence-chance.test.ts');
    const values = statistic.kind === 'proportion' && measure?.arg ? twoValuesOf(measure.arg, definitions) : undefined;
    return measure ? [{ measure, statistic, values }] : [];
  });
}

function contribution({ measure: { id, fn, arg }, statistic, values }: Judged, k: number): readonly string[] {
  const rows = arg ? `n${id}` : 'r';
  const isSum = fn === 'sum' || fn === 'avg';
  const size = isSum ? `abs(s${id})` : rows;
  const behind = values ? `hi${id} = ${values[1]}` : isSum ? `s${id} <> 0` : `n${id} > 0`;
  const missing = values
    ? `lo${id} = ${values[0]}`
    : fn === 'count' && statistic.kind === 'count'
      ? `n${id} < r`
      : `n${id} = 0`;
  return [
    arg ? `count(*) FILTER (${behind})` : 'count(*)',
    `coalesce(sum(CAST(${size} AS DOUBLE)), 0)`,
    `max(CAST(${size} AS DOUBLE), ${statistic.reweighted ? Math.max(3, k - 1) : 3})`,
    isSum ? `coalesce(bool_or(s${id} < 0), FALSE)` : 'FALSE',
    fn === 'count' ? 'FALSE' : `coalesce(min(lo${id}) = max(hi${id}), FALSE)`,
    statistic.complement ? `count(*) FILTER (${missing})` : 'FALSE',
    'FALSE',
  ];
}
