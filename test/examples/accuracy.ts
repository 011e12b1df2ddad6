/** How often coefficients are right about rows whose answer is known. Computed beside everything that the domain does. */
import type { Example } from '../train/logistic-oracle.ts';
import type { Feature } from './variant.ts';

/** The last number of a row is its answer. */
export function examplesOf(features: readonly Feature[], rows: readonly (readonly number[])[]): readonly Example[] {
  return rows.map((row) => ({
    x: features.map(({ lo, hi, mean, scale }, at) => (Math.min(Math.max(row[at] ?? 0, lo), hi) - mean) / scale),
    y: row.at(-1) === 1 ? 1 : 0,
  }));
}

/** Intercept first. */
export function scoreOf([intercept = 0, ...coefficients]: readonly number[], { x }: Example): number {
  return x.reduce((sum, value, at) => sum + value * (coefficients[at] ?? 0), intercept);
}

/** In per cent. */
export function accuracyOf(coefficients: readonly number[], examples: readonly Example[]): number {
  const right = examples.filter((example) => scoreOf(coefficients, example) > 0 === (example.y === 1));
  return (100 * right.length) / examples.length;
}
