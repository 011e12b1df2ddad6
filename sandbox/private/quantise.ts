/**
 * SQL that turns a number into whole steps of its public grid. Whatever the row holds, the result is NULL or lies between the bounds, so
 * a sum over it has a sensitivity that is known before any row is read.
 *
 * @see query-and-privacy.md §2.3 (NULL and NaN in least and greatest), §2.5 (quantise before any sum)
 */
import type { Grid } from '#policies/catalog/bounds.ts';
import type { Column } from '#policies/catalog/entry.ts';

/** `round(clamp(x, lo, hi) / step)` as BIGINT, half away from zero: exact for whole numbers and decimals, within one step for DOUBLE. */
export function quantised(sql: string, column: Column, grid: Grid): string {
  return column.type === 'DOUBLE' ? quantisedDouble(sql, grid) : quantisedExactly(sql, column, grid);
}

/** NaN is no number; infinities clamp. Every whole number here is below 2^52, which a DOUBLE holds exactly. */
function quantisedDouble(sql: string, { lo, hi, step }: Grid): string {
  const width = `(${step.digits}::DOUBLE / ${10n ** BigInt(step.scale)}::DOUBLE)`;
  const steps = `round(least(greatest(${sql} / ${width}, ${lo}::DOUBLE), ${hi}::DOUBLE))`;
  return `CASE WHEN ${sql} IS NOT NULL AND NOT isnan(${sql}) THEN CAST(${steps} AS BIGINT) END`;
}

/**
 * In whole numbers only. With x = X / 10^s, x / step is X · a / b in lowest terms. X is clamped to the bounds rounded outward first, so
 * that the product fits, and the steps to the bounds afterwards: they are whole, so the order does not matter for the result.
 */
function quantisedExactly(sql: string, { type }: Column, { lo, hi, step }: Grid): string {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type)?.map(Number) ?? [];
  const num = 10n ** BigInt(step.scale);
  const den = step.digits * 10n ** BigInt(scale ?? 0);
  const common = divisor(num, den);
  const [a, b] = [num / common, den / common];
  const [from, to] = [(lo * b) / a - 1n, (hi * b) / a + 1n];
  // Division of 128-bit numbers takes the engine fifty times as long.
  const isNarrow =
    (width ?? 0) <= 18 && [from * a, to * a, b].every((value) => value < 2n ** 62n && value > -(2n ** 62n));
  const whole = literals(isNarrow ? 'BIGINT' : 'HUGEINT');
  const near = `least(greatest(${whole.from(digits(sql, width, scale))}, ${whole.of(from)}), ${whole.of(to)})`;
  const product = a === 1n ? near : `(${near} * ${whole.of(a)})`;
  const steps = `least(greatest(${rounded(product, b, whole)}, ${whole.of(lo)}), ${whole.of(hi)})`;
  return `CASE WHEN ${sql} IS NOT NULL THEN CAST(${steps} AS BIGINT) END`;
}

/** The rounded quotient by `b`; the remainder is compared without doubling it, which could overflow. */
function rounded(sql: string, b: bigint, whole: Whole): string {
  if (b === 1n) return sql;
  const rest = `(abs(${sql}) % ${whole.of(b)})`;
  return `(${sql} // ${whole.of(b)} + CASE WHEN ${rest} >= ${whole.of(b)} - ${rest} THEN sign(${sql}) ELSE 0 END)`;
}

/** The digits of a number without its point. A product of wider decimals could overflow; their text has all digits. */
function digits(sql: string, width: number | undefined, scale = 0): string {
  if (width === undefined) return sql;
  if (width > 18) return `replace(CAST(${sql} AS VARCHAR), '.', '')`;
  return `${sql} * CAST(${10n ** BigInt(scale)} AS DECIMAL(${scale + 1},0))`;
}

/** How whole numbers are written in one type of the engine. */
interface Whole {
  readonly from: (sql: string) => string;
  /** A literal, or the outermost number where the type does not reach: a bound there clamps nothing. */
  readonly of: (value: bigint) => string;
}

function literals(type: 'BIGINT' | 'HUGEINT'): Whole {
  const most = 2n ** 127n - 1n;
  return {
    from: (sql) => `CAST(${sql} AS ${type})`,
    of: (value) => `CAST('${value > most ? most : value < -most ? -most : value}' AS ${type})`,
  };
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
