/**
 * IR → SQL. Only what is printed here ever touches data; the vendor's text never does. Dialect: DuckDB.
 * Relations nest as subqueries and every column is `c<id>`, so a name of the vendor cannot capture another.
 *
 * @see query-and-privacy.md §0.1, §2.7 (TRY), §2.15
 */
import { entryId } from '../units.ts';
import { functionSpec } from './functions.ts';
import type { Expr, Frame, FrameBound, Measure, Rel, WindowColumn } from './ir.ts';
import type { Literal } from './syntax.ts';

export const columnName = (id: number): string => `c${id}`;

/** The entry of released cells. No entry of a catalog is called so. */
export const releasedEntry = entryId('sluice.released');

/** A quoted identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A quoted text constant. */
export function quotedText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Where the printer finds a base table: the snapshot of an entry is attached under the entry's id, released cells are temporary tables. */
export function tableName(rel: Extract<Rel, { kind: 'scan' }>): string {
  if (rel.entry.id === releasedEntry) return quoted(rel.table.name);
  return `${quoted(rel.entry.id)}.main.${quoted(rel.table.name)}`;
}

/** @returns a SELECT statement that gives the output columns of `rel` */
export function printRel(rel: Rel): string {
  switch (rel.kind) {
    case 'scan': {
      const columns = rel.columns.map(({ id, column }) => `${quoted(column.name)} AS ${columnName(id)}`);
      return `SELECT ${columns.join(', ')} FROM ${tableName(rel)}`;
    }
    case 'single':
      return 'SELECT 1';
    case 'filter':
      return `SELECT * FROM (${printRel(rel.input)}) WHERE ${printExpr(rel.predicate)}`;
    case 'project': {
      const named = rel.columns.map(({ id, expr }) => `${printExpr(expr)} AS ${columnName(id)}`);
      const kept = rel.keep.map((id) => columnName(id));
      return `SELECT ${[...named, ...kept].join(', ')} FROM (${printRel(rel.input)})`;
    }
    case 'join':
      return printJoin(rel);
    case 'aggregate':
      return printAggregate(rel);
    case 'window': {
      const added = rel.columns.map((column) => `${printWindow(column)} AS ${columnName(column.id)}`);
      return `SELECT ${['*', ...added].join(', ')} FROM (${printRel(rel.input)})`;
    }
    case 'union':
      return rel.inputs.map((input, arm) => printArm(rel, input, arm)).join(' UNION ALL ');
    case 'sort':
      return `SELECT * FROM (${printRel(rel.input)}) ORDER BY ${printSort(rel)}`;
    case 'limit':
      return `${rel.input.kind === 'sort' ? printRel(rel.input) : `SELECT * FROM (${printRel(rel.input)})`}${printLimit(rel)}`;
  }
}

export function printSort(rel: Pick<Extract<Rel, { kind: 'sort' }>, 'by'>): string {
  return rel.by.map((key) => printDirection(columnName(key.id), key.descending, key.nulls)).join(', ');
}

function printDirection(sql: string, descending: boolean, nulls: 'FIRST' | 'LAST' | undefined): string {
  return `${sql} ${descending ? 'DESC' : 'ASC'}${nulls ? ` NULLS ${nulls}` : ''}`;
}

export function printLimit(rel: Extract<Rel, { kind: 'limit' }>): string {
  const count = rel.count === undefined ? '' : ` LIMIT ${rel.count}`;
  return `${count}${rel.offset === undefined ? '' : ` OFFSET ${rel.offset}`}`;
}

const joinWords: Readonly<Record<Extract<Rel, { kind: 'join' }>['join'], string>> = {
  inner: 'JOIN',
  left: 'LEFT JOIN',
  full: 'FULL JOIN',
  semi: 'SEMI JOIN',
  anti: 'ANTI JOIN',
  cross: 'CROSS JOIN',
};

function printJoin(rel: Extract<Rel, { kind: 'join' }>): string {
  const sides = [`(${printRel(rel.left)})`, `(${printRel(rel.right)})`];
  if (rel.join === 'cross' || (rel.join === 'inner' && !rel.on)) return `SELECT * FROM ${sides.join(' CROSS JOIN ')}`;
  return `SELECT * FROM ${sides.join(` ${joinWords[rel.join]} `)} ON ${rel.on ? printExpr(rel.on) : 'TRUE'}`;
}

function printArm(rel: Extract<Rel, { kind: 'union' }>, input: Rel, arm: number): string {
  const columns = rel.columns.map(({ id, from }) => {
    const source = from[arm];
    return `${source === undefined ? 'NULL' : columnName(source)} AS ${columnName(id)}`;
  });
  return `SELECT ${columns.join(', ') || '1'} FROM (${printRel(input)})`;
}

function printWindow(column: WindowColumn): string {
  const { fn, args, distinct, fraction, ignoreNulls, partitionBy, orderBy, frame, tiebreak = [] } = column;
  const given = args.map((arg) => (spreads.has(fn) ? squarable(printExpr(arg)) : printExpr(arg)));
  const inner =
    given.length === 0 && fn === 'count' ? '*' : [...given, ...(fraction === undefined ? [] : [fraction])].join(', ');
  const partition = partitionBy.length > 0 ? [`PARTITION BY ${partitionBy.map(printExpr).join(', ')}`] : [];
  const keys = [
    ...orderBy.map(({ expr, descending, nulls }) => printDirection(printExpr(expr), descending, nulls)),
    ...tiebreak.map(columnName),
  ];
  const order = keys.length > 0 ? [`ORDER BY ${keys.join(', ')}`] : [];
  const over = [...partition, ...order, ...(frame ? [printFrame(frame)] : [])].join(' ');
  return `${fn}(${distinct ? 'DISTINCT ' : ''}${inner}${ignoreNulls ? ' IGNORE NULLS' : ''}) OVER (${over})`;
}

function printFrame({ unit, start, end }: Frame): string {
  return `${unit} BETWEEN ${printBound(start, 'PRECEDING')} AND ${printBound(end, 'FOLLOWING')}`;
}

function printBound(bound: FrameBound, side: string): string {
  switch (bound.kind) {
    case 'unbounded':
      return `UNBOUNDED ${side}`;
    case 'current':
      return 'CURRENT ROW';
    case 'offset':
      return `${bound.offset} ${bound.direction}`;
  }
}

function printAggregate(rel: Extract<Rel, { kind: 'aggregate' }>): string {
  const keys = rel.keys.map(({ id, expr }) => `${printExpr(expr)} AS ${columnName(id)}`);
  const measures = rel.measures.map((measure) => `${printMeasure(measure)} AS ${columnName(measure.id)}`);
  const groups = keys.length > 0 ? ` GROUP BY ${keys.map((_, index) => index + 1).join(', ')}` : '';
  const list = [...keys, ...measures];
  return `SELECT ${list.length > 0 ? list.join(', ') : '1'} FROM (${printRel(rel.input)})${groups}`;
}

/** @param arg SQL of the argument, and `second` of the other variable, where they have been computed before, fit to be squared */
export function printMeasure(measure: Measure, arg?: string, second?: string): string {
  const { fn } = measure;
  if (fn === 'hhi' || fn === 'gini') throw new Error(`${fn} is computed over units, see evidence`);
  const inner = arg ?? (measure.arg ? printArgument(fn, measure.arg) : '*');
  if (fn === 'quantile_cont') return `quantile_cont(${inner}, ${measure.fraction ?? '0.5'})`;
  if (measure.second) return `${fn}(${inner}, ${second ?? printArgument(fn, measure.second)})`;
  return `${fn}(${measure.distinct ? 'DISTINCT ' : ''}${inner})`;
}

function printArgument(fn: Measure['fn'], arg: Expr): string {
  return spreads.has(fn) ? squarable(printExpr(arg)) : printExpr(arg);
}

const spreads: ReadonlySet<string> = new Set([
  'var_pop',
  'var_samp',
  'stddev_pop',
  'stddev_samp',
  'corr',
  'covar_pop',
  'covar_samp',
]);

/** The engine raises where a variance leaves the range of numbers, and `TRY` cannot hold an aggregate: such values are left out or clamped. */
export function squarable(arg: string): string {
  const x = `CAST(${arg} AS DOUBLE)`;
  return `CASE WHEN isfinite(${x}) THEN least(greatest(${x}, -1e100), 1e100) END`;
}

export function printExpr(expr: Expr): string {
  switch (expr.kind) {
    case 'column':
      return columnName(expr.id);
    case 'literal':
      return printLiteral(expr.literal);
    case 'call':
      return printCall(expr);
    case 'cast':
      return `TRY_CAST(${printExpr(expr.arg)} AS ${expr.type})`;
    case 'compare':
      return `(${printExpr(expr.left)} ${expr.op} ${printExpr(expr.right)})`;
    case 'between':
      return `(${printExpr(expr.arg)} BETWEEN ${printExpr(expr.lo)} AND ${printExpr(expr.hi)})`;
    case 'in':
      return `(${printExpr(expr.arg)} ${expr.negated ? 'NOT IN' : 'IN'} (${expr.items.map(printExpr).join(', ')}))`;
    case 'logic':
      return `(${expr.args.map(printExpr).join(` ${expr.op} `)})`;
    case 'not':
      return `(NOT ${printExpr(expr.arg)})`;
    case 'isNull':
      return `(${printExpr(expr.arg)} IS ${expr.negated ? 'NOT ' : ''}NULL)`;
    case 'case':
      return `(CASE ${expr.branches.map((b) => `WHEN ${printExpr(b.when)} THEN ${printExpr(b.result)}`).join(' ')} ELSE ${printExpr(expr.otherwise)} END)`;
  }
}

function printLiteral(literal: Literal): string {
  switch (literal.type) {
    case 'null':
      return 'NULL';
    case 'boolean':
      return literal.value ? 'TRUE' : 'FALSE';
    case 'number':
      return literal.text.startsWith('-') ? `(${literal.text})` : literal.text;
    case 'string':
      return quotedText(literal.text);
  }
}

function printCall({ name, args }: Extract<Expr, { kind: 'call' }>): string {
  const spec = functionSpec(name);
  const given = args.map(printExpr);
  if (name === 'width_bucket') return printBucket(given);
  if (name === 'date_trunc') return printTruncated(given);
  const sql = spec.operator
    ? printOperator(name, given)
    : `${name === 'coalesce' ? name : quoted(name)}(${given.join(', ')})`;
  return spec.total ? sql : `TRY(${sql})`;
}

/**
 * DuckDB has no width_bucket. The value stands in the text once, so that nesting does not double it; and as `greatest` and `least` ignore
 * NULL, a value that is none goes through them as NaN, which they take for the greatest, hence with the sign turned for the upper bound.
 */
function printBucket([value = 'NULL', lo = '0', hi = '1', count = '1']: readonly string[]): string {
  const [low, high] = [`CAST(${lo} AS DOUBLE)`, `CAST(${hi} AS DOUBLE)`];
  const place = `floor(${count} * ((CAST(${value} AS DOUBLE) - ${low}) / (${high} - ${low}))) + 1`;
  const clamped = `greatest(-greatest(coalesce(${place}, 'NaN'::DOUBLE), 0), -(${count} + 1))`;
  return `TRY_CAST(-${clamped} AS INTEGER)`;
}

/**
 * The optimizer truncates the least and the greatest date of a table before a row is read, and fails where that is out of range, TRY or
 * not. It knows neither of a value that is in a TRY of its own.
 */
function printTruncated([part = 'NULL', moment = 'NULL']: readonly string[]): string {
  return `TRY("date_trunc"(${part}, TRY(${moment})))`;
}

function printOperator(name: string, args: readonly string[]): string {
  const [left, right] = args;
  return right === undefined ? `(${name} ${left ?? 'NULL'})` : `(${left ?? 'NULL'} ${name} ${right})`;
}
