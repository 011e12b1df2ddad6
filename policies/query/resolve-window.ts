/** Window functions: columns that are added to the rows of a stage, below SELECT, ORDER BY and QUALIFY. */
import { aggregates, isWindowFunction, windowFunctions, type WindowName } from './aggregates.ts';
import type { Expr, WindowColumn } from './ir.ts';
import { aggregateName, type Intercept } from './resolve-expr.ts';
import { insteadOf } from './released-only.ts';
import { measureSpec, requireCount } from './resolve-measure.ts';
import { shared, type Stage } from './resolve-stage.ts';
import { stop } from './stop.ts';
import type { ExprSyntax } from './syntax.ts';

type WindowSyntax = Extract<ExprSyntax, { kind: 'window' }>;
type Spec = Omit<WindowColumn, 'id'>;

/** Puts the windows of an expression onto `stage`. A window inside a window is not met by this, and refuses. */
export function windowsOf(stage: Stage): Intercept {
  return (part) => (part.kind === 'window' ? windowColumn(stage, part) : undefined);
}

function windowColumn(stage: Stage, call: WindowSyntax): Expr {
  requireFrame(call);
  const at = call.at ? { at: call.at } : {};
  const spec: Spec = {
    ...callSpec(stage, call),
    ignoreNulls: call.ignoreNulls,
    partitionBy: call.partitionBy.map((part) => stage.resolve(part)),
    orderBy: call.orderBy.map(({ expr, ...direction }) => ({ ...direction, expr: orderExpr(stage, call, expr) })),
    ...(call.frame && { frame: call.frame }),
    ...at,
  };
  return { kind: 'column', id: shared(stage.context.session, stage.windows, spec), ...at };
}

function callSpec(stage: Stage, call: WindowSyntax): Pick<Spec, 'fn' | 'args' | 'distinct' | 'fraction'> {
  const fn = isWindowFunction(call.name) ? undefined : aggregateName(call);
  if (fn) {
    if (call.ignoreNulls) stop('E_ARGUMENTS', `Cannot use IGNORE NULLS with ${call.name}`, call.at);
    if (aggregates[fn].onlyAtRelease)
      stop(
        'E_AGGREGATE',
        `Cannot use ${call.name} over a window: must be a released statistic of a group`,
        call.at,
        insteadOf(fn),
      );
    const { arg, distinct, fraction } = measureSpec(call, fn, (part) => stage.resolve(part));
    return { fn, distinct, args: arg ? [arg] : [], ...(fraction !== undefined && { fraction }) };
  }
  if (!isWindowFunction(call.name)) {
    const known = [...Object.keys(windowFunctions), ...Object.keys(aggregates)].join(', ');
    return stop('E_FUNC_NOT_ALLOWED', `Cannot use ${call.name} over a window: must be one of ${known}`, call.at);
  }
  requireCount(call, windowFunctions[call.name].args);
  if (call.distinct || call.filter) {
    stop('E_ARGUMENTS', `Cannot use DISTINCT or FILTER with ${call.name}: only with an aggregate`, call.at);
  }
  requireWhole(call, call.name);
  return { fn: call.name, args: call.args.map((arg) => stage.resolve(arg)), distinct: false };
}

/** Which argument says how far or how many; the engine fails on some of its values, and a row must not decide that. */
const wholeArgument: Partial<Record<WindowName, number>> = { ntile: 0, lag: 1, lead: 1, nth_value: 1 };

function requireWhole(call: WindowSyntax, name: WindowName): void {
  const index = wholeArgument[name];
  const arg = index === undefined ? undefined : call.args[index];
  if (!arg || (arg.kind === 'literal' && arg.literal.type === 'number' && /^[1-9]\d{0,8}$/.test(arg.literal.text)))
    return;
  stop(
    'E_ARGUMENTS',
    `Cannot call ${name}: argument ${(index ?? 0) + 1} must be a whole number of 1 or more`,
    arg.at ?? call.at,
  );
}

function requireFrame({ frame, orderBy, at }: WindowSyntax): void {
  if (frame?.unit === 'GROUPS' && orderBy.length === 0) stop('E_ARGUMENTS', 'Cannot use GROUPS without ORDER BY', at);
  if (isReaching(frame) && orderBy.length !== 1) {
    stop('E_ARGUMENTS', 'Cannot use RANGE with a number: must be ordered by exactly one number', at);
  }
}

/** RANGE with a number adds it to the order of each row. */
function isReaching(frame: WindowSyntax['frame']): boolean {
  return frame?.unit === 'RANGE' && [frame.start, frame.end].some(({ kind }) => kind === 'offset');
}

/** Whole numbers would overflow at the end of their type, and only where such a row is; as decimals they have room. */
function orderExpr(stage: Stage, call: WindowSyntax, syntax: ExprSyntax): Expr {
  const expr = stage.resolve(syntax);
  if (!isReaching(call.frame)) return expr;
  return { kind: 'call', name: '+', args: [expr, { kind: 'literal', literal: { type: 'number', text: '0.0' } }] };
}
