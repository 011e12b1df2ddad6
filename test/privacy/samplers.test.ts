/** The exact samplers against their exact probabilities. The streams are known, so each test passes always or never. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { sampleBernoulli, sampleBernoulliExp } from '#policies/privacy/bernoulli.ts';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { sampleDiscreteLaplace } from '#policies/privacy/laplace.ts';
import type { Rational } from '#policies/privacy/rational.ts';
import { rational } from '#policies/privacy/rational.ts';
import { squareRootFloor } from '#policies/privacy/square-root.ts';
import { fitOf, gaussianPmf, laplacePmf } from './chi-square.ts';
import { draw, knownStream } from './known-stream.ts';

const count = 100_000;
const ratio = ({ num, den }: Rational): number => Number(num) / Number(den);

test.each([
  [rational(1n, 4n), 1],
  [rational(1n), 1],
  [rational(7n, 3n), 1],
  [rational(9n), 1],
  [rational(400n), 4],
  [rational(2n ** 100n + 1n, 2n ** 100n - 3n), 1],
  [rational(1_000_000_000n, 24_355_970n), 2],
])('sampleDiscreteGaussian of variance %o fits its probabilities', (variance, bin) => {
  const random = knownStream('gaussian');
  const samples = draw(count, () => sampleDiscreteGaussian(variance, random));
  const { statistic, critical } = fitOf(samples, gaussianPmf(Math.sqrt(ratio(variance)), bin));
  expect(statistic).toBeLessThan(critical);
});

test.each([
  [rational(1n, 3n), 1],
  [rational(1n), 1],
  [rational(5n, 2n), 1],
  [rational(7n, 3n), 1],
  [rational(20n), 4],
  [rational(2n ** 100n + 1n, 2n ** 100n - 3n), 1],
])('sampleDiscreteLaplace of scale %o fits its probabilities', (scale, bin) => {
  const random = knownStream('laplace');
  const samples = draw(count, () => sampleDiscreteLaplace(scale, random));
  const { statistic, critical } = fitOf(samples, laplacePmf(ratio(scale), bin));
  expect(statistic).toBeLessThan(critical);
});

test('control: the fit refuses a zero drawn with both signs, a σ off by 2 %, a shift and a missing value', () => {
  const random = knownStream('control');
  const samples = draw(count, () => sampleDiscreteGaussian(rational(9n), random));
  const mutants = [
    samples.flatMap((z) => (z === 0n ? [z, z] : [z])),
    draw(count, () => sampleDiscreteGaussian(rational(9_364n, 1000n), random)),
    samples.map((z) => (z === 5n ? 4n : z)),
    samples.map((z, i) => (i % 10 === 0 ? z + 1n : z)),
  ];
  for (const mutant of mutants) {
    const { statistic, critical } = fitOf(mutant, gaussianPmf(3));
    expect(statistic).toBeGreaterThan(critical);
  }
});

test.each([1n, 1000n, 10n ** 12n])(
  'sampleDiscreteGaussian of σ = %s has a variance of σ² and both signs alike',
  (sigma) => {
    const random = knownStream('moments');
    const scaled = draw(40_000, () => Number(sampleDiscreteGaussian(rational(sigma * sigma), random)) / Number(sigma));
    const mean = scaled.reduce((sum, z) => sum + z, 0) / scaled.length;
    const variance = scaled.reduce((sum, z) => sum + z * z, 0) / scaled.length;
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(scaled.length));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / scaled.length));
  },
);

test.each([
  [rational(0n), 1],
  [rational(1n, 10n), Math.exp(-0.1)],
  [rational(1n), Math.exp(-1)],
  [rational(7n, 5n), Math.exp(-1.4)],
  [rational(2n), Math.exp(-2)],
  [rational(2n ** 101n + 1n, 2n ** 100n), Math.exp(-2)],
])('sampleBernoulliExp of γ = %o comes up with probability %d', (gamma, probability) => {
  const random = knownStream('exp');
  const ups = draw(count, () => sampleBernoulliExp(gamma, random)).filter(Boolean).length;
  expect(Math.abs(ups / count - probability)).toBeLessThanOrEqual(
    4 * Math.sqrt((probability * (1 - probability)) / count),
  );
});

test('sampleBernoulliExp of an enormous γ fails soon instead of counting it down', () => {
  expect(sampleBernoulliExp(rational(10n ** 30n), knownStream('enormous'))).toBe(false);
});

test('sampleBernoulli is certain at 0 and at 1, and fair between', () => {
  const random = knownStream('coin');
  expect(draw(1000, () => sampleBernoulli(rational(0n, 7n), random))).not.toContain(true);
  expect(draw(1000, () => sampleBernoulli(rational(7n, 7n), random))).not.toContain(false);
  const third = draw(count, () => sampleBernoulli(rational(2n, 6n), random)).filter(Boolean).length;
  expect(Math.abs(third / count - 1 / 3)).toBeLessThan(4 * Math.sqrt(2 / 9 / count));
});

test('the samplers refuse what has no distribution: no noise is not a little noise', () => {
  const random = knownStream('refused');
  expect(() => sampleDiscreteGaussian(rational(0n), random)).toThrow(RangeError);
  expect(() => sampleDiscreteGaussian(rational(-1n), random)).toThrow(RangeError);
  expect(() => sampleDiscreteLaplace(rational(0n), random)).toThrow(RangeError);
  expect(() => sampleBernoulli(rational(3n, 2n), random)).toThrow(RangeError);
  expect(() => sampleBernoulli(rational(-1n, 2n), random)).toThrow(RangeError);
  expect(() => sampleBernoulliExp(rational(-1n, 2n), random)).toThrow(RangeError);
});

test('sampleDiscreteGaussian ends and stays near, for every fraction of up to 100 bits', () => {
  const random = knownStream('fractions');
  const part = fc.bigInt({ min: 1n, max: 2n ** 100n });
  fc.assert(
    fc.property(part, part, (num, den) => {
      const reach = 40n * (squareRootFloor(num / den) + 1n);
      const z = sampleDiscreteGaussian(rational(num, den), random);
      return z >= -reach && z <= reach;
    }),
  );
});

test('equal fractions draw from one distribution, whatever terms they are written in', () => {
  const random = knownStream('terms');
  const samples = draw(count, () => sampleDiscreteGaussian(rational(63n, 27n), random));
  const { statistic, critical } = fitOf(samples, gaussianPmf(Math.sqrt(7 / 3)));
  expect(statistic).toBeLessThan(critical);
});

test('squareRootFloor is the largest whole number whose square is not above', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 300n }), (n) => {
      const root = squareRootFloor(n);
      return root * root <= n && n < (root + 1n) * (root + 1n);
    }),
  );
  for (let n = 0n; n < 300n; n++) expect(squareRootFloor(n)).toBe(BigInt(Math.floor(Math.sqrt(Number(n)))));
  expect(() => squareRootFloor(-1n)).toThrow(RangeError);
});
