/** + − * / // % and the rounding functions: what type they give, and NULL where the engine would fail. */
import { castTo, isNothing, strict, unified, type Bound } from './bound.ts';
import { asDecimal, bigint, commonType, day, decimalType, double, fits, int, tinyint, type Type } from './sql-type.ts';
import {
  date,
  decimal,
  exact,
  rescale,
  roundedQuotient,
  toDouble,
  type Decimal,
  type Present,
  type Value,
} from './value.ts';

type DecimalType = Extract<Type, { kind: 'decimal' }>;

/** A whole number of a type, or NULL where it overflows. */
function whole(value: bigint, type: Type): Value {
  return fits(value, type) ? value : null;
}

function decimalOf(digits: bigint, type: DecimalType): Value {
  return fits(digits, type) ? decimal(digits, type.scale) : null;
}

const isDate = ({ type }: Bound): boolean => type.kind === 'date';

export function add(args: readonly Bound[]): Bound {
  const [left, right] = args;
  if (left && !right) return left;
  if (args.some(isDate))
    return moveDate(
      args.toSorted((a, b) => Number(isDate(b)) - Number(isDate(a))),
      1n,
    );
  return sumOf(
    args,
    (a, b) => a + b,
    (a, b) => a + b,
  );
}

export function subtract(args: readonly Bound[]): Bound {
  const [left, right] = args;
  if (left && !right) return negate(left);
  if (args.every(isDate)) return strict(bigint, args, (a, b) => exact(a).digits - exact(b ?? a).digits);
  if (left && isDate(left)) return moveDate(args, -1n);
  return sumOf(
    args,
    (a, b) => a - b,
    (a, b) => a - b,
  );
}

function moveDate([from, by]: readonly Bound[], sign: bigint): Bound {
  if (!from || !by) throw new Error('a date is moved by days');
  return strict(day, [from, castTo(by, int)], (a, b) => date(Number(exact(a).digits + sign * exact(b).digits)));
}

type Exactly = (a: bigint, b: bigint) => bigint;
type Nearly = (a: number, b: number) => number;

function sumOf(args: readonly Bound[], exactly: Exactly, nearly: Nearly): Bound {
  const { type, args: same } = unified(args);
  if (type.kind !== 'decimal') return numeric(type, same, exactly, nearly);
  const result = narrowed(args, type.width + 1, type.scale);
  return strict(result, same, (a, b) =>
    decimalOf(exactly(rescale(exact(a), type.scale), rescale(exact(b), type.scale)), result),
  );
}

/** Decimals of at most 18 digits stay so: the engine prefers an overflow to a wider type. */
function narrowed(args: readonly Bound[], width: number, scale: number): DecimalType {
  const given = args.map((arg) => asDecimal(arg.type).width);
  const stays = width > 18 && Math.max(...given) <= 18 && scale < 18;
  return { kind: 'decimal', width: stays ? 18 : Math.min(width, 38), scale };
}

function numeric(type: Type, args: readonly Bound[], exactly: Exactly, nearly: Nearly): Bound {
  if (type.kind === 'integer') {
    return strict(type, args, (a, b) => whole(exactly(exact(a).digits, exact(b).digits), type));
  }
  if (type.kind === 'double') return strict(type, args, (a, b) => nearly(toDouble(a), toDouble(b)));
  throw new Error(`the interpreter does not calculate with ${type.kind}`);
}

export function multiply(args: readonly Bound[]): Bound {
  const type = commonType(args, 'comparison');
  if (type.kind !== 'decimal')
    return numeric(
      type,
      unified(args).args,
      (a, b) => a * b,
      (a, b) => a * b,
    );
  const given = args.map((arg) => asDecimal(arg.type));
  const total = (of: 'width' | 'scale'): number => given.reduce((sum, each) => sum + each[of], 0);
  const result = narrowed(args, total('width'), total('scale'));
  return strict(result, args, (a, b) => decimalOf(exact(a).digits * exact(b).digits, result));
}

/** `/` is a division of DOUBLEs, so that 1/0 is infinite. */
export function divide(args: readonly Bound[]): Bound {
  return strict(
    double,
    args.map((arg) => castTo(arg, double)),
    (a, b) => toDouble(a) / toDouble(b),
  );
}

/** `//` cuts whole numbers towards zero and divides all others like `/`; by zero it is NULL. */
export function divideWhole(args: readonly Bound[]): Bound {
  const { type, args: same } = unified(args);
  if (type.kind === 'integer') {
    return strict(type, same, (a, b) => (b === 0n ? null : whole(exact(a).digits / exact(b).digits, type)));
  }
  const wide = args.map((arg) => castTo(arg, double));
  return strict(double, wide, (a, b) => (b === 0 ? null : toDouble(a) / toDouble(b)));
}

/**
 * The remainder has the sign of the dividend. Where the quotient overflows the engine has no remainder either; of decimals that need
 * more than 38 digits together it is a DOUBLE.
 */
export function modulo(given: readonly Bound[]): Bound {
  const sizes = given.map(({ type }) => asDecimal(type));
  const needed =
    Math.max(...sizes.map(({ width, scale }) => width - scale)) + Math.max(...sizes.map(({ scale }) => scale));
  const isWide = needed > 38 && commonType(given, 'comparison').kind === 'decimal';
  const { type, args: same } = unified(isWide ? given.map((arg) => castTo(arg, double)) : given);
  if (type.kind === 'double') return strict(type, same, (a, b) => toDouble(a) % toDouble(b));
  if (type.kind !== 'decimal' && type.kind !== 'integer')
    throw new Error(`the interpreter does not take the remainder of ${type.kind}`);
  return strict(type, same, (a, b) => {
    const [x, y] = [exact(a).digits, exact(b).digits];
    if (y === 0n || (type.kind === 'integer' && !fits(x / y, type))) return null;
    return type.kind === 'integer' ? x % y : decimal(x % y, type.scale);
  });
}

function negate(arg: Bound): Bound {
  return mapNumber(arg, { whole: (value) => -value, real: (value) => -value });
}

interface ByKind {
  readonly whole: (value: bigint) => bigint;
  readonly real: (value: number) => number;
}

/** A function that keeps the type of its argument. */
function mapNumber(arg: Bound, { whole: exactly, real }: ByKind): Bound {
  const { type } = arg;
  if (type.kind === 'decimal') return strict(type, [arg], (a) => decimalOf(exactly(exact(a).digits), type));
  if (type.kind === 'integer') return strict(type, [arg], (a) => whole(exactly(exact(a).digits), type));
  if (type.kind === 'double') return strict(type, [arg], (a) => real(toDouble(a)));
  throw new Error(`the interpreter does not calculate with ${type.kind}`);
}

export function abs([arg]: readonly Bound[]): Bound {
  return mapNumber(only(arg), { whole: (value) => (value < 0n ? -value : value), real: Math.abs });
}

export function only(arg: Bound | undefined): Bound {
  if (!arg) throw new Error('an argument is missing');
  return arg;
}

export function sign([arg]: readonly Bound[]): Bound {
  return strict(tinyint, [only(arg)], (a) => {
    const size = typeof a === 'number' ? a : Number(exact(a).digits);
    return BigInt(Number.isNaN(size) ? 0 : Math.sign(size));
  });
}

/** Whole digits of `value` for one way of rounding. */
type Rounding = (value: Decimal) => bigint;

const power = (scale: number): bigint => 10n ** BigInt(scale);
const cut: Rounding = ({ digits, scale }) => digits / power(scale);
const down: Rounding = ({ digits, scale }) =>
  cut({ digits: digits - mod(digits, power(scale)), scale, kind: 'decimal' });
const nearest: Rounding = ({ digits, scale }) => roundedQuotient(digits, power(scale));
const mod = (a: bigint, b: bigint): bigint => ((a % b) + b) % b;

interface RoundingSpec {
  readonly exactly: Rounding;
  readonly real: (value: number) => number;
  /** What becomes of a whole number. */
  readonly ofWhole: 'same' | 'double';
}

function rounding({ exactly, real, ofWhole }: RoundingSpec): (args: readonly Bound[]) => Bound {
  return ([given]) => {
    const arg = only(given);
    if (arg.type.kind === 'decimal') {
      const type: DecimalType = { ...arg.type, scale: 0 };
      return strict(type, [arg], (a) => decimal(exactly(exact(a)), 0));
    }
    if (arg.type.kind === 'integer' && ofWhole === 'same') return { type: arg.type, value: arg.value };
    return strict(double, [castTo(arg, double)], (a) => real(toDouble(a)));
  };
}

export const floor = rounding({ exactly: down, real: Math.floor, ofWhole: 'double' });
export const ceil = rounding({
  exactly: (value) => -down({ ...value, digits: -value.digits }),
  real: Math.ceil,
  ofWhole: 'double',
});
export const trunc = rounding({ exactly: cut, real: Math.trunc, ofWhole: 'same' });
const roundWhole = rounding({ exactly: nearest, real: awayFromZero, ofWhole: 'same' });

function awayFromZero(value: number): number {
  const size = Math.abs(value);
  const lower = Math.floor(size);
  return Math.sign(value) * (size - lower >= 0.5 ? lower + 1 : lower);
}

/** `digits` is a constant: how many decimals remain, or with a minus, how many digits become zero. */
export function round([given, places]: readonly Bound[]): Bound {
  const arg = only(given);
  if (!places) return roundWhole([arg]);
  const digits = Number(constant(places));
  const { type } = arg;
  if (type.kind === 'double') return strict(double, [arg], (a) => roundDouble(toDouble(a), digits));
  const scale = type.kind === 'decimal' ? type.scale : 0;
  if (digits >= scale) return strict(type, [arg], (a) => a);
  const step = power(scale - digits);
  const shown = Math.max(digits, 0);
  const result: Type = type.kind === 'decimal' ? decimalType(type.width, shown) : type;
  // A defect of the engine: where no digit remains it gives 0, of 999.9 and of NULL too.
  if (type.kind === 'decimal' && digits < 0 && -digits >= type.width - scale && !isNothing(arg))
    return { type: result, value: () => decimal(0n, shown) };
  return strict(result, [arg], (a) => {
    const value = roundedQuotient(exact(a).digits, step) * power(shown - digits);
    return type.kind === 'decimal' ? decimal(value, shown) : whole(value, type);
  });
}

function constant(bound: Bound): Present {
  const value = bound.value(new Map());
  if (value === null) throw new Error('the interpreter needs a constant here');
  return value;
}

/** Without an end, a number that is cut before the point becomes 0, and one that is cut behind it stays. */
function roundDouble(value: number, digits: number): number {
  const step = 10 ** Math.abs(digits);
  const rounded = digits < 0 ? awayFromZero(value / step) * step : awayFromZero(value * step) / step;
  if (Number.isFinite(rounded)) return rounded;
  return digits < 0 ? 0 : value;
}

/** A function of a DOUBLE; NULL where the engine has an error. */
export function real(of: (...values: number[]) => number | null): (args: readonly Bound[]) => Bound {
  return (args) =>
    strict(
      double,
      args.map((arg) => castTo(arg, double)),
      (...values) => of(...values.map(toDouble)),
    );
}
