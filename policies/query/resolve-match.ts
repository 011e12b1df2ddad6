/** `EXISTS (SELECT …)` and `x IN (SELECT …)` as conditions: rows with a match are a semi join, rows without one an anti join. */
import { allOf, type ColumnId, type Expr, type Rel } from './ir.ts';
import { hasAggregate } from './resolve-group.ts';
import { stepped, type Opened, type Selected, type Stage, type SubquerySyntax } from './resolve-stage.ts';
import { nested } from './resolve-subquery.ts';
import { stop } from './stop.ts';
import { mentions, type ExprSyntax, type SelectSyntax } from './syntax.ts';

/** A condition that is a subquery, or NOT of one. */
export interface Match {
  readonly syntax: SubquerySyntax;
  readonly negated: boolean;
}

export function matchOf(syntax: ExprSyntax, negated = false): Match | undefined {
  if (syntax.kind === 'not') return matchOf(syntax.arg, !negated);
  return syntax.kind === 'subquery' && syntax.form !== 'scalar' ? { syntax, negated } : undefined;
}

/** Puts the join of a match onto `stage`. */
export function matched(stage: Stage, { syntax, negated }: Match): void {
  const args = syntax.args.map((arg) => stage.resolve(arg));
  const { rel, values, correlated } = nested(stage, () => matchRows(stage, syntax));
  const compared = comparison(stage, { args, values, negated, syntax });
  const on = allOf([...compared, ...correlated]);
  stage.steps.push((left): Rel => ({
    kind: 'join',
    join: negated ? 'anti' : 'semi',
    left,
    right: rel,
    ...(on && { on }),
    ...(syntax.at && { at: syntax.at }),
  }));
}

interface MatchRows {
  readonly rel: Rel;
  /** What the subquery selects, for IN. */
  readonly values: readonly Value[];
  readonly correlated: readonly Expr[];
}

interface Value {
  readonly expr: Expr;
  readonly nullable: boolean;
}

function matchRows(stage: Stage, syntax: SubquerySyntax): MatchRows {
  const { context } = stage;
  const { query, form } = syntax;
  if (query.kind === 'set') return wholeRows(context.query(context, query));
  const opened = context.open(context, query, stage);
  if (isPlain(query, form)) return plainRows(opened, query, form);
  if (opened.correlated.length === 0) return wholeRows(context.finish(opened, query));
  return stop(
    'E_UNSUPPORTED',
    'Cannot use names of the outer query in a subquery that groups, limits or orders by windows',
    syntax.at,
    'Join the grouped subquery instead.',
  );
}

function wholeRows({ rel, columns }: Selected): MatchRows {
  return { rel, values: columns.map(({ id }) => ({ expr: { kind: 'column', id }, nullable: true })), correlated: [] };
}

/** Whether the rows of the subquery are those of its FROM and WHERE, as far as a match can tell. */
function isPlain(query: SelectSyntax, form: SubquerySyntax['form']): boolean {
  const isCut = query.limit === 0 || query.offset !== undefined || (query.limit !== undefined && form === 'in');
  const computes = query.items.some(
    ({ expr }) =>
      (expr.kind === 'star' && form === 'in') ||
      hasAggregate(expr) ||
      mentions(expr, ({ kind }) => kind === 'window' || kind === 'subquery'),
  );
  return query.groupBy === 'none' && !query.having && !query.qualify && !isCut && !computes;
}

function plainRows({ stage, correlated }: Opened, query: SelectSyntax, form: SubquerySyntax['form']): MatchRows {
  const selected = query.items.filter(({ expr }) => form === 'in' || expr.kind !== 'star');
  const values = selected.map(({ expr }) => valueOf(stage, stage.resolve(expr)));
  return { rel: stepped(stage), values: form === 'in' ? values : [], correlated };
}

function valueOf({ scope }: Stage, expr: Expr): Value {
  return { expr, nullable: isNullable(scope, expr.kind === 'column' ? expr.id : undefined) };
}

/** Only a stored column that no outer join has filled is known to be never NULL. */
function isNullable(scope: Stage['scope'], id: ColumnId | undefined): boolean {
  const column = scope.find((candidate) => candidate.id === id);
  return !column?.base || column.optional === true || column.base.column.nullable;
}

interface Comparison {
  readonly args: readonly Expr[];
  readonly values: readonly Value[];
  readonly negated: boolean;
  readonly syntax: SubquerySyntax;
}

/** The equality of IN. For NOT IN a row is in doubt, and so not kept, where either side is NULL. */
function comparison({ scope }: Stage, { args, values, negated, syntax }: Comparison): readonly Expr[] {
  if (syntax.form === 'exists') return [];
  if (args.length !== values.length) {
    return stop('E_ARGUMENTS', `Cannot compare ${args.length} with ${values.length} columns of a subquery`, syntax.at);
  }
  const at = syntax.at ? { at: syntax.at } : {};
  const pairs = args.map((left, index) => ({ left, right: values[index] ?? { expr: left, nullable: true } }));
  const equal = pairs.map(({ left, right }): Expr => ({ kind: 'compare', op: '=', left, right: right.expr, ...at }));
  if (!negated) return equal;
  const doubts = pairs.flatMap(({ left, right }): readonly Expr[] => [
    ...(isNullable(scope, left.kind === 'column' ? left.id : undefined) ? [isNull(left)] : []),
    ...(right.nullable ? [isNull(right.expr)] : []),
  ]);
  const all = allOf(equal);
  return all && doubts.length > 0 ? [{ kind: 'logic', op: 'OR', args: [all, ...doubts], ...at }] : equal;
}

function isNull(arg: Expr): Expr {
  return { kind: 'isNull', arg, negated: false };
}
