/**
 * Boosted stumps: each pass adds up, for every bin of every feature, how wrong the stumps so far are about its firms; the best split of these
 * noisy sums becomes the next stump. The state is the model itself: the base score, then four numbers for each stump.
 */
import type { Output, State, Unit } from 'sluice';
import { binOf, features, target } from './features.ts';
import { bestSplit, totalsOf } from './split.ts';
import { rate } from './settings.ts';

/** Of a stump: place of its feature, threshold, value up to it, value above. */
const stumpLength = 4;

/** For each bin that the firm is in, gradient and curvature of its log-likelihood. A firm of which something is missing adds nothing. */
export function map(unit: Unit, state: State, out: Float64Array): void {
  const probability = 1 / (1 + Math.exp(-scoreOf(unit, state)));
  const gradient = unit.values[unit.at[target]] - probability;
  const curvature = probability * (1 - probability);
  let start = 0;
  for (const { name, cuts } of features) {
    const value = unit.values[unit.at[name]];
    if (Number.isNaN(value + gradient)) return void out.fill(0);
    const place = start + 2 * binOf(value, cuts);
    out[place] = gradient;
    out[place + 1] = curvature;
    start += 2 * (cuts.length + 1);
  }
}

/** The first pass finds the base score, each later one a stump. */
export function update(_state: State, sums: Float64Array, iteration: number, next: Float64Array): void {
  if (iteration === 0) {
    const { gradient, curvature } = totalsOf(sums);
    next[0] = gradient / curvature;
    return;
  }
  const { feature, threshold, left, right } = bestSplit(sums);
  next.set([feature, threshold, left, right], 1 + stumpLength * (iteration - 1));
}

export function finish(state: State, output: Output<'stumps'>): void {
  output.stumps.set(state);
}

/** A stump that is not there yet is all zeros, and adds zero. */
function scoreOf(unit: Unit, state: State): number {
  let score = state[0];
  for (let at = 1; at < state.length; at += stumpLength) {
    const value = unit.values[unit.at[features[state[at]].name]];
    score += rate * (value <= state[at + 1] ? state[at + 2] : state[at + 3]);
  }
  return score;
}
