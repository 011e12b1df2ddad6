/**
 * The SQL of the exact lane. `rows_in` names keys, units and arguments once; one statement reads it into `facts`: the vendor's statistics
 * per cell, and the evidence about the units behind them. What is checked and what is shown come from the same rows.
 *
 * It must cost less than three times the vendor's own query, hence: rows of one table are not copied but read again, the contributions
 * of each unit exist inside the statement only, and where the vendor counts distinct units, their contributions are counted.
 *
 * @see disclosure.md §2.2 (evidence SQL); docs/benchmarks.md
 */
import {
  constant,
  evidenceKinds,
  levelled,
  printContribution,
  printOverUnits,
  unitFacts,
  type EvidenceKind,
  type Evidenced,
} from './contributions.ts';
import { argumentColumns, unitName } from './evidence-arguments.ts';
import type { Rel } from './ir.ts';
import { columnName, printExpr, printMeasure, printRel } from './print.ts';
import type { ExactPlan, PlannedMeasure } from './plan.ts';

/** Statements to run in order on a connection that has the snapshots attached. */
export interface EvidenceSql {
  /** Makes `rows_in`: keys `c<id>`, units `u<position>`, arguments `a<measure>` and, of a second variable, `b<measure>`; and `facts`. */
  readonly setup: readonly string[];
  /** Columns: grouping, keys, then measures. One row per cell, in the order of grouping and keys. */
  readonly cells: string;
  /** Per unit column: grouping, keys, then {@link unitColumns}. */
  readonly units: readonly string[];
  /** Per sensitive key and unit column: grouping, the other keys, then the number of distinct units without regard to that key. */
  readonly margins: readonly { readonly key: number; readonly unit: number; readonly sql: string }[];
}

export function printEvidence(plan: ExactPlan): EvidenceSql {
  const shape = shapeOf(plan);
  const { keys, margins } = shape;
  return {
    setup: [printRows(shape), printFacts(shape)],
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
  /** Columns of `rows_in` with the arguments of the statistics. */
  readonly columns: readonly string[];
  readonly statistics: readonly (Evidenced & { readonly measure: PlannedMeasure })[];
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
  const { columns, evidenced } = argumentColumns(plan);
  return {
    plan,
    keys: plan.keys.map((key) => columnName(key.id)),
    rows: isKept(plan) ? keptRows : 'rows_in',
    columns,
    statistics: plan.measures.flatMap((measure, index) => {
      const found = evidenced[index];
      return found ? [{ ...found, measure }] : [];
    }),
    margins: pairs.map((pair, index) => ({ ...pair, part: unitPart(plan.units.length) + index })),
  };
}

function printRows({ plan, columns }: Shape): string {
  const list = [
    ...plan.keys.map((key) => `${printExpr(key.expr)} AS ${columnName(key.id)}`),
    ...plan.units.map((unit, index) => `${columnName(unit.id)} AS ${unitName(index)}`),
    ...columns,
  ];
  const kind = reading(plan.input) === 'table' ? 'TABLE' : 'VIEW';
  return `CREATE TEMP ${kind} rows_in AS SELECT ${list.join(', ')} FROM (${printRel(plan.input)})`;
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

/** Pairs of values are computed once: each of the two looks at both. */
function isKept({ input, measures }: ExactPlan): boolean {
  const how = reading(input);
  return how === 'kept' || (how === 'again' && measures.some(({ second }) => second !== undefined));
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
function readColumns({ plan, keys, statistics }: Shape): readonly string[] {
  const args = statistics.flatMap(({ args: { first, second, unweighted } }) =>
    [first, second, unweighted].filter((arg) => arg !== undefined),
  );
  return [...new Set([...keys, ...plan.units.map((_, unit) => unitName(unit)), ...args])];
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
export function grouped(
  { plan, keys }: Pick<Shape, 'plan' | 'keys'>,
  list: readonly string[],
  from: string,
  more: readonly string[] = [],
): string {
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
  const measures = shape.statistics
    .filter((statistic) => overUnits(shape, statistic) < 0)
    .map(({ measure, args }) => `${printMeasure(measure, args.first, args.second)} AS ${columnName(measure.id)}`);
  return grouped(shape, [`${cellPart} AS part`, 'count(*) AS r', ...measures], shape.rows);
}

type Statistic = Shape['statistics'][number];

/** The unit column over whose units, and not over rows, a statistic is computed: a count of distinct units, a concentration; or −1. */
function overUnits({ plan }: Shape, { measure: { fn, distinct }, args }: Statistic): number {
  if (fn === 'hhi' || fn === 'gini') return 0;
  return fn === 'count' && distinct ? plan.units.findIndex((_, unit) => args.first === unitName(unit)) : -1;
}

/** One row per cell: what is computed over units stands in the part of their column, everything else in the part of the cells. */
function printCells(shape: Shape): string {
  const { keys, statistics } = shape;
  const places = statistics.map((statistic) => overUnits(shape, statistic));
  const measures = statistics.map(({ measure: { id, fn } }, index) => {
    const value = `any_value(${columnName(id)})`;
    return (places[index] ?? -1) >= 0 && fn === 'count' ? `coalesce(${value}, 0)` : value;
  });
  const parts = new Set([cellPart, ...places.filter((unit) => unit >= 0).map(unitPart)]);
  const by = [groupingName, ...keys].join(', ');
  const list = [by, ...measures].join(', ');
  return `SELECT ${list} FROM facts WHERE part IN (${[...parts].join(', ')}) GROUP BY ${by} ORDER BY ${by}`;
}

function printPart(keys: readonly string[], columns: readonly string[], part: number): string {
  return `SELECT ${[...keys, ...columns].join(', ')} FROM facts WHERE part = ${part}`;
}

/** One row per cell and unit: how many rows, and of each argument how many values, their sum and extremes. */
function printContributions(shape: Shape, unit: number): string {
  const { rows, margins, statistics } = shape;
  const u = unitName(unit);
  const list = [`${u} AS u`, 'count(*) AS r', ...unitFacts(statistics, u)];
  const grouping = withLevels(shape, grouped(shape, list, `${rows} WHERE ${u} IS NOT NULL`, [u]));
  const isReadAgain = margins.some((margin) => margin.unit === unit);
  return `unit_in${unit} AS ${isReadAgain ? '' : 'NOT '}MATERIALIZED (${grouping})`;
}

/** Beside what each unit has: which values are the least and largest of its cell. */
function withLevels(shape: Shape, grouping: string): string {
  const args = levelled(shape.statistics);
  if (args.length === 0) return grouping;
  const levels = args.map((arg) => `min(${arg}) AS l_${arg}, max(${arg}) AS h_${arg}`);
  const same = [groupingName, ...shape.keys].map((key) => `own.${key} IS NOT DISTINCT FROM cell.${key}`);
  const columns = args.map((arg) => `l_${arg}, h_${arg}`).join(', ');
  return `SELECT own.*, ${columns} FROM (${grouping}) AS own JOIN (${grouped(shape, levels, shape.rows)}) AS cell ON ${same.join(' AND ')}`;
}

/** What {@link EvidenceSql.units} returns after the keys: for the cell, then for each measure. */
export function unitColumns(
  plan: ExactPlan,
): readonly { readonly measure?: number; readonly kind: 'units' | 'lone' | EvidenceKind }[] {
  return [
    { kind: 'units' },
    { kind: 'lone' },
    ...plan.measures.flatMap(({ id }) => evidenceKinds.map((kind) => ({ measure: id, kind }))),
  ];
}

function printUnits(shape: Shape, unit: number): string {
  const values = shape.statistics
    .filter((statistic) => overUnits(shape, statistic) === unit)
    .map((statistic) => `${printOverUnits(statistic)} AS ${columnName(statistic.measure.id)}`);
  const evidence = [...namedEvidence(shape, unit).distinct].map(([sql, name]) => `${sql} AS ${name}`);
  const list = [`${unitPart(unit)} AS part`, ...values, ...evidence];
  return regrouped(shape, shape.keys, { list, from: `unit_in${unit}` });
}

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
    ...shape.statistics.flatMap((statistic) => printContribution(statistic, unitName(unit))),
  ];
  const distinct = new Map(
    [...new Set(pieces)].filter((sql) => sql !== constant).map((sql, index) => [sql, `e${unit}_${index}`]),
  );
  return { columns: pieces.map((sql) => distinct.get(sql) ?? sql), distinct };
}

function others(keys: readonly string[], key: number): readonly string[] {
  return keys.toSpliced(key, 1);
}
