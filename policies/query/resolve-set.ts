/** UNION, INTERSECT and EXCEPT. Only UNION ALL is a relation of its own; the others are made of it, grouping and joins. */
import type { Position } from '../refusal.ts';
import { allOf, type ColumnId, type Expr, type Rel, type UnionColumn } from './ir.ts';
import { arranged, distinct } from './resolve-order.ts';
import type { Context, Selected } from './resolve-stage.ts';
import { freshId, type Session } from './scope.ts';
import { stop } from './stop.ts';
import { startOf, type SetSyntax } from './syntax.ts';

/** @param context with the CTEs of the set operation itself */
export function resolveSet(context: Context, syntax: SetSyntax): Selected {
  const { session } = context;
  const arms = syntax.arms.map((arm) => context.query(context, arm));
  const selected = syntax.byName
    ? united(session, byName(session, arms, syntax), syntax)
    : byPosition(session, arms, syntax);
  return { columns: selected.columns, rel: arranged(selected, syntax) };
}

function byPosition(session: Session, arms: readonly Selected[], syntax: SetSyntax): Selected {
  const [first, second] = arms;
  if (!first || !second) throw new Error('a set operation has two arms');
  const other = arms.findIndex(({ columns }) => columns.length !== first.columns.length);
  if (other >= 0) {
    const got = `${first.columns.length} and ${arms[other]?.columns.length}`;
    return stop(
      'E_ARGUMENTS',
      `Cannot put the rows together: must have as many columns on both sides; got ${got}`,
      startOf(syntax.arms[other]),
    );
  }
  if (syntax.op !== 'union') return compared(session, [first, second], syntax);
  return united(session, arms, syntax);
}

function united(session: Session, arms: readonly Selected[], { all, arms: [start] }: SetSyntax): Selected {
  const at = startOf(start);
  const columns = (arms[0]?.columns ?? []).map(({ name }, index) => ({
    name,
    id: freshId(session),
    from: arms.flatMap((arm) => arm.columns[index]?.id ?? []),
  }));
  const made: readonly UnionColumn[] = columns.map(({ id, from }) => ({ id, from }));
  const rel: Rel = { kind: 'union', inputs: arms.map((arm) => arm.rel), columns: made, ...(at && { at }) };
  const union: Selected = { rel, columns: columns.map(({ name, id }) => ({ name, id })) };
  return all ? union : once(session, union);
}

/** Each row once. */
function once(session: Session, { rel, columns }: Selected): Selected {
  const grouped = distinct(
    session,
    rel,
    columns.map(({ id }) => id),
  );
  return { rel: grouped.rel, columns: columns.map(({ name, id }) => ({ name, id: grouped.rename.get(id) ?? id })) };
}

/** INTERSECT and EXCEPT: each row of the left once, where the right has, or has not, an equal row; NULL equals NULL here. */
function compared(session: Session, [left, right]: readonly [Selected, Selected], { op, arms }: SetSyntax): Selected {
  const { rel, columns } = once(session, left);
  const [start, end] = [startOf(arms[0]), startOf(arms[1])];
  const on = allOf(
    columns.map(({ id }, index): Expr => ({
      kind: 'compare',
      op: 'IS NOT DISTINCT FROM',
      left: columnAt(id, start),
      right: columnAt(right.columns[index]?.id ?? id, end),
    })),
  );
  const join = op === 'intersect' ? 'semi' : 'anti';
  const both: Rel = { kind: 'join', join, left: rel, right: right.rel, ...(on && { on }), ...(end && { at: end }) };
  return { rel: both, columns };
}

function columnAt(id: ColumnId, at: Position | undefined): Expr {
  return { kind: 'column', id, ...(at && { at }) };
}

/** UNION BY NAME: the columns of all arms, in the order in which they first appear; one that an arm lacks is NULL there. */
function byName(session: Session, arms: readonly Selected[], syntax: SetSyntax): readonly Selected[] {
  const names = new Map<string, string>();
  for (const [index, { columns }] of arms.entries()) {
    requireOnce(columns, startOf(syntax.arms[index]));
    for (const { name } of columns) if (!names.has(name.toLowerCase())) names.set(name.toLowerCase(), name);
  }
  return arms.map(({ rel, columns }) => {
    const made = [...names].map(([key, name]) => {
      const known = columns.find((column) => column.name.toLowerCase() === key);
      const expr: Expr = known ? { kind: 'column', id: known.id } : missing;
      return { name, id: freshId(session), expr };
    });
    const project: Rel = { kind: 'project', input: rel, columns: made.map(({ id, expr }) => ({ id, expr })), keep: [] };
    return { rel: project, columns: made };
  });
}

const missing: Expr = { kind: 'literal', literal: { type: 'null' } };

function requireOnce(columns: Selected['columns'], at: Position | undefined): void {
  const names = columns.map(({ name }) => name.toLowerCase());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) stop('E_AMBIGUOUS_COLUMN', `Cannot use BY NAME: ${twice} must be selected once`, at);
}
