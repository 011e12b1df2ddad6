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
  const width = `(${step.unscaled}::DOUBLE / ${10n ** BigInt(step.scale)}::DOUBLE)`;
  const steps = `round(least(greatest(${sql} / ${width}, ${lo}::DOUBLE), ${hi}::DOUBLE))`;
  return `CASE WHEN ${sql} IS NOT NULL AND NOT isnan(${sql}) THEN CAST(${steps} AS BIGINT) END`;
}

/**
 * In whole numbers only. With x = X / 10^s, x / step is X · a / b in lowest terms. X is clamped to the bounds rounded outward first, so
 * that the product fits, and the steps to the bounds afterwards: they are whole, so the order does not matter for the result.
 */
function quantisedExactly(sql: string, column: Column, { lo, hi, step }: Grid): string {
  const { digits, scale } = unscaled(sql, column);
  const num = 10n ** BigInt(step.scale);
  const den = step.unscaled * 10n ** BigInt(scale);
  const common = divisor(num, den);
  const [a, b] = [num / common, den / common];
  const near = `least(greatest(${digits}, ${whole((lo * b) / a - 1n)}), ${whole((hi * b) / a + 1n)})`;
  const steps = `least(greatest(${rounded(`(${near} * ${whole(a)})`, b)}, ${whole(lo)}), ${whole(hi)})`;
  return `CASE WHEN ${sql} IS NOT NULL THEN CAST(${steps} AS BIGINT) END`;
}

/** The rounded quotient by `b`; the remainder is compared without doubling it, which could overflow. */
function rounded(sql: string, b: bigint): string {
  if (b === 1n) return sql;
  const rest = `(abs(${sql}) % ${whole(b)})`;
  return `(${sql} // ${whole(b)} + CASE WHEN ${rest} >= ${whole(b)} - ${rest} THEN sign(${sql}) ELSE 0 END)`;
}

/** The digits of a number without its point, as HUGEINT, and how many of them stand behind it. */
function unscaled(sql: string, { type }: Column): { readonly digits: string; readonly scale: number } {
  const [, width, scale] = /^DECIMAL\((\d+),(\d+)\)$/.exec(type) ?? [];
  if (width === undefined || scale === undefined) return { digits: `CAST(${sql} AS HUGEINT)`, scale: 0 };
  const places = Number(scale);
  // Wider decimals could overflow in a product; their text has all digits.
  const digits =
    Number(width) <= 18
      ? `CAST(${sql} * CAST(${10n ** BigInt(places)} AS DECIMAL(${places + 1},0)) AS HUGEINT)`
      : `CAST(replace(CAST(${sql} AS VARCHAR), '.', '') AS HUGEINT)`;
  return { digits, scale: places };
}

/** A literal that is typed alike however large it is, within what 128 bits hold. */
function whole(value: bigint): string {
  const most = 2n ** 127n - 1n;
  const held = value > most ? most : value < -most ? -most : value;
  return `CAST('${held}' AS HUGEINT)`;
}

function divisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : divisor(b, a % b);
}
