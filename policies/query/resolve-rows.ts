/** FROM and WHERE: the rows of a SELECT. In a subquery the parts of WHERE that name the outer query are kept apart. */
import { allOf, type Expr, type Rel } from './ir.ts';
import { resolveExpr } from './resolve-expr.ts';
import { resolveFrom } from './resolve-from.ts';
import { pushDown } from './resolve-join.ts';
import { matchOf, matched } from './resolve-match.ts';
import {
  countRelation,
  filtered,
  scalarsOf,
  type Context,
  type Opened,
  type Source,
  type Stage,
} from './resolve-stage.ts';
import { isVisible } from './scope.ts';
import { conditionsOf, mentions, type ExprSyntax, type SelectSyntax } from './syntax.ts';

/** @param outer the rows of the query around this one, where this one is a subquery of an expression */
export function openRows(context: Context, query: SelectSyntax, outer?: Stage): Opened {
  const source: Source = query.from ? resolveFrom(context, query.from) : single(context);
  const parts = query.where ? conditionsOf(query.where) : [];
  const isOuter = (part: ExprSyntax): boolean => outer !== undefined && namesOuter(part, { source, outer });
  const inner = parts.filter((part) => !isOuter(part));
  const plain = inner.filter((part) => !hasSubquery(part));
  const rows = rowStage(context, source, plain);
  conditions(
    rows,
    inner.filter((part) => hasSubquery(part)),
  );
  const correlated = parts.filter(isOuter).map((part) => mixed(rows, part, outer));
  return { stage: rows, correlated };
}

/** A row without columns: the SELECT has no FROM. */
function single({ session }: Context): Source {
  countRelation(session, undefined);
  return { rel: { kind: 'single' }, scope: [] };
}

function rowStage(context: Context, source: Source, plain: readonly ExprSyntax[]): Stage {
  const { session } = context;
  const exprs = plain.map((part) => resolveExpr(session, source.scope, part));
  const { rel, rest } = pushDown(source.rel, exprs);
  const base = filtered(rel, allOf(rest));
  const stage: Stage = {
    context,
    scope: source.scope,
    base: () => base,
    steps: [],
    windows: new Map(),
    resolve: (syntax, more) =>
      resolveExpr(session, source.scope, syntax, (part) => more?.(part) ?? scalarsOf(stage)(part)),
  };
  return stage;
}

/** Puts conditions onto a stage: EXISTS and IN with a subquery become joins, all else filters. */
export function conditions(stage: Stage, parts: readonly ExprSyntax[]): void {
  const plain = parts.filter((part) => !hasSubquery(part)).map((part) => stage.resolve(part));
  const predicate = allOf(plain);
  if (predicate) stage.steps.push((input) => filtered(input, predicate));
  for (const part of parts.filter(hasSubquery)) {
    const match = matchOf(part);
    if (match) matched(stage, match);
    else {
      const expr = stage.resolve(part);
      stage.steps.push((input): Rel => filtered(input, expr));
    }
  }
}

function hasSubquery(syntax: ExprSyntax): boolean {
  return mentions(syntax, ({ kind }) => kind === 'subquery');
}

/** Whether a condition names a column that only the outer query has. */
function namesOuter(
  syntax: ExprSyntax,
  { source, outer }: { readonly source: Source; readonly outer: Stage },
): boolean {
  return mentions(
    syntax,
    (part) => part.kind === 'name' && !isVisible(source.scope, part.parts) && isVisible(outer.scope, part.parts),
  );
}

/** A condition over the columns of both queries. */
function mixed(rows: Stage, syntax: ExprSyntax, outer: Stage | undefined): Expr {
  return rows.resolve(syntax, (part) =>
    outer && part.kind === 'name' && !isVisible(rows.scope, part.parts) && isVisible(outer.scope, part.parts)
      ? outer.resolve(part)
      : undefined,
  );
}
