/** The call of an aggregate, over a group or over a window: its arguments, its FILTER and its fraction. */
import { aggregates, allowedQuantiles, type AggregateName } from './aggregates.ts';
import type { Expr, Measure } from './ir.ts';
import { stop } from './stop.ts';
import type { ExprSyntax } from './syntax.ts';

/** What a call over a group and a call over a window have in common. */
export type CallSyntax = Extract<ExprSyntax, { kind: 'call' | 'window' }>;

/**
 * @param resolve how the argument and the FILTER are resolved
 * @returns the measure; FILTER has become a CASE, `median` a quantile, `count_if` a count. Stops with E_ARGUMENTS or E_QUANTILE
 */
export function measureSpec(
  call: CallSyntax,
  fn: AggregateName,
  resolve: (syntax: ExprSyntax) => Expr,
): Omit<Measure, 'id' | 'at'> {
  if (call.distinct && fn !== 'count')
    stop('E_ARGUMENTS', `Cannot use DISTINCT in ${call.name}: only count(DISTINCT …)`, call.at);
  const isCondition = call.name === 'count_if' || call.name === 'countif';
  requireCount(call, isCondition || call.name === 'median' ? [1, 1] : aggregates[fn].args);
  const [first, second] = call.args;
  const given = first && resolve(first);
  const arg = isCondition && given ? when(given, trueNumber) : given;
  const filter = call.filter && resolve(call.filter);
  const value = filter ? when(filter, arg ?? trueNumber) : arg;
  return {
    fn,
    distinct: call.distinct,
    ...(value && { arg: value }),
    ...(aggregates[fn].variables === 2 && second && { second: resolve(second) }),
    ...(fn === 'quantile_cont' && { fraction: call.name === 'median' ? '0.5' : fraction(second, call) }),
  };
}

/** @throws Stop with E_ARGUMENTS unless the call has as many arguments as the function takes */
export function requireCount(call: CallSyntax, [min, max]: readonly [number, number]): void {
  if (call.args.length >= min && call.args.length <= max) return;
  const want = min === max ? `${min}` : `${min} to ${max}`;
  stop('E_ARGUMENTS', `Cannot call ${call.name}: must have ${want} arguments; got ${call.args.length}`, call.at);
}

const trueNumber: Expr = { kind: 'literal', literal: { type: 'number', text: '1' } };
const nothing: Expr = { kind: 'literal', literal: { type: 'null' } };

/** `result` where `condition` holds, else NULL, which aggregates pass over. */
function when(condition: Expr, result: Expr): Expr {
  return { kind: 'case', branches: [{ when: condition, result }], otherwise: nothing };
}

function fraction(syntax: ExprSyntax | undefined, call: CallSyntax): string {
  if (
    syntax?.kind === 'literal' &&
    syntax.literal.type === 'number' &&
    allowedQuantiles.has(Number(syntax.literal.text))
  ) {
    return syntax.literal.text;
  }
  const allowed = [...allowedQuantiles].join(', ');
  return stop('E_QUANTILE', `Cannot take this quantile: must be the constant ${allowed}`, syntax?.at ?? call.at);
}
