/** What is computed after the noise: within the bounds for every input, right without noise, and covering as often as it says. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Estimate, Grid, Noisy } from '#policies/privacy/estimate.ts';
import { totalEstimator } from '#policies/privacy/estimate.ts';
import { estimateMean } from '#policies/privacy/mean.ts';
import { estimateDeviation, estimateVariance } from '#policies/privacy/moments.ts';
import { addNoise } from '#policies/privacy/noise.ts';
import type { NoisyInteger } from '#policies/privacy/noise.ts';
import { rational } from '#policies/privacy/rational.ts';
import { draw, knownStream } from './known-stream.ts';

/** 0 to 10 in steps of a quarter, counted from 5. */
const grid: Grid = { lo: rational(0n), hi: rational(10n), step: rational(1n, 4n), origin: rational(5n) };
const of = (value: bigint, variance = rational(1n, 10n ** 12n)): Noisy => ({ value: value as NoisyInteger, variance });

/** n, Σy and Σy² of values of the grid. */
function sumsOf(values: readonly number[]) {
  const steps = values.map((value) => BigInt((value - 5) * 4));
  return {
    count: BigInt(values.length),
    sum: steps.reduce((sum, y) => sum + y, 0n),
    squares: steps.reduce((sum, y) => sum + y * y, 0n),
  };
}

const anyNoisy = fc
  .tuple(fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }), fc.bigInt({ min: 1n, max: 2n ** 60n }))
  .map(([value, variance]) => of(value, rational(variance)));
const anyValues = fc.array(
  fc.integer({ min: 0, max: 40 }).map((steps) => steps / 4),
  { minLength: 2, maxLength: 50 },
);

function requireWithin({ value, sigma, low, high }: Estimate, lo: number, hi: number): void {
  expect(value).toBeGreaterThanOrEqual(lo);
  expect(value).toBeLessThanOrEqual(hi);
  expect(low).toBeGreaterThanOrEqual(lo);
  expect(high).toBeLessThanOrEqual(hi);
  expect(low).toBeLessThanOrEqual(high);
  expect(sigma).toBeGreaterThanOrEqual(0);
  expect(sigma).toBeLessThanOrEqual(hi - lo);
}

test('estimateMean and its interval lie within the bounds, whatever the noise did', () => {
  fc.assert(fc.property(anyNoisy, anyNoisy, (count, sum) => requireWithin(estimateMean({ count, sum }, grid), 0, 10)));
});

test('estimateVariance and estimateDeviation lie within what bounded values can vary, whatever the noise did', () => {
  fc.assert(
    fc.property(anyNoisy, anyNoisy, anyNoisy, (count, sum, squares) => {
      const moments = { count, sum, squares };
      requireWithin(estimateVariance(moments, { grid, of: 'population' }), 0, 25);
      requireWithin(estimateVariance(moments, { grid, of: 'sample' }), 0, 50);
      requireWithin(estimateDeviation(moments, { grid, of: 'population' }), 0, 5);
      requireWithin(estimateDeviation(moments, { grid, of: 'sample' }), 0, Math.sqrt(50));
    }),
  );
});

test('without noise the estimates are the textbook statistics', () => {
  fc.assert(
    fc.property(anyValues, (values) => {
      const sums = sumsOf(values);
      const moments = { count: of(sums.count), sum: of(sums.sum), squares: of(sums.squares) };
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
      const sample = (variance * values.length) / (values.length - 1);
      expect(estimateMean(moments, grid).value).toBeCloseTo(mean, 10);
      expect(estimateVariance(moments, { grid, of: 'population' }).value).toBeCloseTo(variance, 10);
      expect(estimateVariance(moments, { grid, of: 'sample' }).value).toBeCloseTo(sample, 10);
      expect(estimateDeviation(moments, { grid, of: 'population' }).value).toBeCloseTo(Math.sqrt(variance), 6);
      expect(estimateDeviation(moments, { grid, of: 'sample' }).value).toBeCloseTo(Math.sqrt(sample), 6);
    }),
  );
});

test('estimateVariance subtracts the square of the mean', () => {
  const sums = sumsOf([9, 9, 9, 9]);
  const moments = { count: of(sums.count), sum: of(sums.sum), squares: of(sums.squares) };
  expect(estimateVariance(moments, { grid, of: 'population' }).value).toBe(0);
});

test('of no one the mean is the middle, its interval the bounds, and nothing fails', () => {
  const nobody = of(-3n, rational(100n));
  expect(estimateMean({ count: nobody, sum: of(0n, rational(100n)) }, grid)).toMatchObject({
    value: 5,
    low: 0,
    high: 10,
  });
  const variance = estimateVariance({ count: nobody, sum: nobody, squares: nobody }, { grid, of: 'sample' });
  expect(variance).toMatchObject({ value: 0, low: 0, high: 50 });
});

test('totalEstimator speaks in the units of the data', () => {
  const estimate = totalEstimator(rational(9n), rational(1n, 100n))(1234n as NoisyInteger);
  expect(estimate).toEqual({ value: 12.34, sigma: 0.03, low: 12.28, high: 12.4 });
});

/** How often the interval holds the truth, over fresh noise. */
function coverage(truth: number, draws: number, estimate: () => Estimate): number {
  return draw(draws, estimate).filter(({ low, high }) => low <= truth && truth <= high).length / draws;
}

const skewed = Array.from({ length: 400 }, (_, i) => Math.floor(40 * (i / 400) ** 4) / 4);

test.each([10, 40, 400])('the interval of the mean of %d values covers 95 %', (people) => {
  const random = knownStream('mean');
  const values = skewed.filter((_, i) => i % (400 / people) === 0);
  const exact = sumsOf(values);
  const truth = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [countNoise, sumNoise] = [rational(36n), rational(36n * 400n)];
  const covered = coverage(truth, 5000, () =>
    estimateMean(
      {
        count: { value: addNoise(exact.count, countNoise, random), variance: countNoise },
        sum: { value: addNoise(exact.sum, sumNoise, random), variance: sumNoise },
      },
      grid,
    ),
  );
  expect(covered).toBeGreaterThan(0.94);
});

test.each([100, 400])('the intervals of variance and deviation of %d values cover about 95 %', (people) => {
  const random = knownStream('variance');
  const values = skewed.filter((_, i) => i % (400 / people) === 0);
  const exact = sumsOf(values);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const truth = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const noise = { count: rational(36n), sum: rational(36n * 400n), squares: rational(36n * 160_000n) };
  const noised = () => ({
    count: { value: addNoise(exact.count, noise.count, random), variance: noise.count },
    sum: { value: addNoise(exact.sum, noise.sum, random), variance: noise.sum },
    squares: { value: addNoise(exact.squares, noise.squares, random), variance: noise.squares },
  });
  const spec = { grid, of: 'population' } as const;
  expect(coverage(truth, 5000, () => estimateVariance(noised(), spec))).toBeGreaterThan(0.93);
  expect(coverage(Math.sqrt(truth), 5000, () => estimateDeviation(noised(), spec))).toBeGreaterThan(0.93);
});

test.each([
  ['count', [900n, 1n, 1n]],
  ['sum', [1n, 40_000n, 1n]],
  ['squares', [1n, 1n, 9_000_000n]],
] as const)('sigma is how much the estimates spread when the noise is mostly in the %s', (_, [count, sum, squares]) => {
  const random = knownStream('spread');
  const exact = sumsOf(Array.from({ length: 4000 }, (_, i) => skewed[i % 400] ?? 0));
  const noise = { count: rational(count), sum: rational(sum), squares: rational(squares) };
  const estimates = draw(4000, () => {
    const moments = {
      count: { value: addNoise(exact.count, noise.count, random), variance: noise.count },
      sum: { value: addNoise(exact.sum, noise.sum, random), variance: noise.sum },
      squares: { value: addNoise(exact.squares, noise.squares, random), variance: noise.squares },
    };
    const spec = { grid, of: 'sample' } as const;
    return [estimateMean(moments, grid), estimateVariance(moments, spec), estimateDeviation(moments, spec)];
  });
  for (const column of [0, 1, 2]) {
    const drawn = estimates.flatMap((row) => row[column] ?? []);
    const mean = drawn.reduce((total, { value }) => total + value, 0) / drawn.length;
    const spread = Math.sqrt(drawn.reduce((total, { value }) => total + (value - mean) ** 2, 0) / drawn.length);
    expect(drawn[0]?.sigma ?? 0).toBeGreaterThan(spread * 0.93);
    expect(drawn[0]?.sigma ?? 0).toBeLessThan(spread * 1.07);
  }
});
