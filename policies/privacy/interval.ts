/**
 * Between which public bounds a value lies, computed from declared bounds of columns and from constants in the text; never from data.
 * A bound that is not known is absent: `least(greatest(x, 0), 500)` has both whatever `x` is. Privacy does not rest on these bounds being
 * right, for the value is clamped to them once more; usefulness does.
 *
 * @see query-and-privacy.md §2.5, §2.14
 */
import { constantText, type ColumnId, type Expr } from '../query/ir.ts';
import {
  add,
  compare,
  largest,
  magnitude,
  multiply,
  negate,
  one,
  parseDecimal,
  rounded,
  smallest,
  zero,
  type Decimal,
} from '../decimal.ts';

/** `step`: all values are multiples of it; absent where the grid is not known. NULL and NaN are in every interval. */
export interface Interval {
  readonly lo?: Decimal;
  readonly hi?: Decimal;
  readonly step?: Decimal;
}

export type Intervals = ReadonlyMap<ColumnId, Interval>;

export const anything: Interval = {};
const zeroToOne: Interval = { lo: zero, hi: one, step: one };

export function wholeFrom(lo: number | bigint, hi: number | bigint): Interval {
  return { lo: { digits: BigInt(lo), scale: 0 }, hi: { digits: BigInt(hi), scale: 0 }, step: one };
}

/** For every row in which the columns lie in their intervals, the value of `expr` is NULL, NaN or in the result. */
export function intervalOf(expr: Expr, columns: Intervals): Interval {
  const of = (part: Expr): Interval => intervalOf(part, columns);
  switch (expr.kind) {
    case 'column':
      return columns.get(expr.id) ?? anything;
    case 'literal':
      return literal(expr.literal);
    case 'cast':
      return castTo(of(expr.arg), expr.type);
    case 'case':
      return hull([...expr.branches.map((branch) => branch.result), expr.otherwise].filter(isSomething).map(of));
    case 'call':
      return call(expr, of);
    case 'compare':
    case 'between':
    case 'in':
    case 'logic':
    case 'not':
    case 'isNull':
      return zeroToOne;
  }
}

function isSomething(expr: Expr): boolean {
  return !(expr.kind === 'literal' && expr.literal.type === 'null');
}

function literal(value: Extract<Expr, { kind: 'literal' }>['literal']): Interval {
  if (value.type === 'boolean') return zeroToOne;
  const number = value.type === 'number' ? parseDecimal(value.text) : undefined;
  return number ? { lo: number, hi: number, step: { digits: 1n, scale: number.scale } } : anything;
}

/** The smallest interval that holds all of them. */
export function hull(parts: readonly Interval[]): Interval {
  const los = parts.map(({ lo }) => lo);
  const his = parts.map(({ hi }) => hi);
  return interval(every(los) && smallest2(los), every(his) && largest2(his), finest(parts));
}

function every(values: readonly (Decimal | undefined)[]): boolean {
  return values.length > 0 && values.every((value) => value !== undefined);
}

function known(values: readonly (Decimal | undefined)[]): readonly Decimal[] {
  return values.filter((value) => value !== undefined);
}

function smallest2(values: readonly (Decimal | undefined)[]): Decimal | false {
  const [first, ...rest] = known(values);
  return first ? smallest([first, ...rest]) : false;
}

function largest2(values: readonly (Decimal | undefined)[]): Decimal | false {
  const [first, ...rest] = known(values);
  return first ? largest([first, ...rest]) : false;
}

function interval(lo: Decimal | false | undefined, hi: Decimal | false | undefined, step?: Decimal): Interval {
  return { ...(lo && { lo }), ...(hi && { hi }), ...(step && { step }) };
}

/** Powers of ten divide each other, so the finest grid holds all. */
function finest(parts: readonly Interval[]): Decimal | undefined {
  const steps = parts.map(({ step }) => (step && isPowerOfTen(step) ? step : undefined));
  return every(steps) ? smallest2(steps) || undefined : undefined;
}

function isPowerOfTen({ digits }: Decimal): boolean {
  return /^10*$/.test(String(digits));
}

const wholeRanges: Readonly<Record<string, readonly [number, number]>> = {
  sign: [-1, 1],
  quarter: [1, 4],
  month: [1, 12],
  week: [1, 53],
  day: [1, 31],
  dayofweek: [0, 6],
  isodow: [1, 7],
  dayofyear: [1, 366],
  hour: [0, 23],
  minute: [0, 59],
  second: [0, 60],
};

interface Args {
  readonly first: Interval;
  readonly second: Interval;
  readonly args: readonly Expr[];
  readonly of: (part: Expr) => Interval;
}

const byRule: Readonly<Record<string, (args: Args) => Interval>> = {
  '+': ({ first, second, args }) => (args.length === 1 ? first : sum(first, second)),
  '-': ({ first, second, args }) => (args.length === 1 ? minus(first) : sum(first, minus(second))),
  '*': ({ first, second }) => product(first, second),
  abs: ({ first }) => absolute(first),
  round: ({ first, args }) => snapped(first, args[1] ? digitsOf(args[1]) : 0),
  floor: ({ first }) => snapped(first, 0),
  ceil: ({ first }) => snapped(first, 0),
  trunc: ({ first }) => snapped(first, 0),
  nullif: ({ first }) => first,
  coalesce: ({ args, of }) => hull(args.filter(isSomething).map(of)),
  greatest: ({ args, of }) => extreme(args, of),
  least: ({ args, of }) => minus(extreme(args, (part) => minus(of(part)))),
};

function call(expr: Extract<Expr, { kind: 'call' }>, of: (part: Expr) => Interval): Interval {
  const { name, args } = expr;
  const range = wholeRanges[name];
  if (range) return wholeFrom(...range);
  const rule = byRule[name];
  const [first = anything, second = anything] = args.map(of);
  return rule ? rule({ first, second, args, of }) : byName(expr);
}

/** Functions whose range stands in their constant arguments. */
function byName({ name, args }: Extract<Expr, { kind: 'call' }>): Interval {
  const text = constantText(args[0]);
  const range = name === 'date_part' && text !== undefined ? wholeRanges[parts[text] ?? text] : undefined;
  if (range) return wholeFrom(...range);
  const buckets = name === 'width_bucket' ? Number(constantText(args[3])) : Number.NaN;
  return Number.isSafeInteger(buckets) ? wholeFrom(0, buckets + 1) : anything;
}

const parts: Readonly<Record<string, string>> = { dow: 'dayofweek', doy: 'dayofyear' };

function sum(a: Interval, b: Interval): Interval {
  return interval(a.lo && b.lo && add(a.lo, b.lo), a.hi && b.hi && add(a.hi, b.hi), finest([a, b]));
}

function minus({ lo, hi, step }: Interval): Interval {
  return interval(hi && negate(hi), lo && negate(lo), step);
}

function product(a: Interval, b: Interval): Interval {
  const step = a.step && b.step ? multiply(a.step, b.step) : undefined;
  if (!a.lo || !a.hi || !b.lo || !b.hi) return interval(undefined, undefined, step);
  const corners = [multiply(a.lo, b.lo), multiply(a.lo, b.hi), multiply(a.hi, b.lo), multiply(a.hi, b.hi)];
  return interval(smallest2(corners), largest2(corners), step);
}

function absolute({ lo, hi, step }: Interval): Interval {
  if (!lo || !hi) return interval(zero, undefined, step);
  return interval(zero, largest([magnitude(lo), magnitude(hi)]), step);
}

function snapped({ lo, hi }: Interval, digits: number | undefined): Interval {
  if (digits === undefined || digits < 0)
    return interval(lo && rounded(lo, 0, 'floor'), hi && rounded(hi, 0, 'ceil'), one);
  return interval(lo && rounded(lo, digits, 'floor'), hi && rounded(hi, digits, 'ceil'), { digits: 1n, scale: digits });
}

function digitsOf(expr: Expr): number | undefined {
  const digits = Number(constantText(expr));
  return Number.isSafeInteger(digits) && Math.abs(digits) <= 18 ? digits : undefined;
}

/** greatest(…) skips NULL, so only a constant is a sure lower bound; every argument may be the result. */
function extreme(args: readonly Expr[], of: (part: Expr) => Interval): Interval {
  const all = args.map(of);
  const sure = largest2(args.filter(isConstant).map((arg) => of(arg).lo));
  const los = all.map(({ lo }) => lo);
  const his = all.map(({ hi }) => hi);
  return interval(sure || (every(los) && smallest2(los)), every(his) && largest2(his), finest(all));
}

/** A number as written, with its sign. */
function isConstant(expr: Expr): boolean {
  if (expr.kind === 'call' && expr.name === '-' && expr.args.length === 1) return expr.args.every(isConstant);
  return expr.kind === 'literal';
}

const wholeTypes: ReadonlySet<string> = new Set(['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']);

function castTo(value: Interval, type: string): Interval {
  if (wholeTypes.has(type)) return snapped(value, 0);
  const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
  if (scale !== undefined) return snapped(value, Number(scale));
  return type === 'BOOLEAN' ? zeroToOne : type === 'DOUBLE' || type === 'FLOAT' ? value : anything;
}

/** Both bounds, or nothing. */
export function isBounded(value: Interval): value is Interval & { readonly lo: Decimal; readonly hi: Decimal } {
  return value.lo !== undefined && value.hi !== undefined && compare(value.lo, value.hi) <= 0;
}
