/** Linear models against ordinary least squares, and what their intervals promise. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { sampleNormal } from '#policies/privacy/train/confidence.ts';
import { trainLinear } from '#policies/privacy/train/linear.ts';
import type { Runner } from '#policies/privacy/train/runner.ts';
import { aCategory, aLinear, aNumber, plenty, seeded, TrainBench, type TrainRow } from './builders.ts';
import { gauss } from './logistic-oracle.ts';

let bench: TrainBench;
beforeAll(async () => {
  bench = await TrainBench.open();
});
afterAll(() => bench[Symbol.dispose]());

const truth = { a: 1.5, b: -2, intercept: 3 };

/** y = 3 + 1.5 a − 2 b + e, with everything well within its bounds. */
function someRows(count: number, seed: number, spread = 1): TrainRow[] {
  const random = seeded(seed);
  const uniform = (): number => random.bytes(4).reduce((sum, byte) => (sum + byte) / 256, 0);
  return Array.from({ length: count }, (_, u) => {
    const [a, b] = [uniform() * 10, uniform() * 10 - 5];
    const error = Math.min(Math.max(spread * sampleNormal(random), -6), 6);
    return { u, rk: 1, x: [a, b], y: (truth.intercept + truth.a * a + truth.b * b + error) * 0.5 };
  });
}

/** Ordinary least squares on the raw numbers, intercept first. */
function leastSquares(rows: readonly TrainRow[], intercept = true): readonly number[] {
  const z = rows.map(({ x }) => [...(intercept ? [1] : []), ...x.map(Number)]);
  const places = (z[0] ?? []).map((_, i) => i);
  const total = (value: (row: readonly number[], i: number) => number): number =>
    z.reduce((sum, row, i) => sum + value(row, i), 0);
  const gram = places.map((i) => places.map((j) => total((row) => (row[i] ?? 0) * (row[j] ?? 0))));
  const cross = places.map((i) => total((row, at) => (row[i] ?? 0) * (rows[at]?.y ?? 0)));
  return gauss(gram, cross);
}

test('trainLinear with hardly any noise is ordinary least squares', async () => {
  const rows = someRows(2000, 1);
  await bench.load(aLinear().features, rows);
  const fit = await trainLinear(aLinear(), bench.runner(plenty));
  const [intercept = 0, a = 0, b = 0] = leastSquares(rows);
  expect(fit.intercept).toBeCloseTo(intercept, 3);
  expect(fit.coefficients.map(({ coefficient }) => coefficient)).toEqual([
    expect.closeTo(a, 3) as number,
    expect.closeTo(b, 3) as number,
  ]);
  expect(fit.rows).toBeCloseTo(2000, 3);
});

test('trainLinear without an intercept is least squares through the origin', async () => {
  const rows = someRows(500, 2);
  await bench.load(aLinear().features, rows);
  const fit = await trainLinear(aLinear({ intercept: false }), bench.runner(plenty));
  expect(fit.intercept).toBe(0);
  leastSquares(rows, false).forEach((value, i) => expect(fit.coefficients[i]?.coefficient).toBeCloseTo(value, 3));
});

test.each([true, false])('trainLinear gives the differences between categories (intercept: %s)', async (intercept) => {
  const features = [aCategory('c', 'x', "y'", 'z')] as const;
  const means: Readonly<Record<string, number>> = { x: 1, "y'": 4, z: -2 };
  const rows = Object.entries(means).flatMap(([c, mean], k) =>
    [-1, 0, 1].map((e, i) => ({ u: k * 3 + i, rk: 1, x: [c], y: mean + e })),
  );
  await bench.load(features, rows);
  const fit = await trainLinear(aLinear({ features, intercept }), bench.runner(plenty));
  for (const { value = '', coefficient } of fit.coefficients) {
    expect(fit.intercept + coefficient).toBeCloseTo(means[value] ?? Number.NaN, 3);
  }
  expect(fit.coefficients.length).toBe(intercept ? 2 : 3);
});

test('trainLinear at ε = 1 with 50,000 units is near least squares, and the intervals hold it', async () => {
  const rows = someRows(50_000, 3);
  await bench.load(aLinear().features, rows);
  const fit = await trainLinear(aLinear(), bench.runner(rhoFor({ epsilon: 1, delta: 1e-6 })));
  const [, a = 0, b = 0] = leastSquares(rows);
  expect(Math.abs((fit.coefficients[0]?.coefficient ?? 0) - a)).toBeLessThan(0.02);
  expect(Math.abs((fit.coefficients[1]?.coefficient ?? 0) - b)).toBeLessThan(0.02);
  expect(fit.intervals.kind).toBe('given');
  expect(fit.weakDirections).toBe(0);
});

test.each([
  ['the noise', rhoFor({ epsilon: 2, delta: 1e-6 }), 2000],
  ['the chance of the sample', plenty, 300],
] as const)('intervals hold the truth in about 95 of 100 samples, where %s decides', async (_, rho, count) => {
  const samples = 120;
  let inside = 0;
  const widths: number[] = [];
  for (let sample = 0; sample < samples; sample++) {
    await bench.load(aLinear().features, someRows(count, 1000 + sample, 2));
    const fit = await trainLinear(aLinear(), bench.runner(rho, sample + 1));
    for (const [i, value] of [truth.a / 2, truth.b / 2].entries()) {
      const [lo, hi] = fit.coefficients[i]?.interval ?? [Number.NaN, Number.NaN];
      if (lo <= value && value <= hi) inside++;
      widths.push(hi - lo);
    }
  }
  // About three standard deviations of a binomial share around 0.95, and not by being endless.
  expect(inside / (2 * samples)).toBeGreaterThan(0.91);
  expect(inside / (2 * samples)).toBeLessThan(0.99);
  expect(Math.max(...widths)).toBeLessThan(1);
});

test.each([
  ['rows_of_one_unit', aLinear({ rowsPerUnit: 2 }), plenty],
  ['weak_direction', aLinear(), 10n ** 3n],
] as const)('intervals are absent for %s', async (reason, training, rho) => {
  await bench.load(training.features, someRows(500, 4));
  const fit = await trainLinear(training, bench.runner(rho));
  expect(fit.intervals).toEqual({ kind: 'absent', reason });
  expect(fit.coefficients.every(({ interval }) => interval === undefined)).toBe(true);
});

test('a feature that never varies makes a weak direction and finite coefficients, not an error', async () => {
  await bench.load(
    aLinear().features,
    someRows(500, 5).map((row) => ({ ...row, x: [5, 1] })),
  );
  const fit = await trainLinear(aLinear(), bench.runner(rhoFor({ epsilon: 1, delta: 1e-6 })));
  expect(fit.weakDirections).toBeGreaterThan(0);
  expect(fit.coefficients.every(({ coefficient }) => Number.isFinite(coefficient))).toBe(true);
});

test('on no rows, trainLinear gives a finite model', async () => {
  await bench.load(aLinear().features, []);
  const fit = await trainLinear(aLinear(), bench.runner(rhoFor({ epsilon: 1, delta: 1e-6 })));
  expect([fit.intercept, ...fit.coefficients.map(({ coefficient }) => coefficient)].every(Number.isFinite)).toBe(true);
  expect(fit.intervals.kind).toBe('absent');
});

test('trainLinear measures once, and depends on the data through that answer alone', async () => {
  await bench.load(aLinear().features, someRows(100, 6));
  const asked: string[] = [];
  const run: Runner = {
    ...bench.runner(plenty),
    measure: async (sql) => {
      asked.push(sql);
      return await bench.measure(sql);
    },
  };
  const first = await trainLinear(aLinear(), run);
  const answer = await bench.measure(asked[0] ?? '');
  const again = await trainLinear(aLinear(), { ...bench.runner(plenty), measure: async () => answer });
  expect(asked.length).toBe(1);
  expect(again).toEqual(first);
});

test('trainLinear throws when the engine answers with another number of values', async () => {
  const run = { ...bench.runner(plenty), measure: async () => [1n] };
  await expect(trainLinear(aLinear(), run)).rejects.toThrow('got 1');
});

test('one far value moves the model no further than the bound it is clamped to', async () => {
  const rows = someRows(2000, 7);
  const far: TrainRow = { u: 9999, rk: 1, x: [1e300, -Infinity], y: 1e300 };
  await bench.load(aLinear().features, [...rows, far]);
  const fit = await trainLinear(aLinear({ target: aNumber('y', -20, 20) }), bench.runner(plenty));
  const clamped = leastSquares([...rows, { u: 9999, rk: 1, x: [10, -5], y: 20 }]);
  expect(fit.coefficients[0]?.coefficient).toBeCloseTo(clamped[1] ?? Number.NaN, 3);
});
