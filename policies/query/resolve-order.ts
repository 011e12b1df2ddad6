/** ORDER BY, DISTINCT, LIMIT and OFFSET: what is done with the rows of a SELECT or of a set operation when they are named. */
import {
  children,
  fingerprint,
  sameExpr,
  type ColumnId,
  type Expr,
  type NamedExpr,
  type Rel,
  type ResolvedQuery,
  type SortKey,
} from './ir.ts';
import { freshId, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { ExprSyntax, OrderItem, QuerySyntax } from './syntax.ts';

export interface Output extends NamedExpr {
  readonly name: string;
}

export interface Ordering {
  readonly keys: readonly SortKey[];
  /** Columns that only order. */
  readonly extra: readonly NamedExpr[];
}

/** ORDER BY names an output by alias or position, or is an expression; then it becomes an extra column. */
export function sortKeys(
  session: Session,
  orders: readonly OrderItem[],
  { outputs, over }: { readonly outputs: readonly Output[]; readonly over: (syntax: ExprSyntax) => Expr },
): Ordering {
  const extra: NamedExpr[] = [];
  const known = new Map(outputs.toReversed().map(({ id, expr }) => [fingerprint(expr), id] as const));
  const idOf = (syntax: ExprSyntax): ColumnId => {
    const output = namedOutput(outputs, syntax);
    if (output) return output.id;
    const expr = over(syntax);
    const print = fingerprint(expr);
    const id = known.get(print) ?? freshId(session);
    if (!known.has(print)) extra.push({ id, expr });
    known.set(print, id);
    return id;
  };
  return { keys: keysOf(orders, outputs, idOf), extra };
}

function keysOf(
  orders: readonly OrderItem[],
  outputs: readonly { readonly id: ColumnId }[],
  idOf: (syntax: ExprSyntax) => ColumnId,
): readonly SortKey[] {
  return orders.flatMap(({ expr, descending, nulls }): readonly SortKey[] => {
    const ids = expr ? [idOf(expr)] : outputs.map((output) => output.id);
    return ids.map((id) => ({ id, descending, ...(nulls && { nulls }) }));
  });
}

function namedOutput<Column extends { readonly name: string }>(
  outputs: readonly Column[],
  syntax: ExprSyntax,
): Column | undefined {
  if (syntax.kind === 'literal' && syntax.literal.type === 'number') {
    const output = outputs[Number(syntax.literal.text) - 1];
    return (
      output ??
      stop('E_UNKNOWN_COLUMN', `Cannot order by ${syntax.literal.text}: must be 1 to ${outputs.length}`, syntax.at)
    );
  }
  if (syntax.kind !== 'name' || syntax.parts.length !== 1) return undefined;
  const name = syntax.parts[0]?.toLowerCase();
  return outputs.find((output) => output.name.toLowerCase() === name);
}

/** ORDER BY, LIMIT and OFFSET of UNION and its like: by name or position only, since the arms have no expressions in common. */
export function arranged(
  { rel, columns }: Pick<ResolvedQuery, 'rel' | 'columns'>,
  syntax: Pick<QuerySyntax, 'orderBy' | 'limit' | 'offset'>,
): Rel {
  const idOf = (expr: ExprSyntax): ColumnId =>
    namedOutput(columns, expr)?.id ??
    stop(
      'E_UNKNOWN_COLUMN',
      `Cannot order these rows so: must be a column of the first SELECT, by name or position`,
      expr.at,
      'Put the set operation into FROM and order the outer query.',
    );
  return limited(ordered(rel, keysOf(syntax.orderBy, columns, idOf)), syntax);
}

/** DISTINCT is grouping by all columns; `rename` says which key stands for which column. */
export function distinct(
  session: Session,
  input: Rel,
  ids: readonly ColumnId[],
): { readonly rel: Rel; readonly rename: ReadonlyMap<ColumnId, ColumnId> } {
  const keys = ids.map((id) => ({ id: freshId(session), expr: { kind: 'column', id } as const }));
  const rename = new Map(keys.map((key) => [key.expr.id, key.id]));
  return { rel: { kind: 'aggregate', input, keys, measures: [] }, rename };
}

/** What DISTINCT rows are ordered by must be computed from what is selected: of equal rows only one is left. */
export function overDistinct(outputs: readonly Output[], rename: ReadonlyMap<ColumnId, ColumnId>, expr: Expr): Expr {
  const output = outputs.find((candidate) => sameExpr(candidate.expr, expr));
  if (output) return { kind: 'column', id: rename.get(output.id) ?? output.id };
  if (expr.kind === 'column') {
    return stop('E_UNSUPPORTED', 'Cannot order DISTINCT rows by something that is not selected', expr.at);
  }
  return mapChildren(expr, (child) => overDistinct(outputs, rename, child));
}

/** `expr` with every expression directly inside it replaced. */
function mapChildren(expr: Expr, map: (child: Expr) => Expr): Expr {
  const made = children(expr).map(map);
  const [first = expr, second = expr, third = expr] = made;
  switch (expr.kind) {
    case 'column':
    case 'literal':
      return expr;
    case 'call':
    case 'logic':
      return { ...expr, args: made };
    case 'cast':
    case 'not':
    case 'isNull':
      return { ...expr, arg: first };
    case 'compare':
      return { ...expr, left: first, right: second };
    case 'between':
      return { ...expr, arg: first, lo: second, hi: third };
    case 'in':
      return { ...expr, arg: first, items: made.slice(1) };
    case 'case':
      return {
        ...expr,
        branches: expr.branches.map(({ when, result }) => ({ when: map(when), result: map(result) })),
        otherwise: map(expr.otherwise),
      };
  }
}

export function ordered(input: Rel, by: readonly SortKey[]): Rel {
  return by.length > 0 ? { kind: 'sort', input, by } : input;
}

export function limited(input: Rel, { limit, offset }: Pick<QuerySyntax, 'limit' | 'offset'>): Rel {
  if (limit === undefined && offset === undefined) return input;
  return {
    kind: 'limit',
    input,
    ...(limit !== undefined && { count: limit }),
    ...(offset !== undefined && { offset }),
  };
}
