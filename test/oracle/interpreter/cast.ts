/** TRY_CAST: the value in another type, or NULL where it does not fit. */
import { dateText, dayOf, microsOf, parseMoment, timestampText } from './calendar.ts';
import { fits, type Type } from './sql-type.ts';
import {
  date,
  decimal,
  decimalText,
  exact,
  rescale,
  roundedQuotient,
  timestamp,
  toDouble,
  type Decimal,
  type Present,
  type Value,
} from './value.ts';

export function cast(value: Value, type: Type): Value {
  if (value === null) return null;
  switch (type.kind) {
    case 'null':
      return value;
    case 'text':
      return textOf(value);
    case 'boolean':
      return toBoolean(value);
    case 'integer':
      return toInteger(value, type);
    case 'decimal':
      return toDecimal(value, type);
    case 'double':
      return typeof value === 'string' ? parseDouble(value) : toDouble(number(value));
    case 'float':
      return toFloat(value);
    case 'date':
    case 'timestamp':
      return toMoment(value, type.kind);
  }
}

/** Dates and numbers do not become each other. */
function number(value: Present): Present {
  if (typeof value === 'object' && value.kind !== 'decimal')
    throw new Error('the interpreter does not cast a date to a number');
  return value;
}

export function textOf(value: Present): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return doubleText(value);
  if (value.kind === 'decimal') return decimalText(value);
  return value.kind === 'date' ? dateText(value.day) : timestampText(value.micros);
}

function doubleText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  if (value !== 0 && (Math.abs(value) >= 1e15 || Math.abs(value) < 1e-3))
    throw new Error('the interpreter does not write this DOUBLE as text');
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

function toBoolean(value: Present): Value {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    const word = value.toLowerCase();
    if (['true', 't', 'yes', 'y', '1'].includes(word)) return true;
    return ['false', 'f', 'no', 'n', '0'].includes(word) ? false : null;
  }
  return typeof value === 'number' ? value !== 0 : exact(number(value)).digits !== 0n;
}

function toInteger(value: Present, type: Type): Value {
  const whole = typeof value === 'number' ? wholeOfDouble(value) : roundTo(numberOf(value), 0);
  return whole !== undefined && fits(whole, type) ? whole : null;
}

/** A DOUBLE is rounded half to even, a decimal half away from zero. */
function wholeOfDouble(value: number): bigint | undefined {
  if (!Number.isFinite(value)) return undefined;
  const floor = Math.floor(value);
  const rest = value - floor;
  return BigInt(rest > 0.5 || (rest === 0.5 && floor % 2 !== 0) ? floor + 1 : floor);
}

function roundTo(value: Decimal | undefined, scale: number): bigint | undefined {
  if (!value) return undefined;
  if (value.scale <= scale) return rescale(value, scale);
  return roundedQuotient(value.digits, 10n ** BigInt(value.scale - scale));
}

function toDecimal(value: Present, type: Extract<Type, { kind: 'decimal' }>): Value {
  const digits = typeof value === 'number' ? digitsOfDouble(value, type.scale) : roundTo(numberOf(value), type.scale);
  return digits !== undefined && fits(digits, type) ? decimal(digits, type.scale) : null;
}

function digitsOfDouble(value: number, scale: number): bigint | undefined {
  const scaled = value * 10 ** scale;
  if (!Number.isFinite(scaled)) return undefined;
  return BigInt(Math.sign(scaled) * Math.round(Math.abs(scaled)));
}

function numberOf(value: Present): Decimal | undefined {
  return typeof value === 'string' ? parseNumber(value) : exact(number(value));
}

/** A number as text, exactly. */
export function parseNumber(from: string): Decimal | undefined {
  const [, sign, whole = '', fraction = ''] = /^\s*([+-]?)(\d*)(?:\.(\d*))?\s*$/.exec(from) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const size = BigInt(whole + fraction);
  return decimal(sign === '-' ? -size : size, fraction.length);
}

function parseDouble(from: string): Value {
  const parsed = parseNumber(from);
  return parsed ? toDouble(parsed) : null;
}

function toFloat(value: Present): Value {
  const wide = typeof value === 'string' ? parseDouble(value) : toDouble(number(value));
  if (typeof wide !== 'number') return null;
  const narrow = Math.fround(wide);
  return Number.isFinite(wide) && !Number.isFinite(narrow) ? null : narrow;
}

function toMoment(value: Present, kind: 'date' | 'timestamp'): Value {
  const micros = typeof value === 'string' ? parseMoment(value) : microsOf(value);
  if (micros === undefined) return null;
  return kind === 'date' ? date(dayOf(micros)) : timestamp(micros);
}
