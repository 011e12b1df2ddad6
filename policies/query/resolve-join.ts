/** Joins: ON, USING and NATURAL become one condition, and a name that both sides share becomes one column. */
import type { Position } from '../refusal.ts';
import { allOf, columnsOf, conjuncts, outputIds, type ColumnId, type Expr, type Rel } from './ir.ts';
import { resolveExpr } from './resolve-expr.ts';
import type { Source } from './resolve-stage.ts';
import { freshId, type Scope, type ScopeColumn, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { FromSyntax } from './syntax.ts';

type JoinSyntax = Extract<FromSyntax, { kind: 'join' }>;
type Sides = readonly [left: Source, right: Source];

/** @returns the join of two resolved sides, and the names that are visible after it */
export function joined(session: Session, sides: Sides, from: JoinSyntax): Source {
  requireDistinctAliases(sides, from.at);
  const pairs = pairsOf(session, sides, from);
  const shared = pairs.map(({ equality }) => equality);
  const scope = merged(sides, pairs, from);
  const on = from.on ? conjuncts(resolveExpr(session, scope, from.on)) : [];
  const predicate = allOf([...shared, ...on]);
  // RIGHT JOIN is LEFT JOIN with the sides exchanged.
  const [left, right] = from.join === 'right' ? [sides[1], sides[0]] : sides;
  const rel: Rel = {
    kind: 'join',
    join: from.join === 'right' ? 'left' : from.join,
    left: left.rel,
    right: right.rel,
    ...(predicate && { on: predicate }),
    ...(from.at && { at: from.at }),
  };
  if (from.join === 'semi' || from.join === 'anti') return { rel, scope: sides[0].scope };
  return from.join === 'full' ? coalesced(session, { rel, scope }, pairs) : { rel, scope };
}

function requireDistinctAliases([left, right]: Sides, at: Position | undefined): void {
  const names = new Set(left.scope.map((column) => column.relation));
  const twice = right.scope.find((column) => column.relation !== '' && names.has(column.relation));
  if (twice) stop('E_AMBIGUOUS_COLUMN', `Cannot join ${twice.relation} twice under one name: give it an alias`, at);
}

/** A name of USING, with the column that it means on each side. */
interface Pair {
  readonly name: string;
  readonly left: ColumnId;
  readonly right: ColumnId;
  readonly equality: Expr;
}

function pairsOf(session: Session, [left, right]: Sides, from: JoinSyntax): readonly Pair[] {
  const names = from.using === 'natural' ? commonNames(left.scope, right.scope, from.at) : from.using;
  const at = from.at ? { at: from.at } : {};
  return names.map((name) => {
    const find = (scope: Scope): Expr => resolveExpr(session, scope, { kind: 'name', parts: [name], ...at });
    const [l, r] = [find(left.scope), find(right.scope)];
    if (l.kind !== 'column' || r.kind !== 'column') throw new Error('a name is not a column');
    return { name, left: l.id, right: r.id, equality: { kind: 'compare', op: '=', left: l, right: r, ...at } };
  });
}

function commonNames(left: Scope, right: Scope, at: Position | undefined): readonly string[] {
  const theirs = new Set(bareNames(right).map((name) => name.toLowerCase()));
  const names = bareNames(left).filter((name) => theirs.has(name.toLowerCase()));
  if (names.length > 0) return [...new Set(names)];
  return stop('E_UNKNOWN_COLUMN', 'Cannot use NATURAL JOIN: both sides must have a column of the same name', at);
}

function bareNames(scope: Scope): readonly string[] {
  return scope.filter((column) => !column.merged).map((column) => column.name);
}

/** A name of USING stands for the column of the side that is kept; of RIGHT JOIN it still has the place of the left one. */
function merged([left, right]: Sides, pairs: readonly Pair[], { join }: JoinSyntax): Scope {
  const side = (scope: Scope, of: 'left' | 'right', optional: boolean): Scope =>
    scope.flatMap((column): readonly ScopeColumn[] => {
      const own = { ...column, ...(optional && { optional }) };
      const pair = pairs.find((candidate) => candidate[of] === column.id);
      if (!pair || (of === 'left' && join !== 'right' && join !== 'full')) return [own];
      const kept = join === 'right' && of === 'left' ? right.scope.find(({ id }) => id === pair.right) : undefined;
      return [...(kept ? [{ ...kept, relation: '' }] : []), { ...own, merged: true }];
    });
  return [
    ...side(left.scope, 'left', join === 'right' || join === 'full'),
    ...side(right.scope, 'right', join === 'left' || join === 'full'),
  ];
}

/** After FULL JOIN a name of USING means the value of whichever side has one. */
function coalesced(session: Session, { rel, scope }: Source, pairs: readonly Pair[]): Source {
  if (pairs.length === 0) return { rel, scope };
  const made = pairs.map(({ name, left, right, equality }) => ({
    id: freshId(session),
    name,
    left,
    expr: {
      kind: 'call',
      name: 'coalesce',
      args: [
        { kind: 'column', id: left },
        { kind: 'column', id: right },
      ],
      ...(equality.at && { at: equality.at }),
    } satisfies Expr,
  }));
  return {
    rel: { kind: 'project', input: rel, columns: made.map(({ id, expr }) => ({ id, expr })), keep: outputIds(rel) },
    scope: scope.flatMap((column): readonly ScopeColumn[] => {
      const whole = made.find(({ left }) => left === column.id);
      return whole ? [{ relation: '', name: whole.name, id: whole.id }, column] : [column];
    }),
  };
}

/**
 * Moves the parts of WHERE down into the comma joins and inner joins whose columns they compare, so that
 * `FROM a, b WHERE a.uscc = b.uscc` is the same join as with ON.
 *
 * @returns the relation and the parts that stay above it
 */
export function pushDown(rel: Rel, parts: readonly Expr[]): { rel: Rel; rest: readonly Expr[] } {
  if (rel.kind !== 'join' || (rel.join !== 'inner' && rel.join !== 'cross')) return { rel, rest: parts };
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
