/**
 * Where each value comes from. A base column reaches a result either by *value* (the result is computed from it)
 * or by *condition* (a comparison or CASE looked at it, and the result is one of a few literals). Column rules are checked
 * against this at the final projection, so that aliases, CTEs and nesting change nothing.
 *
 * @see procedure.md §4 (column rules), demo.md §12 (note on S1a)
 */
import { isPublicEntry } from '../catalog/units.ts';
import {
  children,
  constantText,
  scansOf,
  type ColumnId,
  type Expr,
  type Measure,
  type Rel,
  type ResolvedQuery,
  type UsedColumn,
  type WindowColumn,
} from './ir.ts';

/** How fine a value still is: as stored, only counted, a place among its unit's rows, a calendar part, a prefix, or computed in some other way. */
export type Grain = 'raw' | 'derived' | 'counted' | 'ranked' | 'year' | 'quarter' | 'month' | `prefix:${number}`;

export interface Flow {
  readonly base: UsedColumn;
  readonly grain: Grain;
}

export interface Lineage {
  readonly value: readonly Flow[];
  readonly condition: readonly Flow[];
  /** How many different results are possible, where only conditions decide; Infinity where values flow. */
  readonly outcomes: number;
}

export type LineageMap = ReadonlyMap<ColumnId, Lineage>;

/** What a relation does with base columns besides passing them on. */
export interface Use {
  readonly how: 'filter' | 'join';
  readonly flows: readonly Flow[];
  readonly expr: Expr;
}

export interface RelLineage {
  readonly columns: LineageMap;
  readonly uses: readonly Use[];
}

/** From which base columns a result is computed, and which were only looked at on the way; as `table.column`. */
export interface Sources {
  readonly column: string;
  readonly values: readonly string[];
  readonly conditions: readonly string[];
}

/** @returns for each result of a query where it comes from; every row of all of them rests on `filters` too */
export function sourcesOf({ rel, columns }: Pick<ResolvedQuery, 'rel' | 'columns'>): {
  readonly columns: readonly Sources[];
  readonly filters: readonly string[];
} {
  const trace = traceRel(rel);
  return {
    columns: columns.map(({ name, id }) => {
      const { value, condition } = trace.columns.get(id) ?? noFlow;
      return { column: name, values: namesOf(value), conditions: namesOf(condition) };
    }),
    filters: namesOf(trace.uses.flatMap(({ flows }) => flows)),
  };
}

function namesOf(flows: readonly Flow[]): readonly string[] {
  return [...new Set(flows.map(({ base }) => `${base.table.name}.${base.column.name}`))];
}

export function traceRel(rel: Rel): RelLineage {
  const columns = new Map<ColumnId, Lineage>();
  const uses: Use[] = [];
  walk(rel, columns, uses);
  return { columns, uses };
}

function walk(rel: Rel, columns: Map<ColumnId, Lineage>, uses: Use[]): void {
  switch (rel.kind) {
    case 'scan':
      for (const { id, column } of rel.columns) {
        columns.set(id, ofValue([{ base: { entry: rel.entry, table: rel.table, column }, grain: 'raw' }]));
      }
      return;
    case 'single':
      return;
    case 'filter':
      walk(rel.input, columns, uses);
      noteFilter(rel.predicate, columns, uses);
      return;
    case 'project':
      walk(rel.input, columns, uses);
      for (const { id, expr } of rel.columns) columns.set(id, traceExpr(expr, columns));
      return;
    case 'join':
      walk(rel.left, columns, uses);
      walk(rel.right, columns, uses);
      if (rel.on) noteJoin(rel.on, columns, uses);
      return;
    case 'aggregate':
      walk(rel.input, columns, uses);
      for (const { id, expr } of rel.keys) columns.set(id, traceExpr(expr, columns));
      for (const measure of rel.measures) columns.set(measure.id, traceMeasure(measure, rel.input, columns));
      return;
    case 'window':
      walk(rel.input, columns, uses);
      for (const column of rel.columns) columns.set(column.id, traceWindow(column, rel.input, columns));
      return;
    case 'union':
      rel.inputs.forEach((input) => {
        walk(input, columns, uses);
      });
      for (const { id, from } of rel.columns) {
        columns.set(
          id,
          joinLineages(
            from.map((source) => columns.get(source) ?? noFlow),
            'sum',
          ),
        );
      }
      return;
    case 'sort':
    case 'limit':
      walk(rel.input, columns, uses);
  }
}

function noteFilter(predicate: Expr, columns: LineageMap, uses: Use[]): void {
  const { value, condition } = traceExpr(predicate, columns);
  uses.push({ how: 'filter', flows: [...value, ...condition], expr: predicate });
}

function noteJoin(on: Expr, columns: LineageMap, uses: Use[]): void {
  if (on.kind === 'logic' && on.op === 'AND') {
    for (const part of on.args) noteJoin(part, columns, uses);
    return;
  }
  const { value, condition } = traceExpr(on, columns);
  uses.push({ how: isKeyEquality(on, columns) ? 'join' : 'filter', flows: [...value, ...condition], expr: on });
}

/** Two stored columns are equal. A column of constants is no key: joining on it selects units by name, as a filter does. */
function isKeyEquality(on: Expr, columns: LineageMap): boolean {
  const isEqual = on.kind === 'compare' && (on.op === '=' || on.op === 'IS NOT DISTINCT FROM');
  return isEqual && [on.left, on.right].every((side) => isStored(side, columns));
}

function isStored(side: Expr, columns: LineageMap): boolean {
  const { value, condition } = traceExpr(side, columns);
  const isRaw = value.length > 0 && value.every(({ grain }) => grain === 'raw');
  return side.kind === 'column' && condition.length === 0 && isRaw;
}

/** A window tells of its arguments by value, and by condition of what it orders by; a rank counts rows. Its partition is like a group. */
function traceWindow({ fn, args, orderBy }: WindowColumn, input: Rel, columns: LineageMap): Lineage {
  const own = joinLineages(
    args.map((arg) => traceExpr(arg, columns)),
    'product',
  );
  const looked = orderBy.map(({ expr }) => traceExpr(expr, columns));
  const rows = args.length === 0 || fn === 'count' ? rowCounts(input) : [];
  const counts = rows.map((flow): Flow => ({ ...flow, grain: fn === 'count' ? 'counted' : 'ranked' }));
  const value = movesValue.has(fn) ? own.value : derived(own.value);
  return {
    value: distinct([...value, ...counts]),
    condition: distinct([...own.condition, ...looked.flatMap((part) => [...part.value, ...part.condition])]),
    outcomes: Number.POSITIVE_INFINITY,
  };
}

const movesValue: ReadonlySet<string> = new Set(['lag', 'lead', 'first_value', 'last_value', 'nth_value']);

/** One of several values, or a value made of all of them. */
function joinLineages(parts: readonly Lineage[], outcomes: 'sum' | 'product'): Lineage {
  return {
    value: distinct(parts.flatMap((part) => part.value)),
    condition: distinct(parts.flatMap((part) => part.condition)),
    outcomes: parts.reduce(
      (total, part) => (outcomes === 'sum' ? total + part.outcomes : total * part.outcomes),
      outcomes === 'sum' ? 0 : 1,
    ),
  };
}

/** An aggregate inside the query. Counting rows of a protected table is itself a value of that table. */
function traceMeasure(measure: Measure, input: Rel, columns: LineageMap): Lineage {
  const own = traceArguments(measure, columns);
  const counted = own.value.map((flow): Flow => ({ ...flow, grain: regrain(flow.grain, 'counted') }));
  const looked = measure.fn === 'count' ? [...counted, ...own.condition] : own.condition;
  const value = measure.fn === 'count' ? rowCounts(input) : derived(own.value);
  return { value: distinct(value), condition: distinct(looked), outcomes: Number.POSITIVE_INFINITY };
}

/** What an aggregate is computed from: of a statistic of two variables, both. */
export function traceArguments({ arg, second }: Pick<Measure, 'arg' | 'second'>, columns: LineageMap): Lineage {
  const parts = [arg, second].flatMap((expr) => (expr ? [traceExpr(expr, columns)] : []));
  return parts.length > 0 ? joinLineages(parts, 'product') : noFlow;
}

function rowCounts(rel: Rel): readonly Flow[] {
  return scansOf(rel).map(({ entry, table }) => ({
    base: { entry, table, column: rowCount(entry) },
    grain: 'counted',
  }));
}

/** How many rows a unit has is a measure of it, although no column says so; of public data everybody may count the rows. */
function rowCount(entry: UsedColumn['entry']): UsedColumn['column'] {
  return {
    name: 'count(*)',
    title: { zh: '记录数', en: 'number of rows' },
    type: 'BIGINT',
    semantic: 'count',
    tag: 'measure',
    grade: 'L1',
    rule: [isPublicEntry(entry) ? 'P' : 'A'],
    nullable: false,
  };
}

const noFlow: Lineage = { value: [], condition: [], outcomes: 1 };

function ofValue(value: readonly Flow[]): Lineage {
  return { value, condition: [], outcomes: Number.POSITIVE_INFINITY };
}

export function traceExpr(expr: Expr, columns: LineageMap): Lineage {
  switch (expr.kind) {
    case 'literal':
      return noFlow;
    case 'column':
      return columns.get(expr.id) ?? noFlow;
    case 'cast':
      return traceCast(expr, columns);
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return ofCondition(children(expr).map((child) => traceExpr(child, columns)));
    case 'case':
      return traceCase(expr, columns);
    case 'call':
      return traceCall(expr, columns);
  }
}

function ofCondition(parts: readonly Lineage[]): Lineage {
  return { value: [], condition: distinct(parts.flatMap((part) => [...part.value, ...part.condition])), outcomes: 2 };
}

/** As text or as a date a value stays what it was; as another type something of it is lost or tested. */
function traceCast(expr: Extract<Expr, { kind: 'cast' }>, columns: LineageMap): Lineage {
  const arg = traceExpr(expr.arg, columns);
  return keepsValue.has(expr.type) ? arg : { ...arg, value: distinct(derived(arg.value)) };
}

const keepsValue: ReadonlySet<string> = new Set(['VARCHAR', 'DATE', 'TIMESTAMP']);

function traceCase(expr: Extract<Expr, { kind: 'case' }>, columns: LineageMap): Lineage {
  const conditions = ofCondition(expr.branches.map((branch) => traceExpr(branch.when, columns)));
  const results = [...expr.branches.map((branch) => branch.result), expr.otherwise].map((result) =>
    traceExpr(result, columns),
  );
  return {
    value: distinct(results.flatMap((result) => result.value)),
    condition: distinct([...conditions.condition, ...results.flatMap((result) => result.condition)]),
    outcomes: results.reduce((sum, result) => sum + result.outcomes, 0),
  };
}

function traceCall(expr: Extract<Expr, { kind: 'call' }>, columns: LineageMap): Lineage {
  const args = expr.args.map((arg) => traceExpr(arg, columns));
  const grain = coarser(expr);
  const value = args.flatMap((arg) => arg.value).map((flow): Flow => ({ ...flow, grain: regrain(flow.grain, grain) }));
  return {
    value: distinct(value),
    condition: distinct(args.flatMap((arg) => arg.condition)),
    outcomes: args.reduce((product, arg) => product * arg.outcomes, 1),
  };
}

/** A coarse value stays at least as coarse under any function; a stored one becomes what the function makes of it. */
function regrain(grain: Grain, made: Grain): Grain {
  return grain === 'raw' ? made : grain;
}

function derived(flows: readonly Flow[]): readonly Flow[] {
  return flows.map((flow) => ({ ...flow, grain: regrain(flow.grain, 'derived') }));
}

/** The grain that a call gives to a stored value: `year(d)` a year, `left(code, 1)` a prefix, anything else `derived`. */
function coarser({ name, args }: Extract<Expr, { kind: 'call' }>): Grain {
  if (name === 'year') return 'year';
  if (name === 'date_part') return constantText(args[0]) === 'year' ? 'year' : 'derived';
  if (name === 'date_trunc') {
    const part = constantText(args[0]);
    return part === 'year' || part === 'quarter' || part === 'month' ? part : 'derived';
  }
  if (name === 'left') return prefix(args[1]);
  if (name === 'substring') return constantText(args[1]) === '1' ? prefix(args[2]) : 'derived';
  return 'derived';
}

function prefix(length: Expr | undefined): Grain {
  const count = Number(constantText(length));
  return Number.isSafeInteger(count) && count >= 1 ? `prefix:${count}` : 'derived';
}

function distinct(flows: readonly Flow[]): readonly Flow[] {
  const seen = new Map(flows.map((flow) => [`${flow.base.table.name}.${flow.base.column.name}:${flow.grain}`, flow]));
  return [...seen.values()];
}

export function isPublicFlow(flow: Flow): boolean {
  return isPublicEntry(flow.base.entry);
}
