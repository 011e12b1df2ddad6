/**
 * Names → ids: a {@link SelectSyntax} becomes a {@link ResolvedQuery} over the catalog's tables.
 * CTEs are put in place of their names, so a CTE that takes the name of a table simply is another relation, with its own lineage.
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import type { Outcome } from '../refusal.ts';
import {
  allOf,
  conjuncts,
  sameExpr,
  type Expr,
  type NamedExpr,
  type Rel,
  type ResolvedQuery,
  type SortKey,
} from './ir.ts';
import { resolveExpr } from './resolve-expr.ts';
import { nameOutputs, outputName } from './output-names.ts';
import { pushDown, resolveFrom, type Source } from './resolve-from.ts';
import { hasAggregate, resolveGroups } from './resolve-group.ts';
import { expandStar, freshId, newSession, type Env, type Scope, type Session } from './scope.ts';
import { attempt, stop } from './stop.ts';
import type { ExprSyntax, Item, OrderItem, SelectItem, SelectSyntax } from './syntax.ts';

/** @returns the query with every name resolved; refuses with the first name or form that does not fit */
export function resolve(query: SelectSyntax, entries: readonly CatalogEntry[]): Outcome<ResolvedQuery> {
  return attempt(() => {
    const session = newSession(entries);
    const { rel, columns } = select(session, new Map(), query);
    return { rel, columns: nameOutputs(columns), used: [...session.used.values()], nextId: session.nextId };
  });
}

interface Selected {
  readonly rel: Rel;
  readonly columns: readonly { readonly name: string; readonly id: number }[];
}

interface Body {
  readonly rel: Rel;
  /** Resolves an expression of SELECT or ORDER BY over `rel`. */
  readonly over: (syntax: ExprSyntax) => Expr;
}

interface Output extends NamedExpr {
  readonly name: string;
}

function select(session: Session, outer: Env, query: SelectSyntax): Selected {
  const env = withCtes(outer, query);
  const source: Source = query.from
    ? resolveFrom(session, env, query.from, select)
    : { rel: { kind: 'single' }, scope: [] };
  const rows: Source = { ...source, rel: where(session, source, query.where) };
  const items = expandItems(session, rows.scope, query.items);
  const body: Body = isGrouped(query, items)
    ? resolveGroups(session, rows, query, items)
    : { rel: rows.rel, over: (syntax) => resolveExpr(session, rows.scope, syntax) };
  const outputs = items.map(({ name, syntax }): Output => ({ name, expr: body.over(syntax), id: freshId(session) }));
  const sorted = sortKeys(session, query.orderBy, { outputs, over: body.over });
  const projected: Rel = {
    kind: 'project',
    input: body.rel,
    columns: [...outputs, ...sorted.extra].map(({ id, expr }) => ({ id, expr })),
    keep: [],
  };
  const { rel, rename } = query.distinct
    ? distinct(session, projected, sorted.extra)
    : { rel: projected, rename: same };
  const columns = outputs.map(({ name, id }) => ({ name, id: rename(id) }));
  const keys = sorted.keys.map((key) => ({ ...key, id: rename(key.id) }));
  return { rel: limited(ordered(rel, keys), query), columns };
}

const same = (id: number): number => id;

function withCtes(outer: Env, query: SelectSyntax): Env {
  let env = outer;
  for (const { name, query: body } of query.ctes) {
    env = new Map([...env, [name.toLowerCase(), { query: body, env }]]);
  }
  return env;
}

function where(session: Session, source: Source, condition: ExprSyntax | undefined): Rel {
  if (!condition) return source.rel;
  const parts = conjuncts(resolveExpr(session, source.scope, condition));
  const { rel, rest } = pushDown(source.rel, parts);
  const predicate = allOf(rest);
  return predicate ? { kind: 'filter', input: rel, predicate } : rel;
}

function expandItems(session: Session, scope: Scope, items: readonly SelectItem[]): readonly Item[] {
  return items.flatMap(({ expr, alias }): readonly Item[] => {
    if (expr.kind !== 'star') return [{ name: alias ?? defaultName(expr), syntax: expr }];
    return expandStar(session, scope, expr).map((column) => ({
      name: column.name,
      syntax: {
        kind: 'name',
        parts: column.relation ? [column.relation, column.name] : [column.name],
        ...(expr.at && { at: expr.at }),
      },
    }));
  });
}

function defaultName(expr: ExprSyntax): string {
  if (expr.kind === 'name') return expr.parts.at(-1) ?? 'column';
  return expr.kind === 'call' && outputName.test(expr.name) ? expr.name : 'column';
}

function isGrouped(query: SelectSyntax, items: readonly Item[]): boolean {
  return query.groupBy !== 'none' || query.having !== undefined || items.some((item) => hasAggregate(item.syntax));
}

interface Ordering {
  readonly outputs: readonly Output[];
  readonly over: (syntax: ExprSyntax) => Expr;
}

/** ORDER BY names an output by alias or position, or is an expression; then it becomes an extra column. */
function sortKeys(
  session: Session,
  orders: readonly OrderItem[],
  { outputs, over }: Ordering,
): { keys: SortKey[]; extra: NamedExpr[] } {
  const extra: NamedExpr[] = [];
  const idOf = (syntax: ExprSyntax): number => {
    const output = namedOutput(outputs, syntax);
    if (output) return output.id;
    const expr = over(syntax);
    const known = [...outputs, ...extra].find((candidate) => sameExpr(candidate.expr, expr));
    if (known) return known.id;
    const added = { id: freshId(session), expr };
    extra.push(added);
    return added.id;
  };
  const keys = orders.flatMap(({ expr, descending, nulls }): readonly SortKey[] => {
    const ids = expr ? [idOf(expr)] : outputs.map((output) => output.id);
    return ids.map((id) => ({ id, descending, ...(nulls && { nulls }) }));
  });
  return { keys, extra };
}

function namedOutput(outputs: readonly Output[], syntax: ExprSyntax): Output | undefined {
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

/** DISTINCT is grouping by all columns. */
function distinct(
  session: Session,
  input: Rel,
  extra: readonly NamedExpr[],
): { rel: Rel; rename: (id: number) => number } {
  if (extra.length > 0 || input.kind !== 'project') {
    return stop('E_UNSUPPORTED', 'Cannot order DISTINCT rows by something that is not selected');
  }
  const keys = input.columns.map(({ id }) => ({ id: freshId(session), expr: { kind: 'column', id } as const }));
  const renamed = new Map(keys.map((key) => [key.expr.id, key.id]));
  return { rel: { kind: 'aggregate', input, keys, measures: [] }, rename: (id) => renamed.get(id) ?? id };
}

function ordered(input: Rel, by: readonly SortKey[]): Rel {
  return by.length > 0 ? { kind: 'sort', input, by } : input;
}

function limited(input: Rel, { limit, offset }: SelectSyntax): Rel {
  if (limit === undefined && offset === undefined) return input;
  return {
    kind: 'limit',
    input,
    ...(limit !== undefined && { count: limit }),
    ...(offset !== undefined && { offset }),
  };
}
