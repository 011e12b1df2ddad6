/** Names in an expression become column ids; function names are checked against the allow-list. */
import type { Position } from '../refusal.ts';
import { aggregateAliases, aggregates, isAggregate, refusedAggregates, type AggregateName } from './aggregates.ts';
import { checkArguments } from './functions-check.ts';
import { nearestFunction } from './functions-near.ts';
import { functionAliases, functionSpec, isFunction, volatileNames, type FunctionName } from './functions.ts';
import { children, type Expr } from './ir.ts';
import { findColumn, type Scope, type Session } from './scope.ts';
import { stop } from './stop.ts';
import type { ExprSyntax } from './syntax.ts';

type Of<Kind extends ExprSyntax['kind']> = Extract<ExprSyntax, { kind: Kind }>;

/** Decides what to do with a sub-expression before the general rules: aggregates and group keys are handled this way. */
export type Intercept = (syntax: ExprSyntax) => Expr | undefined;

const never: Intercept = () => undefined;

export function resolveExpr(session: Session, scope: Scope, syntax: ExprSyntax, intercept: Intercept = never): Expr {
  const early = intercept(syntax);
  if (early) return early;
  const go = (part: ExprSyntax): Expr => resolveExpr(session, scope, part, intercept);
  const at = syntax.at ? { at: syntax.at } : {};
  switch (syntax.kind) {
    case 'name':
      requireStable(syntax, scope);
      return { kind: 'column', id: findColumn(session, scope, syntax.parts, syntax.at).id, ...at };
    case 'literal':
      return { kind: 'literal', literal: syntax.literal, ...at };
    case 'star':
      return stop('E_ARGUMENTS', 'Cannot use * here: name the column', syntax.at);
    case 'call':
      return resolveCall(syntax, go);
    case 'window':
      return stop(
        'E_UNSUPPORTED',
        `Cannot use ${syntax.name} OVER here: only in SELECT, QUALIFY and ORDER BY`,
        syntax.at,
      );
    case 'grouping':
      return stop(
        'E_UNSUPPORTED',
        'Cannot use GROUPING here: only in SELECT, HAVING and ORDER BY of a GROUP BY',
        syntax.at,
      );
    case 'subquery':
      return refuseSubquery(syntax);
    case 'cast':
      return { kind: 'cast', arg: go(syntax.arg), type: syntax.type, ...at };
    case 'compare':
      return { kind: 'compare', op: syntax.op, left: go(syntax.left), right: go(syntax.right), ...at };
    case 'between':
      return { kind: 'between', arg: go(syntax.arg), lo: go(syntax.lo), hi: go(syntax.hi), ...at };
    case 'in':
      return { kind: 'in', arg: go(syntax.arg), items: syntax.items.map(go), negated: syntax.negated, ...at };
    case 'logic':
      return { kind: 'logic', op: syntax.op, args: syntax.args.map(go), ...at };
    case 'not':
      return { kind: 'not', arg: go(syntax.arg), ...at };
    case 'isNull':
      return { kind: 'isNull', arg: go(syntax.arg), negated: syntax.negated, ...at };
    case 'case':
      return {
        kind: 'case',
        branches: syntax.branches.map((branch) => ({ when: go(branch.when), result: go(branch.result) })),
        otherwise: go(syntax.otherwise),
        ...at,
      };
  }
}

function refuseSubquery({ form, at }: Of<'subquery'>): never {
  if (form === 'scalar') return stop('E_UNSUPPORTED', 'Cannot use a subquery here: join the tables instead', at);
  return stop(
    'E_UNSUPPORTED',
    `Cannot use ${form === 'in' ? 'IN (SELECT …)' : 'EXISTS'} inside an expression: must be a condition of WHERE or HAVING`,
    at,
    'Make it a condition of its own, joined to the others by AND.',
  );
}

/** The aggregate that a call names, or undefined for a scalar function. Refused aggregates stop here. */
export function aggregateName(call: Of<'call' | 'window'>): AggregateName | undefined {
  const name = aggregateAliases[call.name] ?? call.name;
  if (isAggregate(name)) return name;
  if (refusedAggregates.has(name)) {
    return stop(
      'E_AGGREGATE',
      `Cannot use ${call.name}: must be one of ${Object.keys(aggregates).join(', ')}`,
      call.at,
    );
  }
  return undefined;
}

function resolveCall(call: Of<'call'>, go: (part: ExprSyntax) => Expr): Expr {
  if (aggregateName(call)) return stop('E_ARGUMENTS', `Cannot use the aggregate ${call.name} here`, call.at);
  const name = scalarName(call);
  checkArguments(call, functionSpec(name));
  const args = call.args.map(go);
  if (name === 'nullif') requireShallow(call, args[0]);
  return { kind: 'call', name, args, ...(call.at && { at: call.at }) };
}

/** The engine writes nullif(a, b) as a CASE that names `a` twice, so nested ones double at each step. */
const maxNullifs = 6;

function requireShallow(call: Of<'call'>, arg: Expr | undefined): void {
  let depth = 1;
  const visit = (expr: Expr, above: number): void => {
    const here = expr.kind === 'call' && expr.name === 'nullif' ? above + 1 : above;
    depth = Math.max(depth, here);
    for (const child of children(expr)) visit(child, here);
  };
  if (arg) visit(arg, 1);
  if (depth > maxNullifs) stop('E_TOO_COMPLEX', `Cannot nest more than ${maxNullifs} calls of nullif`, call.at);
}

function scalarName(call: Of<'call'>): FunctionName {
  const name = Object.hasOwn(functionAliases, call.name) ? (functionAliases[call.name] ?? call.name) : call.name;
  if (volatileNames.has(name)) return refuseVolatile(name, call.at);
  if (!isFunction(name)) {
    const near = nearestFunction(call.name);
    const remedy = near ? `Use ${near}, or another allowed function.` : undefined;
    return stop('E_FUNC_NOT_ALLOWED', `Cannot use ${call.name}: must be an allowed function`, call.at, remedy);
  }
  if (call.distinct || call.filter) {
    return stop('E_ARGUMENTS', `Cannot use DISTINCT or FILTER with ${call.name}: only with an aggregate`, call.at);
  }
  return name;
}

/** `current_date` and its like are written as names are; a column of that name comes first. */
function requireStable({ parts, at }: Of<'name'>, scope: Scope): void {
  const name = parts[0]?.toLowerCase() ?? '';
  if (parts.length > 1 || !volatileNames.has(name) || scope.some((column) => column.name.toLowerCase() === name))
    return;
  refuseVolatile(name, at);
}

function refuseVolatile(name: string, at: Position | undefined): never {
  return stop('E_VOLATILE', `Cannot use ${name}: must give the same answer every time`, at);
}
