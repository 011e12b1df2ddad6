/** Names in an expression become column ids; function names are checked against the allow-list. */
import { aggregateAliases, isAggregate, refusedAggregates, type AggregateName } from './aggregates.ts';
import { calendarParts, functionAliases, functions, functionSpec, isFunction, type FunctionName } from './functions.ts';
import type { Expr } from './ir.ts';
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
      return { kind: 'column', id: findColumn(session, scope, syntax.parts, syntax.at).id, ...at };
    case 'literal':
      return { kind: 'literal', literal: syntax.literal, ...at };
    case 'star':
      return stop('E_ARGUMENTS', 'Cannot use * here: name the column', syntax.at);
    case 'call':
      return resolveCall(syntax, go);
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

/** The aggregate that a call names, or undefined for a scalar function. Refused aggregates stop here. */
export function aggregateName(call: Of<'call'>): AggregateName | undefined {
  const name = aggregateAliases[call.name] ?? call.name;
  if (isAggregate(name)) return name;
  if (refusedAggregates.has(name)) {
    return stop('E_AGGREGATE', `Cannot use ${call.name}: must be count, sum, avg or quantile_cont`, call.at);
  }
  return undefined;
}

function resolveCall(call: Of<'call'>, go: (part: ExprSyntax) => Expr): Expr {
  if (aggregateName(call)) return stop('E_ARGUMENTS', `Cannot use the aggregate ${call.name} here`, call.at);
  const name = scalarName(call);
  const spec = functionSpec(name);
  const [min, max] = spec.args;
  if (call.args.length < min || call.args.length > max) {
    const want = min === max ? `${min}` : `${min} to ${max}`;
    return stop(
      'E_ARGUMENTS',
      `Cannot call ${call.name}: must have ${want} arguments; got ${call.args.length}`,
      call.at,
    );
  }
  for (const index of spec.constant ?? []) requireConstant(call, index);
  for (const index of spec.short ?? []) requireShort(call, index);
  if (spec.part) requirePart(call);
  return { kind: 'call', name, args: call.args.map(go), ...(call.at && { at: call.at }) };
}

function scalarName(call: Of<'call'>): FunctionName {
  const name = functionAliases[call.name] ?? call.name;
  if (!isFunction(name)) {
    const near = nearest(call.name);
    const remedy = near ? `Use ${near}, or another allowed function.` : undefined;
    return stop('E_FUNC_NOT_ALLOWED', `Cannot use ${call.name}: must be an allowed function`, call.at, remedy);
  }
  if (call.distinct || call.filter) {
    return stop('E_ARGUMENTS', `Cannot use DISTINCT or FILTER with ${call.name}: only with an aggregate`, call.at);
  }
  return name;
}

function requireConstant(call: Of<'call'>, index: number): void {
  const arg = call.args[index];
  const inner = arg?.kind === 'cast' ? arg.arg : arg;
  if (inner && inner.kind !== 'literal') {
    stop('E_ARGUMENTS', `Cannot call ${call.name}: argument ${index + 1} must be a constant`, arg?.at ?? call.at);
  }
}

function requireShort(call: Of<'call'>, index: number): void {
  const arg = call.args[index];
  if (!arg || (arg.kind === 'literal' && arg.literal.type === 'number' && /^-?\d{1,4}$/.test(arg.literal.text))) return;
  stop(
    'E_ARGUMENTS',
    `Cannot call ${call.name}: argument ${index + 1} must be a whole number below 10000`,
    arg.at ?? call.at,
  );
}

function requirePart(call: Of<'call'>): void {
  const part = call.args[0];
  const name = part?.kind === 'literal' && part.literal.type === 'string' ? part.literal.text.toLowerCase() : '';
  if (!calendarParts.has(name)) {
    stop(
      'E_ARGUMENTS',
      `Cannot call ${call.name}: must name one of ${[...calendarParts].join(', ')}`,
      part?.at ?? call.at,
    );
  }
}

/** The allowed name with the longest common beginning, of three letters or more. */
function nearest(name: string): string | undefined {
  const shared = (other: string): number => {
    let length = 0;
    while (length < name.length && name[length] === other[length]) length++;
    return length;
  };
  const [best] = Object.keys(functions).sort((a, b) => shared(b) - shared(a));
  return best !== undefined && shared(best) >= 3 ? best : undefined;
}
