/**
 * The types of the reference interpreter. They matter because the engine's answers depend on them: where a sum overflows, how many
 * digits a product has, whether a division is exact.
 */

export type Type =
  | { readonly kind: 'null' | 'boolean' | 'text' | 'date' | 'timestamp' | 'double' | 'float' }
  | { readonly kind: 'integer'; readonly bits: number }
  | { readonly kind: 'decimal'; readonly width: number; readonly scale: number };

export const nullType: Type = { kind: 'null' };
export const boolean: Type = { kind: 'boolean' };
export const text: Type = { kind: 'text' };
export const day: Type = { kind: 'date' };
export const instant: Type = { kind: 'timestamp' };
export const double: Type = { kind: 'double' };
export const tinyint = integer(8);
export const int = integer(32);
export const bigint = integer(64);
export const hugeint = integer(128);

export function integer(bits: number): Type {
  return { kind: 'integer', bits };
}

/** DuckDB has no more than 38 digits. */
export function decimalType(width: number, scale: number): Type {
  return { kind: 'decimal', width: Math.min(width, 38), scale };
}

const named: Readonly<Record<string, Type>> = {
  '"NULL"': nullType,
  BOOLEAN: boolean,
  VARCHAR: text,
  DATE: day,
  TIMESTAMP: instant,
  DOUBLE: double,
  FLOAT: { kind: 'float' },
  TINYINT: tinyint,
  SMALLINT: integer(16),
  INTEGER: int,
  BIGINT: bigint,
  HUGEINT: hugeint,
};

export function parseType(name: string): Type {
  const [, width, scale] = /^DECIMAL\((\d+),\s*(\d+)\)$/.exec(name) ?? [];
  if (width !== undefined) return decimalType(Number(width), Number(scale));
  const type = named[name];
  if (!type) throw new Error(`the interpreter does not know the type ${name}`);
  return type;
}

export function typeName(type: Type): string {
  if (type.kind === 'decimal') return `DECIMAL(${type.width},${type.scale})`;
  const found = Object.entries(named).find(([, other]) => sameType(type, other));
  return found?.[0] ?? type.kind;
}

export function sameType(a: Type, b: Type): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** What DuckDB makes of a whole number beside a decimal. */
export function asDecimal(type: Type): { readonly width: number; readonly scale: number } {
  if (type.kind === 'decimal') return type;
  const digits = new Map([
    [8, 3],
    [16, 5],
    [32, 10],
    [64, 19],
    [128, 38],
  ]);
  return { width: type.kind === 'integer' ? (digits.get(type.bits) ?? 38) : 1, scale: 0 };
}

/** A constant whole number takes the type of what stands beside it, where it fits. */
export interface Typed {
  readonly type: Type;
  readonly whole?: bigint;
  /** A text constant, which becomes a date beside a date. */
  readonly quoted?: true;
}

/**
 * Why values of several types meet: to be compared or calculated with, or to be one column (CASE, coalesce, greatest, UNION). Where
 * two decimals need more than 38 digits together, one column loses digits after the point, and a comparison digits before it.
 */
export type Meeting = 'comparison' | 'column';

/** The type in which values meet. */
export function commonType(items: readonly Typed[], meeting: Meeting): Type {
  const [first, ...rest] = items;
  if (!first) return nullType;
  return rest.reduce<Typed>((a, b) => ({ type: meet(a, b, meeting) }), first).type;
}

function meet(a: Typed, b: Typed, meeting: Meeting): Type {
  const [x, y] = [a.type, b.type];
  if (x.kind === 'null' || sameType(x, y)) return y;
  if (y.kind === 'null') return x;
  if (x.kind === 'integer' && y.kind === 'integer') return meetIntegers(a, b, Math.max(x.bits, y.bits));
  if (a.quoted && x.kind === 'text') return y;
  if (b.quoted && y.kind === 'text') return x;
  const kinds = [x.kind, y.kind];
  if (kinds.includes('text')) return text;
  if (kinds.includes('timestamp')) return instant;
  if (kinds.includes('boolean')) return x.kind === 'boolean' ? y : x;
  if (kinds.includes('double')) return double;
  if (kinds.includes('float')) return { kind: 'float' };
  const [p, q] = [asDecimal(x), asDecimal(y)];
  const whole = Math.max(p.width - p.scale, q.width - q.scale);
  const scale = Math.max(p.scale, q.scale);
  const isCut = meeting === 'column' && x.kind === 'decimal' && y.kind === 'decimal';
  return decimalType(whole + scale, isCut ? Math.min(scale, 38 - whole) : scale);
}

function meetIntegers(a: Typed, b: Typed, bits: number): Type {
  if (a.whole !== undefined && b.whole === undefined && fits(a.whole, b.type)) return b.type;
  if (b.whole !== undefined && a.whole === undefined && fits(b.whole, a.type)) return a.type;
  return integer(bits);
}

export function fits(value: bigint, type: Type): boolean {
  if (type.kind === 'decimal') return value < 10n ** BigInt(type.width) && value > -(10n ** BigInt(type.width));
  if (type.kind !== 'integer') return false;
  const half = 1n << BigInt(type.bits - 1);
  return value >= -half && value < half;
}
