/**
 * The area under the ROC curve, with the standard error of DeLong et al. (1988): each row's own share of pairs that it wins, and how far
 * those shares scatter.
 */

export interface Auc {
  readonly value: number;
  readonly error: number;
}

/** P(a score of `high` > a score of `low`), ties half. ½ without an error where one of both is empty. */
export function aucOf(high: Float64Array, low: Float64Array): Auc {
  if (high.length === 0 || low.length === 0) return { value: 0.5, error: 0 };
  const wins = placements(high, low);
  const losses = placements(low, high);
  const value = average(wins);
  return { value, error: Math.sqrt(variance(wins) / high.length + variance(losses) / low.length) };
}

/** For every score, the share of `others` below it, equal ones half. */
function placements(scores: Float64Array, others: Float64Array): Float64Array {
  const sorted = others.toSorted();
  return scores.map((score) => (lowerBound(sorted, score) + upperBound(sorted, score)) / (2 * sorted.length));
}

function lowerBound(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (other) => other >= value);
}

function upperBound(sorted: Float64Array, value: number): number {
  return firstWhere(sorted, (other) => other > value);
}

function firstWhere(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function average(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: Float64Array): number {
  const middle = average(values);
  return values.length < 2 ? 0 : values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1);
}
