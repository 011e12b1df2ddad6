/** Exact decimal numbers, for bounds and grids: what is declared as `0.01` stays one hundredth. */

/** `digits · 10^-scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

export const zero: Decimal = { digits: 0n, scale: 0 };
export const one: Decimal = { digits: 1n, scale: 0 };

/** @returns the number that SQL would read, e.g. `-12.50` or `1.5e3`; undefined for anything else, and beyond 40 digits */
export function parseDecimal(text: string): Decimal | undefined {
  const [, sign = '', whole = '', part = '', power = '0'] =
    /^(-?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?$/.exec(text) ?? [];
  if (whole + part === '' || whole.length + part.length > 40) return undefined;
  const scale = part.length - Number(power);
  const digits = BigInt(sign + whole + part);
  if (Math.abs(scale) > 40) return undefined;
  return scale >= 0 ? { digits, scale } : { digits: digits * tenTo(-scale), scale: 0 };
}

/** 10^power, power ≥ 0. */
export function tenTo(power: number): bigint {
  return 10n ** BigInt(power);
}

/** Both with the larger scale. */
function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint, number] {
  const scale = Math.max(a.scale, b.scale);
  return [a.digits * tenTo(scale - a.scale), b.digits * tenTo(scale - b.scale), scale];
}

export function add(a: Decimal, b: Decimal): Decimal {
  const [x, y, scale] = aligned(a, b);
  return { digits: x + y, scale };
}

export function negate({ digits, scale }: Decimal): Decimal {
  return { digits: -digits, scale };
}

export function multiply(a: Decimal, b: Decimal): Decimal {
  return { digits: a.digits * b.digits, scale: a.scale + b.scale };
}

/** Negative, zero or positive as `a` is below, at or above `b`. */
export function compare(a: Decimal, b: Decimal): number {
  const [x, y] = aligned(a, b);
  return x < y ? -1 : x > y ? 1 : 0;
}

export function smallest(values: readonly [Decimal, ...Decimal[]]): Decimal {
  return values.reduce((best, value) => (compare(value, best) < 0 ? value : best));
}

export function largest(values: readonly [Decimal, ...Decimal[]]): Decimal {
  return values.reduce((best, value) => (compare(value, best) > 0 ? value : best));
}

export function magnitude({ digits, scale }: Decimal): Decimal {
  return { digits: digits < 0n ? -digits : digits, scale };
}

/** How many whole `step`s are in `value`; rounded away from or toward minus infinity. */
export function stepsIn(value: Decimal, step: Decimal, rounding: 'floor' | 'ceil'): bigint {
  const [x, y] = aligned(value, step);
  const floor = x >= 0n ? x / y : -((-x + y - 1n) / y);
  return rounding === 'ceil' && floor * y !== x ? floor + 1n : floor;
}

/** Rounded to `scale` digits after the point, downward or upward. */
export function rounded(value: Decimal, scale: number, rounding: 'floor' | 'ceil'): Decimal {
  return { digits: stepsIn(value, { digits: 1n, scale }, rounding), scale };
}

/** The nearest number with at most `figures` significant digits, halves away from zero; at the same scale. */
export function significant({ digits, scale }: Decimal, figures: number): Decimal {
  const size = digits < 0n ? -digits : digits;
  const drop = String(size).length - figures;
  if (drop <= 0) return { digits, scale };
  const unit = tenTo(drop);
  const kept = ((size + unit / 2n) / unit) * unit;
  return { digits: digits < 0n ? -kept : kept, scale };
}

/** As SQL and people write it. */
export function decimalText({ digits, scale }: Decimal): string {
  if (scale === 0) return String(digits);
  const sign = digits < 0n ? '-' : '';
  const text = String(digits < 0n ? -digits : digits).padStart(scale + 1, '0');
  return `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

/** The same number without zeros at the end. */
export function shortened({ digits, scale }: Decimal): Decimal {
  return scale > 0 && digits % 10n === 0n ? shortened({ digits: digits / 10n, scale: scale - 1 }) : { digits, scale };
}
