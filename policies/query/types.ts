/**
 * Which kinds of values meet. The engine would compare text with a number by casting the text, and such a cast fails on the first row
 * that does not fit: whether the run fails then tells of a row. So kinds that do not fit refuse before any data is opened,
 * and what is left of the engine's implicit casts cannot fail, or is written out and printed as TRY_CAST.
 *
 * @see query-and-privacy.md §0.1, §2.7
 */
import { accept, type Outcome } from '../refusal.ts';
import type { ColumnId, Expr, Measure, NamedExpr, Rel, UnionColumn, WindowColumn } from './ir.ts';
import { attempt, stop } from './stop.ts';
import { typeOfAggregate } from './types-aggregate.ts';
import { commonOf } from './types-call.ts';
import { condition, fitted, likeFirst, summable, typed, type TypedExpr } from './types-expr.ts';
import { canFail, typeNamed, type SqlTypeName, type Typed } from './types-lattice.ts';

type Columns = Map<ColumnId, Typed>;

/** @returns the relation with every cast that could fail written out; refuses with E_TYPE at the first place where kinds do not fit */
export function requireTypes(rel: Rel): Outcome<Rel> {
  const checked = attempt(() => walk(rel, new Map()));
  return checked.ok ? accept(checked.value) : checked;
}

/**
 * The type of every column that is made anywhere in `rel`, as DuckDB's binder would name it (`DECIMAL(8,2)`).
 *
 * @throws Stop where kinds do not fit: for relations that {@link requireTypes} has accepted
 */
export function typesOf(rel: Rel): ReadonlyMap<ColumnId, SqlTypeName> {
  const columns: Columns = new Map();
  walk(rel, columns);
  return new Map([...columns].map(([id, { type }]) => [id, type]));
}

/** The type of an expression over columns of the given types. */
export function typeOf(expr: Expr, types: ReadonlyMap<ColumnId, SqlTypeName>): SqlTypeName {
  return typed(expr, new Map([...types].map(([id, type]) => [id, { type, texts: 1 }]))).type;
}

/** Notes the type of each column in `columns`, innermost first. */
function walk(rel: Rel, columns: Columns): Rel {
  switch (rel.kind) {
    case 'scan':
      for (const { id, column } of rel.columns) columns.set(id, { type: typeNamed(column.type), texts: 1 });
      return rel;
    case 'single':
      return rel;
    case 'filter': {
      const input = walk(rel.input, columns);
      return { ...rel, input, predicate: condition(rel.predicate, columns) };
    }
    case 'project': {
      const input = walk(rel.input, columns);
      return { ...rel, input, columns: named(rel.columns, columns) };
    }
    case 'join': {
      const [left, right] = [walk(rel.left, columns), walk(rel.right, columns)];
      return { ...rel, left, right, ...(rel.on && { on: condition(rel.on, columns) }) };
    }
    case 'aggregate': {
      const input = walk(rel.input, columns);
      const keys = named(rel.keys, columns);
      return { ...rel, input, keys, measures: rel.measures.map((measure) => typedMeasure(measure, columns)) };
    }
    case 'window': {
      const input = walk(rel.input, columns);
      return { ...rel, input, columns: rel.columns.map((column) => typedWindow(column, columns)) };
    }
    case 'union': {
      const inputs = rel.inputs.map((input) => walk(input, columns));
      for (const column of rel.columns) columns.set(column.id, typedUnion(rel, column, columns));
      return { ...rel, inputs };
    }
    case 'sort':
    case 'limit':
      return { ...rel, input: walk(rel.input, columns) };
  }
}

function note(id: ColumnId, { type, texts }: Typed, columns: Columns): void {
  columns.set(id, { type, texts });
}

function named(list: readonly NamedExpr[], columns: Columns): readonly NamedExpr[] {
  return list.map(({ id, expr }) => {
    const result = typed(expr, columns);
    note(id, result, columns);
    return { id, expr: result.expr };
  });
}

function typedMeasure(measure: Measure, columns: Columns): Measure {
  const given = measure.arg && typed(measure.arg, columns);
  const arg = given && adds(measure.fn) ? summable(given) : given;
  note(measure.id, { type: typeOfAggregate(measure.fn, arg), texts: arg?.texts ?? 1 }, columns);
  const second = measure.second && typed(measure.second, columns);
  if (second) typeOfAggregate(measure.fn, second);
  return { ...measure, ...(arg && { arg: arg.expr }), ...(second && { second: second.expr }) };
}

function typedWindow(column: WindowColumn, columns: Columns): WindowColumn {
  const args = column.args.map((arg) => typed(arg, columns));
  const [value, count, otherwise] = args;
  // The default of lag and lead stands where a value would.
  const [same = value, last] = value && otherwise ? likeFirst([value, otherwise]) : [value];
  const first = same && adds(column.fn) ? summable(same) : same;
  const fit = [first, count, last].filter((arg): arg is TypedExpr => arg !== undefined);
  note(
    column.id,
    { type: typeOfAggregate(column.fn, first), texts: Math.max(1, ...args.map((arg) => arg.texts)) },
    columns,
  );
  return {
    ...column,
    args: fit.map(({ expr }) => expr),
    partitionBy: column.partitionBy.map((expr) => typed(expr, columns).expr),
    orderBy: column.orderBy.map((order) => ({ ...order, expr: typed(order.expr, columns).expr })),
  };
}

function adds(fn: string): boolean {
  return fn === 'sum' || fn === 'avg';
}

/** Arms of a union are columns already, so what does not fit must be cast in the arm. */
function typedUnion(rel: Extract<Rel, { kind: 'union' }>, column: UnionColumn, columns: Columns): Typed {
  const arms = column.from.map((id) => typed({ kind: 'column', id, ...(rel.at && { at: rel.at }) }, columns));
  const type = commonOf(fitted(arms));
  const other = arms.find((arm) => canFail(arm.type, type));
  if (other) {
    const detail = `Cannot put ${other.type} and ${type} into one column: must be of one type`;
    stop('E_TYPE', detail, rel.at, `Cast the column to ${type} in its own SELECT.`);
  }
  return { type, texts: Math.max(1, ...arms.map(({ texts }) => texts)) };
}
