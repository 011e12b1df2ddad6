/** FROM: tables, subqueries and joins become relations with a scope. A CTE is resolved anew at each place where it is named. */
import type { Position } from '../refusal.ts';
import { allOf, columnsOf, conjuncts, outputIds, type Expr, type Rel } from './ir.ts';
import { resolveExpr } from './resolve-expr.ts';
import { freshId, type Env, type Scope, type ScopeColumn, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { FromSyntax, SelectSyntax } from './syntax.ts';

/** A relation and the names that it brings. */
export interface Source {
  readonly rel: Rel;
  readonly scope: Scope;
}

/** Resolves a nested SELECT; given by `resolve.ts`, so that the two files do not import each other. */
export type ResolveSelect = (
  session: Session,
  env: Env,
  query: SelectSyntax,
) => { readonly rel: Rel; readonly columns: readonly { readonly name: string; readonly id: number }[] };

/** Text that names a CTE twice in each of many steps would grow without end. */
const maxRelations = 200;

export function resolveFrom(session: Session, env: Env, from: FromSyntax, nested: ResolveSelect): Source {
  if (++session.relations > maxRelations) {
    return stop(
      'E_TOO_COMPLEX',
      `Cannot run the query: must read at most ${maxRelations} tables and subqueries`,
      from.at,
    );
  }
  switch (from.kind) {
    case 'table':
      return table(session, env, from, nested);
    case 'subquery':
      return named(nested(session, env, from.query), from.alias ?? '');
    case 'join':
      return join(session, env, from, nested);
  }
}

function table(
  session: Session,
  env: Env,
  from: Extract<FromSyntax, { kind: 'table' }>,
  nested: ResolveSelect,
): Source {
  const name = from.name.toLowerCase();
  const cte = env.get(name);
  if (cte) return named(nested(session, cte.env, cte.query), from.alias);
  const known = session.tables.get(name);
  if (!known) return stop('E_UNKNOWN_TABLE', `Cannot read ${from.name}: must be a table of the catalog`, from.at);
  const relation = from.alias.toLowerCase();
  const columns = known.table.columns.map((column) => ({ id: freshId(session), column }));
  return {
    rel: { kind: 'scan', ...known, columns, ...(from.at && { at: from.at }) },
    scope: columns.map(({ id, column }) => ({ relation, name: column.name, id, base: { ...known, column } })),
  };
}

function named(query: ReturnType<ResolveSelect>, alias: string): Source {
  const relation = alias.toLowerCase();
  return { rel: query.rel, scope: query.columns.map((column) => ({ relation, name: column.name, id: column.id })) };
}

function join(session: Session, env: Env, from: Extract<FromSyntax, { kind: 'join' }>, nested: ResolveSelect): Source {
  // RIGHT JOIN is LEFT JOIN with the sides exchanged.
  const flipped = from.join === 'right';
  const written = [
    resolveFrom(session, env, from.left, nested),
    resolveFrom(session, env, from.right, nested),
  ] as const;
  const [left, right] = flipped ? [written[1], written[0]] : written;
  requireDistinctAliases(written, from.at);
  const { equalities, scope } = using(session, written, { preserved: left, columns: from.using, at: from.at });
  const on = from.on ? conjuncts(resolveExpr(session, scope, from.on)) : [];
  const predicate = allOf([...equalities, ...on]);
  const kind = from.join === 'right' ? 'left' : from.join;
  return {
    rel: {
      kind: 'join',
      join: kind,
      left: left.rel,
      right: right.rel,
      ...(predicate && { on: predicate }),
      ...(from.at && { at: from.at }),
    },
    scope,
  };
}

function requireDistinctAliases([left, right]: readonly [Source, Source], at: Position | undefined): void {
  const names = new Set(left.scope.map((column) => column.relation));
  const twice = right.scope.find((column) => column.relation !== '' && names.has(column.relation));
  if (twice) stop('E_AMBIGUOUS_COLUMN', `Cannot join ${twice.relation} twice under one name: give it an alias`, at);
}

interface Using {
  /** The side whose value a merged name stands for. */
  readonly preserved: Source;
  readonly columns: readonly string[];
  readonly at: Position | undefined;
}

function using(
  session: Session,
  [left, right]: readonly [Source, Source],
  spec: Using,
): { equalities: Expr[]; scope: Scope } {
  const merged = new Set<number>();
  const equalities = spec.columns.map((name): Expr => {
    const l = resolveExpr(session, left.scope, { kind: 'name', parts: [name], ...(spec.at && { at: spec.at }) });
    const r = resolveExpr(session, right.scope, { kind: 'name', parts: [name], ...(spec.at && { at: spec.at }) });
    const hidden = spec.preserved === left ? r : l;
    if (hidden.kind === 'column') merged.add(hidden.id);
    return { kind: 'compare', op: '=', left: l, right: r, ...(spec.at && { at: spec.at }) };
  });
  const scope = [...left.scope, ...right.scope].map((column): ScopeColumn =>
    merged.has(column.id) ? { ...column, merged: true } : column,
  );
  return { equalities, scope };
}

/**
 * Moves the parts of WHERE down into the comma joins and inner joins whose columns they compare, so that
 * `FROM a, b WHERE a.uscc = b.uscc` is the same join as with ON.
 *
 * @returns the relation and the parts that stay above it
 */
export function pushDown(rel: Rel, parts: readonly Expr[]): { rel: Rel; rest: readonly Expr[] } {
  if (rel.kind !== 'join' || rel.join === 'left') return { rel, rest: parts };
  const mine = parts.filter((part) => within(part, rel));
  const rest = parts.filter((part) => !mine.includes(part));
  const left = pushDown(rel.left, mine);
  const right = pushDown(rel.right, left.rest);
  const crossing = right.rest.filter((part) => !within(part, rel.left) && !within(part, rel.right));
  const above = right.rest.filter((part) => !crossing.includes(part));
  const on = allOf([...conjuncts(rel.on), ...crossing]);
  const moved: Rel = { ...rel, join: on ? 'inner' : rel.join, left: left.rel, right: right.rel, ...(on && { on }) };
  return { rel: moved, rest: [...rest, ...above] };
}

function within(expr: Expr, rel: Rel): boolean {
  const ids = columnsOf(expr);
  const have = new Set(outputIds(rel));
  return ids.size > 0 && [...ids].every((id) => have.has(id));
}
