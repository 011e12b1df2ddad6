/**
 * Names → ids: a {@link QuerySyntax} becomes a {@link ResolvedQuery} over the catalog's tables.
 * CTEs are put in place of their names, so a CTE that takes the name of a table simply is another relation, with its own lineage.
 */
import type { CatalogEntry } from '../catalog/entry.ts';
import type { Outcome } from '../refusal.ts';
import type { ColumnId, Rel, ResolvedQuery } from './ir.ts';
import { nameOutputs, outputName } from './output-names.ts';
import { aliased, countAlias, groupStage, hasAggregate } from './resolve-group.ts';
import { distinct, limited, ordered, overDistinct, sortKeys, type Ordering, type Output } from './resolve-order.ts';
import { conditions, openRows } from './resolve-rows.ts';
import { resolveSet } from './resolve-set.ts';
import { built, filtered, type Context, type Opened, type Selected, type Stage } from './resolve-stage.ts';
import { scalarValue } from './resolve-subquery.ts';
import { windowsOf } from './resolve-window.ts';
import { expandStar, freshId, newSession, type Env, type Scope, type Session } from './scope.ts';
import { attempt } from './stop.ts';
import {
  conditionsOf,
  type CteSyntax,
  type ExprSyntax,
  type Item,
  type QuerySyntax,
  type SelectItem,
  type SelectSyntax,
} from './syntax.ts';

/** @returns the query with every name resolved; refuses with the first name or form that does not fit */
export function resolve(syntax: QuerySyntax, entries: readonly CatalogEntry[]): Outcome<ResolvedQuery> {
  return attempt(() => {
    const session = newSession(entries);
    const { rel, columns } = query({ session, env: new Map(), query, open, finish, scalar: scalarValue }, syntax);
    return { rel, columns: nameOutputs(columns), used: [...session.used.values()], nextId: session.nextId };
  });
}

function query(context: Context, syntax: QuerySyntax): Selected {
  if (syntax.kind === 'select') return finish(open(context, syntax), syntax);
  return resolveSet({ ...context, env: withCtes(context.env, syntax.ctes) }, syntax);
}

function open(context: Context, syntax: SelectSyntax, outer?: Stage): Opened {
  return openRows({ ...context, env: withCtes(context.env, syntax.ctes) }, syntax, outer);
}

function withCtes(outer: Env, ctes: readonly CteSyntax[]): Env {
  let env = outer;
  for (const { name, ...cte } of ctes) env = new Map([...env, [name.toLowerCase(), { ...cte, env }]]);
  return env;
}

/** SELECT, HAVING, QUALIFY, DISTINCT, ORDER BY and LIMIT over the rows that are open. */
function finish({ stage: rows }: Opened, syntax: SelectSyntax): Selected {
  const { session } = rows.context;
  const items = expandItems(session, rows.scope, syntax.items);
  const stage = isGrouped(syntax, items) ? groupStage(rows, syntax, items) : rows;
  if (syntax.having) conditions(stage, conditionsOf(syntax.having));
  const over = (part: ExprSyntax): ReturnType<Stage['resolve']> => overStage(stage, items, part);
  const outputs = items.map((item): Output => ({ name: item.name, expr: over(item.syntax), id: freshId(session) }));
  const qualify = syntax.qualify && over(syntax.qualify);
  const sorted = sortKeys(session, syntax.orderBy, { outputs, over });
  const input = filtered(built(stage), qualify);
  return (syntax.distinct ? distinctRows : allRows)(session, { input, outputs, sorted, syntax });
}

/** Resolves an expression over the stage and its windows; a name that no column has may stand for an item of SELECT. */
function overStage(stage: Stage, items: readonly Item[], syntax: ExprSyntax): ReturnType<Stage['resolve']> {
  const windows = windowsOf(stage);
  return stage.resolve(syntax, (part) => {
    const window = windows(part);
    const alias = window ? undefined : aliased(stage.scope, items, part);
    if (!alias) return window;
    countAlias(stage.context.session, part.at);
    return overStage(stage, items, alias);
  });
}

interface Finished {
  readonly input: Rel;
  readonly outputs: readonly Output[];
  readonly sorted: Ordering;
  readonly syntax: SelectSyntax;
}

function allRows(_: Session, { input, outputs, sorted, syntax }: Finished): Selected {
  const columns = [...outputs, ...sorted.extra].map(({ id, expr }) => ({ id, expr }));
  const rel: Rel = { kind: 'project', input, columns, keep: [] };
  return { rel: limited(ordered(rel, sorted.keys), syntax), columns: outputs.map(({ name, id }) => ({ name, id })) };
}

/** DISTINCT, and only then what the rows are ordered by. */
function distinctRows(session: Session, { input, outputs, sorted, syntax }: Finished): Selected {
  const selected: Rel = { kind: 'project', input, columns: outputs.map(({ id, expr }) => ({ id, expr })), keep: [] };
  const ids = outputs.map(({ id }) => id);
  const { rel, rename } = distinct(session, selected, ids);
  const renamed = (id: ColumnId): ColumnId => rename.get(id) ?? id;
  const extra = sorted.extra.map(({ id, expr }) => ({ id, expr: overDistinct(outputs, rename, expr) }));
  const all: Rel = extra.length > 0 ? { kind: 'project', input: rel, columns: extra, keep: ids.map(renamed) } : rel;
  const keys = sorted.keys.map((key) => ({ ...key, id: renamed(key.id) }));
  return {
    rel: limited(ordered(all, keys), syntax),
    columns: outputs.map(({ name, id }) => ({ name, id: renamed(id) })),
  };
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
  const isCall = expr.kind === 'call' || expr.kind === 'window';
  return isCall && outputName.test(expr.name) ? expr.name : 'column';
}

function isGrouped(syntax: SelectSyntax, items: readonly Item[]): boolean {
  return syntax.groupBy !== 'none' || syntax.having !== undefined || items.some((item) => hasAggregate(item.syntax));
}
