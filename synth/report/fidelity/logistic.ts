/** Logistic regression over one-hot bins, for the report's predictions: small, deterministic, and never divergent. */
import type { CodeColumns } from '../../fit/types.ts';
import { rowCount } from '../input.ts';

const steps = 150;
const ridge = 1;

/** One weight for every bin of every column, and one for all rows. */
export interface Logistic {
  readonly bias: number;
  readonly weights: readonly Float64Array[];
}

/**
 * Nesterov's method, each weight divided by its curvature: with one bin of each of d columns and the bias in a row, ¼ (d + 1) times the count
 * of a bin bounds it, so a full step never overshoots.
 */
export function fitLogistic(columns: CodeColumns, sizes: readonly number[], labels: Uint8Array): Logistic {
  const all: CodeColumns = [...columns, new Uint16Array(labels.length)];
  const counts = all.map((column, at) => totals(column, at < sizes.length ? (sizes[at] ?? 1) : 1));
  const widths = counts.map(({ length }) => length);
  let [now, ahead] = [zeros(widths), zeros(widths)];
  for (let step = 1; step <= steps; step++) {
    const slopes = gradient(all, ahead, labels);
    const next = ahead.map((weights, column) =>
      weights.map((weight, bin) => {
        const curvature = (all.length / 4) * (counts[column]?.[bin] ?? 0) + ridge;
        return weight - ((slopes[column]?.[bin] ?? 0) + ridge * weight) / curvature;
      }),
    );
    const momentum = (step - 1) / (step + 2);
    const last = now;
    ahead = next.map((weights, column) =>
      weights.map((weight, bin) => weight + momentum * (weight - (last[column]?.[bin] ?? 0))),
    );
    now = next;
  }
  return { bias: now.at(-1)?.[0] ?? 0, weights: now.slice(0, -1) };
}

export function applyLogistic({ bias, weights }: Logistic, columns: CodeColumns): Float64Array {
  const scores = linear(columns, weights, rowCount(columns));
  return scores.map((score) => 1 / (1 + Math.exp(-score - bias)));
}

function totals(column: Uint16Array, size: number): Float64Array {
  const counts = new Float64Array(size);
  for (const bin of column) counts[bin] = (counts[bin] ?? 0) + 1;
  return counts;
}

function zeros(widths: readonly number[]): readonly Float64Array[] {
  return widths.map((width) => new Float64Array(width));
}

function linear(columns: CodeColumns, weights: readonly Float64Array[], rows: number): Float64Array {
  const scores = new Float64Array(rows);
  columns.forEach((column, at) => {
    const of = weights[at] ?? new Float64Array(0);
    for (let row = 0; row < rows; row++) scores[row] = (scores[row] ?? 0) + (of[column[row] ?? 0] ?? 0);
  });
  return scores;
}

function gradient(columns: CodeColumns, weights: readonly Float64Array[], labels: Uint8Array): readonly Float64Array[] {
  const errors = linear(columns, weights, labels.length);
  for (let row = 0; row < errors.length; row++) {
    errors[row] = 1 / (1 + Math.exp(-(errors[row] ?? 0))) - (labels[row] ?? 0);
  }
  return columns.map((column, at) => {
    const slopes = new Float64Array(weights[at]?.length ?? 0);
    for (let row = 0; row < errors.length; row++) {
      const bin = column[row] ?? 0;
      slopes[bin] = (slopes[bin] ?? 0) + (errors[row] ?? 0);
    }
    return slopes;
  });
}
