/**
 * The SQL of the exact lane. `rows_in` names keys, units and arguments once; one statement reads it into `facts`: the vendor's statistics
 * per cell, and the evidence about the units behind them. What is checked and what is shown come from the same rows.
 *
 * It must cost less than three times the vendor's own query, hence: rows of one table are not copied but read again, the contributions
 * of each unit exist inside the statement only, and where the vendor counts distinct units, their contributions are counted.
 *
 * @see disclosure.md §2.2 (evidence SQL); docs/benchmarks.md
 */
import type { ColumnId, Rel } from './ir.ts';
import { columnName, printExpr, printMeasure, printRel } from './print.ts';
import type { ExactPlan, PlannedMeasure } from './plan.ts';
import { originsOf } from './same-column.ts';

/** Statements to run in order on a connection that has the snapshots attached. */
export interface EvidenceSql {
  /** Makes `rows_in`: keys `c<id>`, units `u<position>`, arguments `a<measure>`; and `facts`. */
  readonly setup: readonly string[];
  /** Columns: grouping, keys, then measures. One row per cell, in the order of grouping and keys. */
  readonly cells: string;
  /** Per unit column: grouping, keys, then {@link unitColumns}. */
  readonly units: readonly string[];
  /** Per sensitive key and unit column: grouping, the other keys, then the number of distinct units without regard to that key. */
  readonly margins: readonly { readonly key: number; readonly unit: number; readonly sql: string }[];
}

/** How many of the largest contributions are kept: the largest, and a coalition of two. */
export const topContributions = 3;

export function printEvidence(plan: ExactPlan): EvidenceSql {
  const shape = shapeOf(plan);
  const { keys, margins } = shape;
  return {
    setup: [printRows(plan), printFacts(shape)],
    cells: printCells(shape),
    units: plan.units.map((_, unit) =>
      printPart([groupingName, ...keys], namedEvidence(shape, unit).columns, unitPart(unit)),
    ),
    margins: margins.map(({ key, unit, part }) => ({
      key,
      unit,
      sql: printPart([groupingName, ...others(keys, key)], ['margin'], part),
    })),
  };
}

interface Margin {
  readonly key: number;
  readonly unit: number;
  readonly part: number;
}

/** A plan, and what its statements have in common. */
interface Shape {
  readonly plan: ExactPlan;
  readonly keys: readonly string[];
  /** Where the statement reads its rows. */
  readonly rows: 'rows_in' | typeof keptRows;
  /** Measure → the column of `rows_in` with its argument: equal ones share one, and a unit column stands for its other names. */
  readonly args: ReadonlyMap<ColumnId, string>;
  readonly margins: readonly Margin[];
}

const keptRows = 'kept_rows';

/** Parts of `facts`: the cells, then one per unit column, then the margins. */
const cellPart = 0;
const unitPart = (unit: number): number => 1 + unit;

function shapeOf(plan: ExactPlan): Shape {
  const pairs = plan.keys.flatMap(({ sensitive }, key) =>
    sensitive ? plan.units.map((_, unit) => ({ key, unit })) : [],
  );
  return {
    plan,
    keys: plan.keys.map((key) => columnName(key.id)),
    rows: reading(plan.input) === 'kept' ? keptRows : 'rows_in',
    args: argumentsOf(plan),
    margins: pairs.map((pair, index) => ({ ...pair, part: unitPart(plan.units.length) + index })),
  };
}

const unitName = (unit: number): string => `u${unit}`;
const argName = (id: ColumnId): string => `a${id}`;

function argumentsOf(plan: ExactPlan): ReadonlyMap<ColumnId, string> {
  const origins = originsOf(plan.input);
  const originOf = (id: ColumnId): ColumnId => origins.get(id) ?? id;
  const first = new Map<string, string>();
  const args = new Map<ColumnId, string>();
  for (const { id, arg } of plan.measures) {
    if (!arg) continue;
    const sql = printExpr(arg);
    const unit =
      arg.kind === 'column' ? plan.units.findIndex((column) => originOf(column.id) === originOf(arg.id)) : -1;
    const name = unit >= 0 ? unitName(unit) : (first.get(sql) ?? argName(id));
    first.set(sql, name);
    args.set(id, name);
  }
  return args;
}

function printRows(plan: ExactPlan): string {
  const columns = [
    ...plan.keys.map((key) => `${printExpr(key.expr)} AS ${columnName(key.id)}`),
    ...plan.units.map((unit, index) => `${columnName(unit.id)} AS ${unitName(index)}`),
    ...plan.measures.flatMap(({ id, arg }) => (arg ? [`${printExpr(arg)} AS ${argName(id)}`] : [])),
  ];
  const kind = reading(plan.input) === 'table' ? 'TABLE' : 'VIEW';
  return `CREATE TEMP ${kind} rows_in AS SELECT ${columns.join(', ')} FROM (${printRel(plan.input)})`;
}

/**
 * How rows are best read more than once. Rows of one table, each from one of its rows: again, for copying costs more; what a filter leaves
 * of them: kept within the statement; anything that was joined or grouped: from a copy.
 */
type Reading = 'again' | 'kept' | 'table';

function reading(rel: Rel): Reading {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return 'again';
    case 'project':
      return reading(rel.input);
    case 'filter':
      return reading(rel.input) === 'table' ? 'table' : 'kept';
    case 'join':
    case 'aggregate':
    case 'window':
    case 'union':
    case 'sort':
    case 'limit':
      return 'table';
  }
}

function printFacts(shape: Shape): string {
  const { plan, keys, margins } = shape;
  const kept = `${keptRows} AS MATERIALIZED (SELECT ${readColumns(shape).join(', ')} FROM rows_in)`;
  const subqueries = [
    ...(shape.rows === keptRows ? [kept] : []),
    ...plan.units.map((_, unit) => printContributions(shape, unit)),
  ];
  const parts = [
    printStatistics(shape),
    ...plan.units.map((_, unit) => printUnits(shape, unit)),
    ...margins.map(({ key, unit, part }) => {
      const list = [`${part} AS part`, 'count(DISTINCT u) AS margin'];
      const from = `unit_in${unit} WHERE ${groupingName} IN (${groupingsWith(plan, key)})`;
      return regrouped(shape, others(keys, key), { list, from });
    }),
  ];
  return `CREATE TEMP TABLE facts AS WITH ${subqueries.join(', ')} ${parts.join(' UNION ALL BY NAME ')}`;
}

/** Columns of `rows_in` that the statement reads: equal arguments are there once. */
function readColumns({ plan, keys, args }: Shape): readonly string[] {
  return [...new Set([...keys, ...plan.units.map((_, unit) => unitName(unit)), ...args.values()])];
}

/** The column with the number of the grouping. */
const groupingName = 'g';

/** The groupings that have this key. */
function groupingsWith({ groupings }: ExactPlan, key: number): string {
  return groupings.flatMap(({ keys }, grouping) => (keys.includes(key) ? [grouping] : [])).join(', ');
}

/**
 * Rows in all groupings of the plan, each with its number. A key that a grouping lacks is NULL.
 *
 * @param more columns to group by beside the keys, which are in `list` already
 */
function grouped({ plan, keys }: Shape, list: readonly string[], from: string, more: readonly string[] = []): string {
  const select = (grouping: string): string =>
    `SELECT ${[`CAST(${grouping} AS UTINYINT) AS ${groupingName}`, ...keys, ...list].join(', ')} FROM ${from}`;
  if (plan.groupings.length <= 1) {
    const by = [...keys, ...more];
    return `${select('0')}${by.length > 0 ? ` GROUP BY ${by.join(', ')}` : ''}`;
  }
  const sets = plan.groupings.map((set) => `(${[...set.keys.map((key) => keys[key] ?? ''), ...more].join(', ')})`);
  return `${select(printGroupingNumber(plan, keys))} GROUP BY GROUPING SETS (${sets.join(', ')})`;
}

/** GROUPING(…) has a bit for each key that the set lacks, the last key lowest. */
function printGroupingNumber({ groupings }: ExactPlan, keys: readonly string[]): string {
  const cases = groupings.map((set, grouping) => {
    const bits = keys.reduce((sum, _, key) => 2 * sum + (set.keys.includes(key) ? 0 : 1), 0);
    return `WHEN ${bits} THEN ${grouping}`;
  });
  return `CASE GROUPING(${keys.join(', ')}) ${cases.join(' ')} END`;
}

/** Rows of `unit_in`, grouped again without the unit. */
function regrouped(
  { plan }: Shape,
  keys: readonly string[],
  { list, from }: { readonly list: readonly string[]; readonly from: string },
): string {
  const isOne = plan.groupings.length <= 1;
  const columns = [isOne ? `CAST(0 AS UTINYINT) AS ${groupingName}` : groupingName, ...keys, ...list];
  const by = isOne ? keys : [groupingName, ...keys];
  return `SELECT ${columns.join(', ')} FROM ${from}${by.length > 0 ? ` GROUP BY ${by.join(', ')}` : ''}`;
}

/** The vendor's statistics. `count(*)` is there so that a cell without any is a row all the same. */
function printStatistics(shape: Shape): string {
  const { plan, args } = shape;
  const measures = plan.measures
    .filter((measure) => countedBy(shape, measure) < 0)
    .map((measure) => `${printMeasure(measure, args.get(measure.id))} AS ${columnName(measure.id)}`);
  return grouped(shape, [`${cellPart} AS part`, 'count(*) AS r', ...measures], shape.rows);
}

/** The unit column whose distinct values the measure counts, or −1. */
function countedBy({ plan, args }: Shape, { id, fn, distinct }: PlannedMeasure): number {
  return fn === 'count' && distinct ? plan.units.findIndex((_, unit) => args.get(id) === unitName(unit)) : -1;
}

/** One row per cell: a count of units stands in the part of its unit column, everything else in the part of the cells. */
function printCells(shape: Shape): string {
  const { plan, keys } = shape;
  const counting = plan.measures.map((measure) => countedBy(shape, measure));
  const measures = plan.measures.map(({ id }, index) => {
    const value = `any_value(${columnName(id)})`;
    return (counting[index] ?? -1) < 0 ? value : `coalesce(${value}, 0)`;
  });
  const parts = new Set([cellPart, ...counting.filter((unit) => unit >= 0).map(unitPart)]);
  const by = [groupingName, ...keys].join(', ');
  const list = [by, ...measures].join(', ');
  return `SELECT ${list} FROM facts WHERE part IN (${[...parts].join(', ')}) GROUP BY ${by} ORDER BY ${by}`;
}

function printPart(keys: readonly string[], columns: readonly string[], part: number): string {
  return `SELECT ${[...keys, ...columns].join(', ')} FROM facts WHERE part = ${part}`;
}

/** Whether the argument is a number whose size matters, and not only counted. */
export function isMagnitude(measure: PlannedMeasure): boolean {
  return measure.fn !== 'count';
}

/** One row per cell and unit: how many rows, and of each argument how many values, their sum and extremes. */
function printContributions(shape: Shape, unit: number): string {
  const { plan, rows, args, margins } = shape;
  const u = unitName(unit);
  const names = (measures: readonly PlannedMeasure[]): readonly string[] =>
    [...new Set(measures.flatMap(({ id }) => args.get(id) ?? []))].filter((arg) => arg !== u);
  const list = [
    `${u} AS u`,
    'count(*) AS r',
    ...names(plan.measures).map((arg) => `count(${arg}) AS n_${arg}`),
    ...names(plan.measures.filter(isMagnitude)).map(
      (arg) => `sum(CAST(${arg} AS DOUBLE)) AS s_${arg}, min(${arg}) AS lo_${arg}, max(${arg}) AS hi_${arg}`,
    ),
  ];
  const grouping = grouped(shape, list, `${rows} WHERE ${u} IS NOT NULL`, [u]);
  const isReadAgain = margins.some((margin) => margin.unit === unit);
  return `unit_in${unit} AS ${isReadAgain ? '' : 'NOT '}MATERIALIZED (${grouping})`;
}

/** The columns of a unit statement after the keys, in order: one entry per statistic. */
export type UnitColumnKind = 'units' | 'lone' | 'contributors' | 'total' | 'top' | 'negative' | 'equal';

/** What {@link EvidenceSql.units} returns after the keys: for the cell, then for each measure. */
export function unitColumns(plan: ExactPlan): readonly { readonly measure?: number; readonly kind: UnitColumnKind }[] {
  return [
    { kind: 'units' },
    { kind: 'lone' },
    ...plan.measures.flatMap((measure) =>
      (['contributors', 'total', 'top', 'negative', 'equal'] as const).map((kind) => ({ measure: measure.id, kind })),
    ),
  ];
}

function printUnits(shape: Shape, unit: number): string {
  const { plan, keys } = shape;
  const counts = plan.measures
    .filter((measure) => countedBy(shape, measure) === unit)
    .map(({ id }) => `count(*) AS ${columnName(id)}`);
  const evidence = [...namedEvidence(shape, unit).distinct].map(([sql, name]) => `${sql} AS ${name}`);
  const list = [`${unitPart(unit)} AS part`, ...counts, ...evidence];
  return regrouped(shape, keys, { list, from: `unit_in${unit}` });
}

const constant = 'FALSE';

/** Who stands alone behind a cell knows its value: secondary suppression must know where the same unit does so twice. */
const printLone = 'CASE WHEN count(*) = 1 THEN CAST(md5_number_lower(CAST(any_value(u) AS VARCHAR)) AS VARCHAR) END';

/** Statistics share much of their evidence. Each piece is computed once: planning many columns costs more than a small table does. */
function namedEvidence(
  shape: Shape,
  unit: number,
): { readonly columns: readonly string[]; readonly distinct: ReadonlyMap<string, string> } {
  const lone = shape.plan.groupings.length > 1 ? printLone : constant;
  const pieces = [
    'count(*)',
    lone,
    ...shape.plan.measures.flatMap((measure) => printContribution(shape, measure, unit)),
  ];
  const distinct = new Map(
    [...new Set(pieces)].filter((sql) => sql !== constant).map((sql, index) => [sql, `e${unit}_${index}`]),
  );
  return { columns: pieces.map((sql) => distinct.get(sql) ?? sql), distinct };
}

/**
 * The evidence of one statistic, in the order of {@link unitColumns}. A unit that adds nothing to a sum does not stand behind it:
 * otherwise `sum(CASE WHEN rare THEN 1 ELSE 0 END)` would count fewer than k units in a large cell. @see disclosure.md §1.3 (proportion)
 */
function printContribution({ args }: Shape, measure: PlannedMeasure, unit: number): readonly string[] {
  const arg = args.get(measure.id);
  // A row names its unit, so of the unit column there are as many values as rows.
  const rows = arg === undefined || arg === unitName(unit) ? 'r' : `n_${arg}`;
  // A quantile is moved by how many values a unit has, not by their size.
  const size = isMagnitude(measure) && measure.fn !== 'quantile_cont' ? `abs(s_${arg})` : rows;
  const isSum = measure.fn === 'sum' || measure.fn === 'avg';
  return [
    rows === 'r' ? 'count(*)' : `count(*) FILTER (${isSum ? `s_${arg} <> 0` : `${rows} > 0`})`,
    `coalesce(sum(CAST(${size} AS DOUBLE)), 0)`,
    `max(CAST(${size} AS DOUBLE), ${topContributions})`,
    isMagnitude(measure) ? `coalesce(bool_or(s_${arg} < 0), FALSE)` : constant,
    isMagnitude(measure) ? `coalesce(min(lo_${arg}) = max(hi_${arg}), FALSE)` : constant,
  ];
}

function others(keys: readonly string[], key: number): readonly string[] {
  return keys.toSpliced(key, 1);
}
