/** Expressions: types first, then values, with the three truth values of SQL. */
import { columnsOf, type ColumnId, type Expr } from '#policies/query/ir.ts';
import type { Literal } from '#policies/query/syntax.ts';
import { castTo, unified, type Bound, type Row } from './bound.ts';
import { cast, parseNumber } from './cast.ts';
import { bindCall } from './functions.ts';
import {
  bigint,
  boolean,
  decimalType,
  double,
  hugeint,
  fits,
  int,
  nullType,
  parseType,
  text,
  type Type,
} from './sql-type.ts';
import { compare, type Value } from './value.ts';

/** The type of every column that a relation gives. */
export type Types = ReadonlyMap<ColumnId, Type>;

/** NULL is "unknown". */
export type Truth = boolean | null;

/** The types of an expression, and how to compute it. */
export function bind(expr: Expr, types: Types): Bound {
  return { ...bindKind(expr, types), constant: columnsOf(expr).size === 0 };
}

function bindKind(expr: Expr, types: Types): Bound {
  const go = (part: Expr): Bound => bind(part, types);
  switch (expr.kind) {
    case 'column':
      return column(expr.id, types);
    case 'literal':
      return literal(expr.literal);
    case 'call':
      return bindCall(expr.name, expr.args.map(go));
    case 'cast': {
      const [arg, type] = [go(expr.arg), parseType(expr.type)];
      return { type, value: (row) => cast(arg.value(row), type) };
    }
    case 'compare':
      return comparison(expr.op, go(expr.left), go(expr.right));
    case 'between':
      return between(go(expr.arg), go(expr.lo), go(expr.hi));
    case 'in':
      return membership(go(expr.arg), expr.items.map(go), expr.negated);
    case 'logic':
      return logic(
        expr.op,
        expr.args.map((arg) => condition(arg, types)),
      );
    case 'not': {
      const arg = condition(expr.arg, types);
      return { type: boolean, value: (row) => not(arg(row)) };
    }
    case 'isNull': {
      const arg = go(expr.arg);
      return { type: boolean, value: (row) => (arg.value(row) === null) !== expr.negated };
    }
    case 'case':
      return caseOf(expr, types);
  }
}

/** An expression in the place of a condition. */
export function condition(expr: Expr, types: Types): (row: Row) => Truth {
  const bound = castTo(bind(expr, types), boolean);
  return (row) => {
    const value = bound.value(row);
    return typeof value === 'boolean' ? value : null;
  };
}

function column(id: ColumnId, types: Types): Bound {
  const type = types.get(id);
  if (!type) throw new Error(`there is no column c${id} here`);
  return {
    type,
    value: (row) => {
      const value = row.get(id);
      if (value === undefined) throw new Error(`the row has no column c${id}`);
      return value;
    },
  };
}

function literal(from: Literal): Bound {
  switch (from.type) {
    case 'null':
      return { type: nullType, value: () => null };
    case 'boolean':
      return { type: boolean, value: () => from.value };
    case 'string':
      return { type: text, quoted: true, value: () => from.text };
    case 'number':
      return numberLiteral(from.text);
  }
}

/** `12` is the smallest whole type of 32 bits or more, `12.50` a DECIMAL(4,2), `1e3` a DOUBLE. */
function numberLiteral(written: string): Bound {
  const parsed = parseNumber(written);
  if (!parsed) return { type: double, value: () => Number(written) };
  if (written.includes('.')) {
    const width = written.replace('-', '').replace('.', '').length;
    return { type: decimalType(width, parsed.scale), value: () => parsed };
  }
  const whole = parsed.digits;
  return {
    type: [int, bigint].find((type) => fits(whole, type)) ?? hugeint,
    whole,
    value: () => whole,
  };
}

const holds: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '<>': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
};

function comparison(op: string, left: Bound, right: Bound): Bound {
  const [a, b] = unified([left, right]).args;
  if (!a || !b) throw new Error('a comparison has two sides');
  return {
    type: boolean,
    value: (row) => compared(op, a.value(row), b.value(row)),
  };
}

export function compared(op: string, a: Value, b: Value): Truth {
  if (op === 'IS DISTINCT FROM') return !isSame(a, b);
  if (op === 'IS NOT DISTINCT FROM') return isSame(a, b);
  if (a === null || b === null) return null;
  const test = holds[op];
  if (!test) throw new Error(`the interpreter does not know the comparison ${op}`);
  return test(compare(a, b));
}

function isSame(a: Value, b: Value): boolean {
  return a === null || b === null ? a === b : compare(a, b) === 0;
}

function between(...given: [arg: Bound, lo: Bound, hi: Bound]): Bound {
  const [arg, lo, hi] = unified(given).args;
  if (!arg || !lo || !hi) throw new Error('BETWEEN has three operands');
  return {
    type: boolean,
    value: (row) => {
      const value = arg.value(row);
      return and([compared('>=', value, lo.value(row)), compared('<=', value, hi.value(row))]);
    },
  };
}

function membership(arg: Bound, items: readonly Bound[], negated: boolean): Bound {
  const [value, ...rest] = unified([arg, ...items]).args;
  if (!value) throw new Error('IN has an operand');
  const isIn = (row: Row): Truth => or(rest.map((item) => compared('=', value.value(row), item.value(row))));
  return {
    type: boolean,
    value: (row) => (negated ? not(isIn(row)) : isIn(row)),
  };
}

function logic(op: 'AND' | 'OR', args: readonly ((row: Row) => Truth)[]): Bound {
  const combine = op === 'AND' ? and : or;
  return { type: boolean, value: (row) => combine(args.map((arg) => arg(row))) };
}

export function and(parts: readonly Truth[]): Truth {
  return parts.includes(false) ? false : parts.includes(null) ? null : true;
}

export function or(parts: readonly Truth[]): Truth {
  return parts.includes(true) ? true : parts.includes(null) ? null : false;
}

export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function caseOf(expr: Extract<Expr, { kind: 'case' }>, types: Types): Bound {
  const results = [...expr.branches.map((branch) => branch.result), expr.otherwise].map((part) => bind(part, types));
  const { type, args } = unified(results, 'column');
  const tests = expr.branches.map((branch) => condition(branch.when, types));
  return {
    type,
    value: (row) => {
      const hit = tests.findIndex((test) => test(row) === true);
      return args.at(hit)?.value(row) ?? null;
    },
  };
}
