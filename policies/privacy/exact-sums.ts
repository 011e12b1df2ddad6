/**
 * Sums of floating-point numbers depend on the order in which rows are read, and that order may depend on other units. So below a release
 * they are taken over decimals of six digits, exactly; a number of 10¹² or more counts as missing there.
 *
 * @see query-and-privacy.md §2.3 (the order decides), §3.2 (quantise first)
 */
import type { Expr, Measure, Rel, WindowColumn } from '../query/ir.ts';
import { typeOf, typesOf } from '../query/types.ts';
import { stop } from '../query/stop.ts';

/** For every relation, the result has the same rows whatever the order of rows in its tables. */
export function withExactSums(rel: Rel): Rel {
  switch (rel.kind) {
    case 'scan':
    case 'single':
      return rel;
    case 'join':
      return { ...rel, left: withExactSums(rel.left), right: withExactSums(rel.right) };
    case 'union':
      return { ...rel, inputs: rel.inputs.map(withExactSums) };
    case 'aggregate': {
      const isFloat = floatIn(rel.input);
      return {
        ...rel,
        input: withExactSums(rel.input),
        measures: rel.measures.map((measure) => exactMeasure(measure, isFloat)),
      };
    }
    case 'window': {
      const isFloat = floatIn(rel.input);
      return {
        ...rel,
        input: withExactSums(rel.input),
        columns: rel.columns.map((column) => exactWindow(column, isFloat)),
      };
    }
    case 'filter':
    case 'project':
    case 'sort':
    case 'limit':
      return { ...rel, input: withExactSums(rel.input) };
  }
}

type IsFloat = (expr: Expr) => boolean;

function floatIn(input: Rel): IsFloat {
  const types = typesOf(input);
  return (expr) => typeOf(expr, types) === 'DOUBLE' || typeOf(expr, types) === 'FLOAT';
}

const summing: ReadonlySet<string> = new Set(['sum', 'avg']);
const inOrder: ReadonlySet<string> = new Set(['var_pop', 'var_samp', 'stddev_pop', 'stddev_samp']);

function exactMeasure(measure: Measure, isFloat: IsFloat): Measure {
  const { fn, arg, at } = measure;
  if (!arg) return measure;
  requireOrderFree(fn, arg, at);
  return summing.has(fn) && isFloat(arg) ? { ...measure, arg: decimal(arg) } : measure;
}

function exactWindow(column: WindowColumn, isFloat: IsFloat): WindowColumn {
  const { fn, args, at } = column;
  const [arg, ...rest] = args;
  if (!arg) return column;
  requireOrderFree(fn, arg, at);
  return summing.has(fn) && isFloat(arg) ? { ...column, args: [decimal(arg), ...rest] } : column;
}

/** Variances are computed in floating point, also of whole numbers. */
function requireOrderFree(fn: string, arg: Expr, at: Measure['at']): void {
  if (!inOrder.has(fn)) return;
  stop(
    'E_AGGREGATE',
    `Cannot take ${fn} of the rows of one unit: its last digits depend on their order`,
    at ?? arg.at,
    'Compute it from sum(x * x), sum(x) and count(x) of the unit.',
  );
}

function decimal(arg: Expr): Expr {
  return { kind: 'cast', arg, type: 'DECIMAL(18,6)', ...(arg.at && { at: arg.at }) };
}
