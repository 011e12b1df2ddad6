/**
 * The type of a call: which kinds of arguments a function takes, and the rules by which the type of its result follows from them.
 * They are DuckDB's; the test asks its binder about every function and every combination of types.
 */
import { functionSpec, type FunctionName } from './functions.ts';
import type { FixedType, Takes, TypeRule } from './functions-spec.ts';
import {
  commonNumber,
  decimal,
  decimalOf,
  familyOf,
  isDecimal,
  isInteger,
  isNumber,
  wholeConstant,
  widerInteger,
  type IntegerName,
  type NumberName,
  type SqlTypeName,
  type Typed,
} from './types-lattice.ts';

/** What does not fit: the position of the argument, and what it must be. */
export interface Misfit {
  readonly argument: number;
  readonly must: string;
}

export type CallType = { readonly type: SqlTypeName } | Misfit;

/**
 * @param args with `common` arguments already checked against each other
 * @returns the type, or the first argument that does not fit
 */
export function typeOfCall(name: FunctionName, args: readonly Typed[]): CallType {
  const { takes, gives } = functionSpec(name);
  for (const [argument, typed] of args.entries()) {
    const wanted = takes[Math.min(argument, takes.length - 1)] ?? 'any';
    if (typed.type !== 'NULL' && !accepts[wanted](typed)) return { argument, must: words[wanted] };
  }
  return isFixed(gives) ? { type: gives } : rules[gives](args);
}

const fixed: Readonly<Record<FixedType, true>> = {
  BOOLEAN: true,
  TINYINT: true,
  BIGINT: true,
  INTEGER: true,
  HUGEINT: true,
  DOUBLE: true,
  VARCHAR: true,
  DATE: true,
  TIMESTAMP: true,
  INTERVAL: true,
};

function isFixed(gives: FixedType | TypeRule): gives is FixedType {
  return Object.hasOwn(fixed, gives);
}

const isDate = ({ type }: Typed): boolean => type === 'DATE' || type === 'TIMESTAMP';

const accepts: Readonly<Record<Takes, (typed: Typed) => boolean>> = {
  any: () => true,
  boolean: ({ type }) => type === 'BOOLEAN',
  number: ({ type }) => isNumber(type),
  integer: ({ type }) => isInteger(type),
  int32: (typed) => fits(typed, 'INTEGER'),
  int64: (typed) => fits(typed, 'BIGINT'),
  text: ({ type }) => type === 'VARCHAR',
  date: isDate,
  'number or date': (typed) => isNumber(typed.type) || isDate(typed),
  interval: ({ type }) => type === 'INTERVAL',
  time: (typed) => isDate(typed) || typed.type === 'INTERVAL',
};

const words: Readonly<Record<Takes, string>> = {
  any: 'a value',
  boolean: 'a boolean',
  number: 'a number',
  integer: 'a whole number',
  int32: 'an INTEGER',
  int64: 'a BIGINT',
  text: 'text',
  date: 'a date',
  'number or date': 'a number or a date',
  interval: 'an interval',
  time: 'a date or an interval',
};

function fits(typed: Typed, wanted: IntegerName): boolean {
  return isInteger(typed.type) && widerInteger({ type: typed.type, texts: 0 }, { type: wanted, texts: 0 }) === wanted;
}

const first: Typed = { type: 'NULL', texts: 0 };

const rules: Readonly<Record<TypeRule, (args: readonly Typed[]) => CallType>> = {
  first: ([arg = first]) => ({ type: arg.type }),
  second: ([, arg = first]) => ({ type: arg.type }),
  common: (args) => ({ type: commonOf(args) }),
  sum: (args) => additive('+', args),
  difference: (args) => additive('-', args),
  product: ([a = first, b = first]) => {
    if (isScaled(a, b) || isScaled(b, a)) return { type: 'INTERVAL' };
    return ofNumbers(a, b, productOf);
  },
  quotient: ([a = first, b = first]) => {
    if (isScaled(a, b)) return { type: 'INTERVAL' };
    return orMisfit(a, b) ?? { type: hasFloat(a, b) ? 'FLOAT' : 'DOUBLE' };
  },
  'whole quotient': ([a = first, b = first]) => ofNumbers(a, b, () => 'DOUBLE'),
  remainder: ([a = first, b = first]) =>
    ofNumbers(a, b, (x, y) => {
      const scale = Math.max(x.scale, y.scale);
      const width = Math.max(x.width - x.scale, y.width - y.scale) + scale;
      return width > 38 ? 'DOUBLE' : within64Bits(width, scale, [x, y]);
    }),
  'widest integer': ([a = first, b = first]) => ofNumbers(a, b, () => 'DOUBLE'),
  'common divisor': (args) => ({ type: args.some(({ type }) => type === 'HUGEINT') ? 'HUGEINT' : 'BIGINT' }),
  rounded: ([arg = first, count]) => ({ type: roundedTo(arg.type, count ? Number(wholeConstant(count) ?? '0') : 0) }),
  whole: ([arg = first]) => {
    if (isDecimal(arg.type)) return { type: roundedTo(arg.type, 0) };
    return { type: arg.type === 'FLOAT' ? 'FLOAT' : 'DOUBLE' };
  },
  'calendar part': ([part = first, arg = first]) => {
    const name = constantText(part);
    if (arg.type === 'INTERVAL' && ofDatesOnly.has(name)) return { argument: 1, must: 'a date' };
    return { type: name === 'epoch' ? 'DOUBLE' : 'BIGINT' };
  },
  truncated: ([, arg = first]) => ({ type: arg.type === 'INTERVAL' ? 'INTERVAL' : 'TIMESTAMP' }),
};

/** Calendar parts that a length of time does not have: the engine fails where a row is, and TRY does not catch it. */
const ofDatesOnly: ReadonlySet<string | undefined> = new Set([
  'week',
  'yearweek',
  'isoyear',
  'dow',
  'isodow',
  'doy',
  'era',
]);

function constantText({ constant }: Typed): string | undefined {
  return constant?.type === 'string' ? constant.text.toLowerCase() : undefined;
}

/** Of values that are known to fit each other. */
export function commonOf(args: readonly Typed[]): SqlTypeName {
  return args.reduce<Typed>(meet, first).type;
}

/** Of the results of a CASE: there a constant that does not fit the others keeps its own type. */
export function commonOfCase(args: readonly Typed[]): SqlTypeName {
  return args.reduce<Typed>((a, b) => (b.constant ? meet(b, a) : meet(a, b)), first).type;
}

function meet(a: Typed, b: Typed): Typed {
  if (a.type === 'NULL') return b;
  if (b.type === 'NULL') return a;
  if (isNumber(a.type) && isNumber(b.type)) {
    const type = commonNumber({ ...a, type: a.type }, { ...b, type: b.type });
    return { type, texts: 0 };
  }
  // A boolean is a number beside a number, a text is a date beside a date, a date is a moment beside a moment.
  const order: readonly SqlTypeName[] = ['BOOLEAN', 'VARCHAR', 'DATE', 'TIMESTAMP', 'INTERVAL'];
  if (isNumber(a.type) || isNumber(b.type)) return isNumber(a.type) ? a : b;
  return order.indexOf(a.type) > order.indexOf(b.type) ? a : b;
}

type Whole = Typed & { readonly type: IntegerName };

type Exact = ReturnType<typeof decimalOf>;

function orMisfit(a: Typed, b: Typed): Misfit | undefined {
  const argument = [a, b].findIndex(({ type }) => type !== 'NULL' && !isNumber(type));
  return argument < 0 ? undefined : { argument, must: 'a number' };
}

/** @param exact the type of the result where a decimal is among the arguments and no floating-point number */
function ofNumbers(a: Typed, b: Typed, exact: (a: Exact, b: Exact) => NumberName): CallType {
  const misfit = orMisfit(a, b);
  if (misfit) return misfit;
  if (!isNumber(a.type) || !isNumber(b.type)) return { type: isNumber(a.type) ? a.type : b.type };
  if (a.type === 'DOUBLE' || b.type === 'DOUBLE') return { type: 'DOUBLE' };
  if (a.type === 'FLOAT' || b.type === 'FLOAT') return { type: 'FLOAT' };
  if (isInteger(a.type) && isInteger(b.type)) {
    return { type: operandType({ ...a, type: a.type }, { ...b, type: b.type }) };
  }
  return { type: exact(decimalOf(a.type), decimalOf(b.type)) };
}

/** A constant that the other operand's type cannot hold stays what it is. */
function operandType(a: Whole, b: Whole): IntegerName {
  const common = widerInteger(a, b);
  const isHeld = common === a.type || common === b.type;
  return isHeld ? common : widerInteger({ type: a.type, texts: 0 }, { type: b.type, texts: 0 });
}

function hasFloat(a: Typed, b: Typed): boolean {
  return a.type !== 'DOUBLE' && b.type !== 'DOUBLE' && (a.type === 'FLOAT' || b.type === 'FLOAT');
}

/** A length of time, multiplied. */
function isScaled(a: Typed, b: Typed): boolean {
  return a.type === 'INTERVAL' && (isNumber(b.type) || b.type === 'NULL');
}

/** `+` and `-`: numbers, days after a date, lengths of time. */
function additive(sign: '+' | '-', [a = first, b]: readonly Typed[]): CallType {
  if (!b)
    return isNumber(a.type) || a.type === 'NULL' || (a.type === 'INTERVAL' && sign === '-')
      ? { type: a.type }
      : { argument: 0, must: 'a number' };
  const kinds = `${familyOf(a.type)} ${sign} ${familyOf(b.type)}`;
  switch (kinds) {
    case 'date + number':
    case 'date - number':
      return moved(a, b, 1);
    case 'number + date':
      return moved(b, a, 0);
    case 'date + interval':
    case 'date - interval':
    case 'interval + date':
      return { type: 'TIMESTAMP' };
    case 'date - date':
      return { type: isDays(a, b) ? 'BIGINT' : 'INTERVAL' };
    case 'interval + interval':
    case 'interval - interval':
      return { type: 'INTERVAL' };
    default:
      return ofNumbers(a, b, (x, y) => {
        const scale = Math.max(x.scale, y.scale);
        return within64Bits(Math.max(x.width - x.scale, y.width - y.scale) + scale + 1, scale, [x, y]);
      });
  }
}

function productOf(x: Exact, y: Exact): NumberName {
  const [width, scale] = [x.width + y.width, x.scale + y.scale];
  return scale < 18 ? within64Bits(width, scale, [x, y]) : decimal(width, scale);
}

/** Decimals of at most 18 digits stay so, and the engine fails where the digits do not suffice. */
function within64Bits(width: number, scale: number, args: readonly Exact[]): NumberName {
  return decimal(args.every((arg) => arg.width <= 18) ? Math.min(width, 18) : width, scale);
}

function isDays(a: Typed, b: Typed): boolean {
  return a.type === 'DATE' && b.type === 'DATE';
}

function moved(date: Typed, days: Typed, argument: number): CallType {
  if (date.type !== 'DATE') return { argument, must: 'an interval (INTERVAL 1 DAY)' };
  return fits(days, 'INTEGER') ? { type: 'DATE' } : { argument, must: 'an INTEGER or an interval' };
}

function roundedTo(type: SqlTypeName, count: number): SqlTypeName {
  if (!isDecimal(type)) return type;
  const { width, scale } = decimalOf(type);
  return decimal(width, Math.min(scale, Math.max(0, count)));
}
