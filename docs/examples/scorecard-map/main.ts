/**
 * A credit scorecard by gradient descent: each pass adds up what every firm says of the present coefficients, gets noise, and moves them. Only
 * the noisy sums are ever seen by the part that moves.
 */
import type { Output, State, Unit } from 'sluice';
import { features, scaled, target } from './features.ts';
import { averaged, iterations, momentum, noise, rate } from './settings.ts';

/** The state is three lists of this length: coefficients, the last step, and the mean of the coefficients over the last passes. */
const width = features.length + 1;

/** The gradient of one firm, then 1 to count it. A firm of which something is missing adds nothing. */
export function map(unit: Unit, state: State, out: Float64Array): void {
  out[0] = 1;
  let score = state[0];
  for (let at = 1; at < width; at++) {
    const feature = features[at - 1];
    out[at] = scaled(feature, unit.values[unit.at[feature.name]]);
    score += state[at] * out[at];
  }
  const residual = unit.values[unit.at[target]] - 1 / (1 + Math.exp(-score));
  for (let at = 0; at < width; at++) out[at] *= residual;
  out[width] = 1;
  if (Number.isNaN(residual)) out.fill(0);
}

export function update(state: State, sums: Float64Array, iteration: number, next: Float64Array): void {
  const firms = Math.max(sums[width], 1);
  const stride = (rate * trustIn(sums)) / firms;
  for (let at = 0; at < width; at++) {
    const step = momentum * state[width + at] + stride * sums[at];
    next[at] = state[at] + step;
    next[width + at] = step;
    if (iteration >= iterations - averaged) next[2 * width + at] += next[at] / averaged;
  }
}

export function finish(state: State, output: Output<'coefficients'>): void {
  output.coefficients.set(state.subarray(2 * width, 3 * width));
}

/** How much of a noisy gradient to follow: all of one that is long, nothing of one that noise alone would give. @see James, Stein 1961 */
function trustIn(sums: Float64Array): number {
  let squares = 0;
  for (let at = 0; at < width; at++) squares += sums[at] * sums[at];
  return Math.max(0, 1 - (width * noise * noise) / squares);
}
