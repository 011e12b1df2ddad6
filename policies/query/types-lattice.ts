/**
 * The types of values, as DuckDB's binder names them, and what becomes of two that meet. A constant is not yet of one type: a whole
 * number takes the type of what it meets if it fits, a text beside a date is a date.
 *
 * @see https://github.com/duckdb/duckdb, src/common/types.cpp (CombineNumericTypes), src/function/cast_rules.cpp
 */
import type { Literal } from './syntax.ts';

export type IntegerName = 'TINYINT' | 'SMALLINT' | 'INTEGER' | 'BIGINT' | 'HUGEINT';
export type DecimalName = `DECIMAL(${number},${number})`;
export type NumberName = IntegerName | DecimalName | 'FLOAT' | 'DOUBLE';
/** The types that a value of a query can have. `NULL` is the constant before it has met anything. */
export type SqlTypeName = 'NULL' | 'BOOLEAN' | NumberName | 'VARCHAR' | 'DATE' | 'TIMESTAMP' | 'INTERVAL';

/** `any` is NULL: it fits everything. */
export type Family = 'any' | 'boolean' | 'number' | 'text' | 'date' | 'interval';

/** What is known of a value before there are rows. */
export interface Typed {
  readonly type: SqlTypeName;
  /** The constant, where the value is one as written. */
  readonly constant?: Literal;
  /** Of how many stored texts and constants it is put together at most. */
  readonly texts: number;
}

const digits: Readonly<Record<IntegerName, number>> = { TINYINT: 3, SMALLINT: 5, INTEGER: 10, BIGINT: 19, HUGEINT: 38 };
const integerNames = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT'] as const;
const maxDigits = 38;

export function isInteger(type: SqlTypeName): type is IntegerName {
  return Object.hasOwn(digits, type);
}

export function isNumber(type: SqlTypeName): type is NumberName {
  return isInteger(type) || isDecimal(type) || type === 'FLOAT' || type === 'DOUBLE';
}

export function isDecimal(type: SqlTypeName): type is DecimalName {
  return type.startsWith('DECIMAL');
}

/** @throws RangeError when `name` is no type of the language: the catalog and the decoder admit no other. */
export function typeNamed(name: string): SqlTypeName {
  if (/^DECIMAL\(\d+,\d+\)$/.test(name)) return name as DecimalName;
  const found = plainTypes.find((type) => type === name);
  if (!found) throw new RangeError(`no such type: ${name}`);
  return found;
}

const plainTypes = [
  'NULL',
  'BOOLEAN',
  ...integerNames,
  'FLOAT',
  'DOUBLE',
  'VARCHAR',
  'DATE',
  'TIMESTAMP',
  'INTERVAL',
] as const;

export function familyOf(type: SqlTypeName): Family {
  if (isNumber(type)) return 'number';
  if (type === 'NULL') return 'any';
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'VARCHAR') return 'text';
  return type === 'INTERVAL' ? 'interval' : 'date';
}

/** Digits in all, and after the point, that every value of an exact type fits. */
export function decimalOf(type: IntegerName | DecimalName): { readonly width: number; readonly scale: number } {
  if (isInteger(type)) return { width: digits[type], scale: 0 };
  const [width = 18, scale = 3] = (type.match(/\d+/g) ?? []).map(Number);
  return { width, scale };
}

export function decimal(width: number, scale: number): DecimalName {
  return `DECIMAL(${Math.min(width, maxDigits)},${scale})`;
}

/** The type that DuckDB gives to a constant. */
export function typeOfLiteral(literal: Literal): SqlTypeName {
  switch (literal.type) {
    case 'null':
      return 'NULL';
    case 'boolean':
      return 'BOOLEAN';
    case 'string':
      return 'VARCHAR';
    case 'number':
      return typeOfNumber(literal.text);
  }
}

function typeOfNumber(text: string): NumberName {
  if (/[eE]/.test(text)) return 'DOUBLE';
  const [whole = '', fraction] = text.replace('-', '').split('.');
  if (fraction !== undefined) return decimal(whole.length + fraction.length, fraction.length);
  // The sign comes after the digits were read.
  return BigInt(whole) > 2_147_483_647n ? 'BIGINT' : 'INTEGER';
}

/** The narrowest integer type, not below `from`, that the constant fits. */
function narrowest(text: string, from: IntegerName): IntegerName {
  const value = BigInt(text);
  const bits: Readonly<Record<IntegerName, bigint>> = {
    TINYINT: 7n,
    SMALLINT: 15n,
    INTEGER: 31n,
    BIGINT: 63n,
    HUGEINT: 127n,
  };
  const fits = (type: IntegerName): boolean => value < 1n << bits[type] && value >= -(1n << bits[type]);
  return integerNames.slice(integerNames.indexOf(from)).find(fits) ?? 'HUGEINT';
}

export function wholeConstant({ type, constant }: Typed): string | undefined {
  return isInteger(type) && constant?.type === 'number' ? constant.text : undefined;
}

/** The wider of two integer types; a constant takes the type of the other if it fits, and the second one the narrowest that it fits. */
export function widerInteger(a: Typed & { type: IntegerName }, b: Typed & { type: IntegerName }): IntegerName {
  const [left, right] = [wholeConstant(a), wholeConstant(b)];
  if (left !== undefined && right === undefined && narrowest(left, b.type) === b.type) return b.type;
  if (right !== undefined && left === undefined) return narrowest(right, a.type);
  return integerNames.indexOf(a.type) > integerNames.indexOf(b.type) ? a.type : b.type;
}

/** The type of two numbers that stand in the same place, as the branches of a CASE do. */
export function commonNumber(a: Typed & { type: NumberName }, b: Typed & { type: NumberName }): NumberName {
  for (const type of ['DOUBLE', 'FLOAT'] as const) if (a.type === type || b.type === type) return type;
  if (isInteger(a.type) && isInteger(b.type)) return widerInteger({ ...a, type: a.type }, { ...b, type: b.type });
  const [left, right] = [exact(a.type), exact(b.type)];
  const whole = Math.max(left.width - left.scale, right.width - right.scale);
  const scale = Math.max(left.scale, right.scale);
  if (whole + scale <= maxDigits) return decimal(whole + scale, scale);
  // Two decimals lose digits behind the point, a decimal and an integer before it.
  const isMixed = isInteger(a.type) || isInteger(b.type);
  return decimal(maxDigits, isMixed ? scale : maxDigits - whole);
}

function exact(type: NumberName): { readonly width: number; readonly scale: number } {
  return type === 'FLOAT' || type === 'DOUBLE' ? { width: maxDigits, scale: 0 } : decimalOf(type);
}

/**
 * Whether the engine's cast from one type to another can fail on a row, where it casts of itself. Text and intervals are not here:
 * they never meet another kind.
 */
export function canFail(from: SqlTypeName, to: SqlTypeName): boolean {
  if (from === 'DATE' && to === 'TIMESTAMP') return true;
  if (!isDecimal(to) || !isNumber(from)) return false;
  const [source, target] = [exact(from), decimalOf(to)];
  return source.width - source.scale > target.width - target.scale;
}
