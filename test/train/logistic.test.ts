/** Logistic models against Newton's method, and how much a ranking loses by the noise. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { grid } from '#policies/privacy/train/design.ts';
import { entriesOf } from '#policies/privacy/train/moments.ts';
import { trainLogistic } from '#policies/privacy/train/logistic.ts';
import type { Fit } from '#policies/privacy/train/fit.ts';
import type { Runner } from '#policies/privacy/train/runner.ts';
import { nanoRho } from '#policies/units.ts';
import { aCategory, aLogistic, aNumber, plenty, seeded, TrainBench, type TrainRow } from './builders.ts';
import { auc, newtonLogistic, type Example } from './logistic-oracle.ts';

let bench: TrainBench;
beforeAll(async () => {
  bench = await TrainBench.open();
});
afterAll(() => bench[Symbol.dispose]());

/** logit = −1 + 0.4 a − 0.6 b. */
function someExamples(count: number, seed: number): Example[] {
  const random = seeded(seed);
  const uniform = (): number => random.bytes(4).reduce((sum, byte) => (sum + byte) / 256, 0);
  return Array.from({ length: count }, () => {
    const [a, b] = [uniform() * 10, uniform() * 10 - 5];
    return { x: [a, b], y: uniform() < 1 / (1 + Math.exp(1 - 0.4 * a + 0.6 * b)) ? 1 : 0 };
  });
}

const asRows = (examples: readonly Example[]): TrainRow[] => examples.map(({ x, y }, u) => ({ u, rk: 1, x, y }));
const weightsOf = (fit: Fit): number[] => [fit.intercept, ...fit.coefficients.map(({ coefficient }) => coefficient)];

function rankedBy(weights: readonly number[], examples: readonly Example[]): number {
  const score = (x: readonly number[]): number => x.reduce((sum, v, i) => sum + v * (weights[i + 1] ?? 0), 0);
  return auc(examples.map(({ x, y }) => ({ score: score(x), y })));
}

test('trainLogistic with hardly any noise and many steps is the maximum of the likelihood', async () => {
  const examples = someExamples(2000, 1);
  await bench.load(aLogistic().features, asRows(examples));
  const fit = await trainLogistic(aLogistic(), bench.runner(plenty), 60);
  newtonLogistic(examples).forEach((value, i) => expect(weightsOf(fit)[i]).toBeCloseTo(value, 3));
});

/** Of so many ones among fifty. */
const logit = (count: number): number => Math.log(count / (50 - count));

test('trainLogistic with a category is the maximum of the likelihood', async () => {
  const features = [aCategory('c', 'x', 'y', 'z')] as const;
  const ones = { x: 10, y: 25, z: 40 };
  const rows = Object.entries(ones).flatMap(([c, count], k) =>
    Array.from({ length: 50 }, (_, i) => ({ u: k * 50 + i, rk: 1, x: [c], y: i < count ? 1 : 0 })),
  );
  await bench.load(features, rows);
  const fit = await trainLogistic(aLogistic({ features }), bench.runner(plenty), 80);
  const expected = [logit(10), logit(25) - logit(10), logit(40) - logit(10)];
  expected.forEach((value, i) => expect(weightsOf(fit)[i]).toBeCloseTo(value, 3));
});

test.each([
  [1, 0.01],
  [10, 1e-5],
])('where the target is almost a coin, %i steps are within a share of %d of the maximum', async (steps, tolerance) => {
  // Here the curvature is at its bound: the first step is nearly all, and a step twice as long would swing without an end.
  const rows = [60, 50, 45].flatMap((ones, k) =>
    Array.from({ length: 100 }, (_, i) => ({ u: k * 100 + i, rk: 1, x: [k * 5], y: i < ones ? 1 : 0 })),
  );
  await bench.load([aNumber('a', 0, 10)], rows);
  const training = aLogistic({ features: [aNumber('a', 0, 10)] });
  const fit = await trainLogistic(training, bench.runner(plenty), steps);
  const best = newtonLogistic(rows.map(({ x, y }) => ({ x, y: y === 1 ? 1 : 0 })));
  best.forEach((value, i) => expect(Math.abs((weightsOf(fit)[i] ?? 0) / value - 1)).toBeLessThan(tolerance));
});

test.each([1, 20])('the noise in a weight is that of the shares of ρ, with %i gradients', async (iterations) => {
  const training = aLogistic({ features: [aNumber('a')], intercept: false });
  const [count, rho] = [10_000, 10n ** 9n];
  // Σx² is the count, and all else 0: what is left of the weight is noise.
  const square = BigInt(count) * grid ** 2n;
  const measure = async (sql: string): Promise<readonly bigint[]> =>
    sql.includes('exp(') ? [0n] : entriesOf(training).map(([i, j]) => (i === 1 && j === 1 ? square : 0n));
  const weights: number[] = [];
  for (let seed = 1; seed <= 400; seed++) {
    const fit = await trainLogistic(training, { measure, random: seeded(seed), rho: nanoRho(rho) }, iterations);
    weights.push(fit.coefficients[0]?.coefficient ?? Number.NaN);
  }
  // ρ = 1 in all. Moments: five products, share 0.3, times 2 in the first step. Gradients: one column, share 0.7/T, times 4, T of them.
  const expected = (2 ** 2 * (5 / (2 * 0.3)) + 4 ** 2 * iterations * (iterations / (2 * 0.7))) / count ** 2;
  const variance = weights.reduce((sum, weight) => sum + weight ** 2, 0) / weights.length;
  // Four standard deviations of a sample variance of 400.
  expect(Math.abs(variance / expected - 1)).toBeLessThan(4 * Math.sqrt(2 / 400));
});

test('trainLogistic at ε = 1 ranks within 0.02 of the model without noise', async () => {
  const [train, held] = [someExamples(20_000, 2), someExamples(5000, 3)];
  await bench.load(aLogistic().features, asRows(train));
  const fit = await trainLogistic(aLogistic(), bench.runner(rhoFor({ epsilon: 1, delta: 1e-6 })));
  expect(Math.abs(rankedBy(weightsOf(fit), held) - rankedBy(newtonLogistic(train), held))).toBeLessThan(0.02);
});

test('trainLogistic asks for one vector of moments and a fixed number of gradients, whatever the answers', async () => {
  for (const answer of [0n, 10n ** 15n, -(10n ** 30n)]) {
    let asked = 0;
    const measure = async (sql: string): Promise<readonly bigint[]> => {
      asked++;
      return Array.from({ length: sql.split(' AS VARCHAR)').length - 1 }, () => answer);
    };
    const fit = await trainLogistic(aLogistic(), { ...bench.runner(10n ** 9n), measure }, 7);
    expect(asked).toBe(8);
    expect(weightsOf(fit).every(Number.isFinite)).toBe(true);
  }
});

test('trainLogistic prints the same questions again for the same answers and randomness', async () => {
  const examples = someExamples(300, 4);
  await bench.load(aLogistic().features, asRows(examples));
  const questions: string[][] = [[], []];
  for (const list of questions) {
    const measure: Runner['measure'] = async (sql) => {
      list.push(sql);
      return await bench.measure(sql);
    };
    await trainLogistic(aLogistic(), { ...bench.runner(10n ** 8n, 9), measure });
  }
  expect(questions[0]).toEqual(questions[1]);
  expect(questions[0]?.length).toBe(11);
});

test('a target that the features tell apart entirely gives finite weights', async () => {
  const rows = Array.from({ length: 400 }, (_, u) => ({ u, rk: 1, x: [u % 2 ? 9 : 1, 0], y: u % 2 }));
  await bench.load(aLogistic().features, rows);
  for (const rho of [plenty, 10n ** 7n]) {
    const fit = await trainLogistic(aLogistic(), bench.runner(rho));
    expect(weightsOf(fit).every((weight) => Math.abs(weight) < 100)).toBe(true);
  }
});

test('where there is nothing but noise, all steps together move a weight by about 1', async () => {
  await bench.load(aLogistic().features, []);
  const squares: number[] = [];
  for (let seed = 1; seed <= 40; seed++) {
    const fit = await trainLogistic(aLogistic(), bench.runner(10n ** 6n, seed));
    expect(fit.weakDirections).toBeGreaterThan(0);
    // On the model's scale: the features are 5 wide on either side.
    squares.push(...fit.coefficients.map(({ coefficient }) => (coefficient * 5) ** 2));
  }
  expect(Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length)).toBeLessThan(1.5);
});

test('a row of huge, missing and unheard-of values leaves the model what it was', async () => {
  const rows = asRows(someExamples(1000, 5));
  await bench.load(aLogistic().features, rows);
  const clean = weightsOf(await trainLogistic(aLogistic(), bench.runner(plenty)));
  const bad: TrainRow[] = [
    { u: 5001, rk: 1, x: [Number.NaN, 1], y: 1 },
    { u: 5002, rk: 1, x: [1, null], y: 0 },
    { u: 5003, rk: 1, x: [1, 1], y: 7 },
    { u: 5004, rk: 2, x: [1e300, 1e300], y: 1 },
  ];
  await bench.load(aLogistic().features, [...rows, ...bad]);
  const spoilt = weightsOf(await trainLogistic(aLogistic(), bench.runner(plenty)));
  spoilt.forEach((weight, i) => expect(weight).toBeCloseTo(clean[i] ?? Number.NaN, 6));
});
