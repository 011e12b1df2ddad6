/**
 * Gate G5: whoever sees the fitted table cannot tell whether one record was among the rows, better than ε allows. A lower bound on ε from many
 * fits with and without a record that no other is like. Streams are known, so the bound is what it is.
 *
 * @see Jagielski, Ullman, Oprea 2020, Auditing Differentially Private Machine Learning (arXiv 2006.07709), §3; synth.md decision 6
 */
import { expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { nanoRho, type NanoRho } from '#policies/units.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { aModel, encodedOf } from './toy.ts';
import { setsOf } from './variation.ts';

const sizes = [3, 3, 3];
const model = aModel(sizes);
const canary = sizes.map((size) => size - 1);
const others = Array.from({ length: 50 }, (_, at) => [[at % 2, Math.floor(at / 2) % 2, (at * 3) % 2]]);
const worlds = {
  without: encodedOf({ sizes, units: others, scale: 1 }),
  with: encodedOf({ sizes, units: [...others, [canary]], scale: 1 }),
};
const epsilon = 1;
const delta = 1e-6;

/** How much a fitted table says that the canary was there: what its model has of it in every set of attributes. */
async function suspicion(world: keyof typeof worlds, rho: NanoRho, run: number): Promise<number> {
  const { fitted } = await fitTable(worlds[world], model, { rho, random: knownStream(`canary ${world} ${run}`) });
  const restored = restoreModel(model, fitted);
  const bins = fitted.attributes.map((attribute, at) => attribute.bins[canary[at] ?? 0] ?? 0);
  return [1, 2, 3]
    .flatMap((size) => setsOf(sizes.length, size))
    .map((set) => {
      const cell = set.reduce((at, place) => at * (restored.shape.sizes[place] ?? 1) + (bins[place] ?? 0), 0);
      return restored.marginal(set)[cell] ?? 0;
    })
    .reduce((sum, count) => sum + count, 0);
}

/** The threshold is chosen on the first half of the runs, the bound is taken on the second. */
async function boundOf(rho: NanoRho, runs: number): Promise<number> {
  const all = async (world: keyof typeof worlds): Promise<readonly number[]> =>
    Promise.all(Array.from({ length: runs }, (_, run) => suspicion(world, rho, run)));
  const [present, absent] = [await all('with'), await all('without')];
  const half = Math.floor(runs / 2);
  const thresholds = [...present, ...absent];
  const first = (threshold: number) => lowerBound(present.slice(0, half), absent.slice(0, half), threshold);
  const best = thresholds.reduce((a, b) => (first(b) > first(a) ? b : a));
  return lowerBound(present.slice(half), absent.slice(half), best);
}

/** ε ≥ ln((TPR − δ) / FPR), and likewise for the other answer, each rate taken on its worse side at 97.5 %. */
function lowerBound(present: readonly number[], absent: readonly number[], threshold: number): number {
  const above = (scores: readonly number[]): number => scores.filter((score) => score > threshold).length;
  const [hits, alarms, runs] = [above(present), above(absent), present.length];
  const told = Math.log(Math.max(1e-9, atLeast(hits, runs) - delta) / atMost(alarms, runs));
  const denied = Math.log(Math.max(1e-9, atLeast(runs - alarms, runs) - delta) / atMost(runs - hits, runs));
  return Math.max(0, told, denied);
}

/** Clopper and Pearson's limits of a rate. */
function atMost(count: number, runs: number): number {
  let [low, high] = [count / runs, 1];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (cumulative(count, runs, middle) > 0.025) low = middle;
    else high = middle;
  }
  return high;
}

function atLeast(count: number, runs: number): number {
  return 1 - atMost(runs - count, runs);
}

/** Pr[Binomial(runs, rate) ≤ count]. */
function cumulative(count: number, runs: number, rate: number): number {
  if (rate >= 1) return count >= runs ? 1 : 0;
  let term = (1 - rate) ** runs;
  let sum = term;
  for (let k = 1; k <= count; k++) {
    term *= ((runs - k + 1) / k) * (rate / (1 - rate));
    sum += term;
  }
  return sum;
}

test('gate G5: 200 fits with and without a canary do not tell more than ε', { timeout: 120_000 }, async () => {
  expect(await boundOf(rhoFor({ epsilon, delta }), 200)).toBeLessThanOrEqual(epsilon);
});

test('control: the same canary is seen where a thousand times the budget is spent', { timeout: 120_000 }, async () => {
  expect(await boundOf(nanoRho(1000n * rhoFor({ epsilon, delta })), 60)).toBeGreaterThan(epsilon);
});
