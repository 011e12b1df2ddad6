/**
 * A subquery as a value: it must be one row from its form alone. Without names of the outer query its single row is joined to every row;
 * with them it is grouped by what they are compared with, and joined to the rows that agree.
 */
import { columnsOf, outputIds, type ColumnId, type Expr, type NamedExpr, type Rel } from './ir.ts';
import { hasAggregate, wholeValue } from './resolve-group.ts';
import { stepped, type Opened, type Selected, type Stage, type SubquerySyntax } from './resolve-stage.ts';
import { freshId } from './scope.ts';
import { stop } from './stop.ts';
import type { SelectSyntax } from './syntax.ts';

/** Runs `resolve` for a subquery of `stage`: names of its rows that cannot be used are refused as such, not as unknown. */
export function nested<T>({ context, scope }: Stage, resolve: () => T): T {
  context.session.around.push(scope);
  const resolved = resolve();
  context.session.around.pop();
  return resolved;
}

/** @returns the value of the subquery, as an expression over the columns that `stage` then has */
export function scalarValue(stage: Stage, syntax: SubquerySyntax): Expr {
  return nested(stage, () => {
    const { context } = stage;
    const { query } = syntax;
    if (query.kind === 'set') return singleRow(stage, context.query(context, query), syntax);
    const opened = context.open(context, query, stage);
    return opened.correlated.length === 0
      ? singleRow(stage, context.finish(opened, query), syntax)
      : agreeing(stage, { opened, query, syntax });
  });
}

function singleRow(stage: Stage, { rel, columns }: Selected, { at }: SubquerySyntax): Expr {
  const [column, more] = columns;
  if (!column || more) return stop('E_ARGUMENTS', `Cannot use a subquery of ${columns.length} columns as a value`, at);
  if (!isOneRow(rel)) return refuseScalar(at);
  stage.steps.push((left): Rel => ({ kind: 'join', join: 'cross', left, right: rel, ...(at && { at }) }));
  return { kind: 'column', id: column.id, ...(at && { at }) };
}

function refuseScalar(at: SubquerySyntax['at']): never {
  return stop(
    'E_UNSUPPORTED',
    'Cannot use this subquery as a value: must be one aggregate of all its rows, without GROUP BY and HAVING',
    at,
    'Aggregate the value, for example with max, or join the tables instead.',
  );
}

/** Whether the relation has exactly one row whatever the data is. */
function isOneRow(rel: Rel): boolean {
  switch (rel.kind) {
    case 'single':
      return true;
    case 'aggregate':
      return rel.keys.length === 0;
    case 'project':
    case 'window':
    case 'sort':
      return isOneRow(rel.input);
    case 'limit':
      return rel.count !== 0 && (rel.offset ?? 0) === 0 && isOneRow(rel.input);
    case 'join':
      return rel.join === 'cross' && isOneRow(rel.left) && isOneRow(rel.right);
    case 'scan':
    case 'filter':
    case 'union':
      return false;
  }
}

interface Correlated {
  readonly opened: Opened;
  readonly query: SelectSyntax;
  readonly syntax: SubquerySyntax;
}

function agreeing(stage: Stage, { opened, query, syntax }: Correlated): Expr {
  const { at } = syntax;
  const [item, more] = query.items;
  if (!item || more)
    return stop('E_ARGUMENTS', `Cannot use a subquery of ${query.items.length} columns as a value`, at);
  const isWhole = query.groupBy === 'none' && !query.having && !query.qualify && hasAggregate(item.expr);
  if (!isWhole || query.limit === 0 || query.offset !== undefined) return refuseScalar(at);
  const { value, by } = wholeValue(opened.stage, { name: '', syntax: item.expr });
  const input = stepped(opened.stage);
  const pairs = opened.correlated.map((expr) => sides(expr, new Set(outputIds(input)), syntax));
  const keys = pairs.map(({ inner }): NamedExpr => ({ id: freshId(stage.context.session), expr: inner }));
  const right = by(input, keys);
  const on = pairs.map(({ outer, expr }, index): Expr => ({
    kind: 'compare',
    op: '=',
    left: outer,
    right: { kind: 'column', id: keys[index]?.id ?? 0 },
    ...(expr.at && { at: expr.at }),
  }));
  const [first, ...rest] = on;
  if (!first) throw new Error('a correlated subquery without a comparison');
  const all: Expr = rest.length > 0 ? { kind: 'logic', op: 'AND', args: on } : first;
  stage.steps.push((left): Rel => ({ kind: 'join', join: 'left', left, right, on: all, ...(at && { at }) }));
  return value;
}

/** An equality of an expression over the subquery and one over the outer query. */
function sides(
  expr: Expr,
  inner: ReadonlySet<ColumnId>,
  { at }: SubquerySyntax,
): { readonly inner: Expr; readonly outer: Expr; readonly expr: Expr } {
  const isInner = (side: Expr): boolean =>
    [...columnsOf(side)].every((id) => inner.has(id)) && columnsOf(side).size > 0;
  const isOuter = (side: Expr): boolean => [...columnsOf(side)].every((id) => !inner.has(id));
  if (expr.kind === 'compare' && expr.op === '=') {
    const { left, right } = expr;
    if (isInner(left) && isOuter(right)) return { inner: left, outer: right, expr };
    if (isInner(right) && isOuter(left)) return { inner: right, outer: left, expr };
  }
  return stop(
    'E_UNSUPPORTED',
    'Cannot compare a column of the outer query in this way: must be equal to an expression of the subquery',
    expr.at ?? at,
    'Join the tables and group them instead.',
  );
}
