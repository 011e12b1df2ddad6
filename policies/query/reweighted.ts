/**
 * Whether a summed value gives some rows another weight than others: then the digits of a large sum could be those of a few people. What a
 * filter, a clamp, a change of unit or a rounding does to a value is the same for all and is no weight.
 *
 * @see disclosure.md §2.8 (knowledge model); procedure.md §5 (encoding channel)
 */
import { children, type ColumnId, type Expr, type Rel } from './ir.ts';

/** What each column below a release was computed from, through groupings and windows as well. */
export type Makings = ReadonlyMap<ColumnId, readonly Expr[]>;

export function makingsOf(rel: Rel): Makings {
  const makings = new Map<ColumnId, readonly Expr[]>();
  visit(rel, makings);
  return makings;
}

function visit(rel: Rel, makings: Map<ColumnId, readonly Expr[]>): void {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return;
    case 'join':
      visit(rel.left, makings);
      visit(rel.right, makings);
      return;
    case 'union':
      for (const input of rel.inputs) visit(input, makings);
      for (const { id, from } of rel.columns)
        makings.set(
          id,
          from.map((source): Expr => ({ kind: 'column', id: source })),
        );
      return;
    case 'project':
      visit(rel.input, makings);
      for (const { id, expr } of rel.columns) makings.set(id, [expr]);
      return;
    case 'aggregate':
      visit(rel.input, makings);
      for (const { id, expr } of rel.keys) makings.set(id, [expr]);
      for (const { id, arg } of rel.measures) makings.set(id, arg ? [arg] : []);
      return;
    case 'window':
      visit(rel.input, makings);
      for (const { id, args } of rel.columns) makings.set(id, args);
      return;
    case 'filter':
    case 'sort':
    case 'limit':
      visit(rel.input, makings);
  }
}

/** Decided from the text: a weight declared in the catalog is none of these. */
export function isReweighted(expr: Expr, makings: Makings): boolean {
  switch (expr.kind) {
    case 'column':
      return (makings.get(expr.id) ?? []).some((part) => isReweighted(part, makings));
    case 'cast':
      return isReweighted(expr.arg, makings);
    case 'case': {
      const live = [...expr.branches.map(({ result }) => result), expr.otherwise].filter((part) => !isNothing(part));
      const [only, ...more] = live;
      return more.length > 0 || (only !== undefined && isReweighted(only, makings));
    }
    case 'call':
      return isReweightedCall(expr, makings);
    case 'literal':
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return false;
  }
}

/** With one value and constants, they treat all rows alike. */
const alike: ReadonlySet<string> = new Set([
  'abs',
  'round',
  'floor',
  'ceil',
  'least',
  'greatest',
  'coalesce',
  '*',
  '+',
  '-',
]);
const divisions: ReadonlySet<string> = new Set(['/', '//']);

function isReweightedCall({ name, args }: Extract<Expr, { kind: 'call' }>, makings: Makings): boolean {
  if (name === 'date_diff') return false;
  const values = args.filter((arg) => !isConstant(arg));
  if (values.some((arg) => isReweighted(arg, makings))) return true;
  // Two sums in one are the sums of all rows, unless one of them leaves rows out.
  if (values.length > 1) return !(name === '+' || name === '-') || values.some((arg) => hasCondition(arg, makings));
  return !(alike.has(name) || (divisions.has(name) && !isConstant(args[0])));
}

function hasCondition(expr: Expr, makings: Makings): boolean {
  if (expr.kind === 'column') return (makings.get(expr.id) ?? []).some((part) => hasCondition(part, makings));
  return conditions.has(expr.kind) || children(expr).some((part) => hasCondition(part, makings));
}

const conditions: ReadonlySet<Expr['kind']> = new Set(['case', 'compare', 'between', 'in', 'logic', 'not', 'isNull']);

/** Adds nothing to a sum. */
function isNothing(expr: Expr): boolean {
  if (expr.kind === 'cast') return isNothing(expr.arg);
  return (
    expr.kind === 'literal' &&
    (expr.literal.type === 'null' || (expr.literal.type === 'number' && Number(expr.literal.text) === 0))
  );
}

function isConstant(expr: Expr | undefined): boolean {
  if (expr?.kind === 'cast') return isConstant(expr.arg);
  if (expr?.kind === 'call' && expr.name === '-') return expr.args.every(isConstant);
  // 1 where there is a value.
  if (expr?.kind === 'case') {
    const live = [...expr.branches.map(({ result }) => result), expr.otherwise].filter((part) => !isNothing(part));
    return live.length === 1 && isConstant(live[0]);
  }
  return expr?.kind === 'literal';
}
