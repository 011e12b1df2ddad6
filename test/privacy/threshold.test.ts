/** Key selection and the tails below it. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { rhoFor } from '#policies/privacy/accountant.ts';
import { gaussianTailAbove, normalTailAbove, sigmaOf } from '#policies/privacy/gaussian-tail.ts';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { addNoise } from '#policies/privacy/noise.ts';
import { noiseHalfWidth } from '#policies/privacy/quantile-of-noise.ts';
import type { Rational } from '#policies/privacy/rational.ts';
import { rational } from '#policies/privacy/rational.ts';
import type { SelectionPolicy } from '#policies/privacy/threshold.ts';
import { keepsKey, selectionThreshold } from '#policies/privacy/threshold.ts';
import { attoDelta, nanoRho } from '#policies/units.ts';
import { draw, knownStream } from './known-stream.ts';

/** Of ε = 1 at δ = 10⁻⁶, half of ρ for the keys; their own δ is 10⁻⁶ once more. */
function aPolicy(changes: Partial<SelectionPolicy> = {}): SelectionPolicy {
  const rho = nanoRho(rhoFor({ epsilon: 1, delta: 1e-6 }) / 2n);
  return { rho, delta: attoDelta(1_000_000_000_000n), maxGroups: 1n, minUnits: 1n, ...changes };
}

/** Pr[z ≥ t], added up. */
function tailOf(t: number, variance: Rational): number {
  const sigma = sigmaOf(variance);
  const reach = Math.ceil(30 * sigma) + 30;
  let [tail, total] = [0, 0];
  for (let z = reach; z >= -reach; z--) {
    total += Math.exp(-((z / sigma) ** 2) / 2);
    if (z === t) tail = total;
  }
  return tail / total;
}

test.each([
  [1n, 32n],
  [3n, 57n],
  [10n, 107n],
])('selectionThreshold of K = %s is %s', (maxGroups, threshold) => {
  expect(selectionThreshold(aPolicy({ maxGroups })).threshold).toBe(threshold);
});

test('selectionThreshold keeps a new key at most δ/K of the time, and one lower would not', () => {
  for (const maxGroups of [1n, 2n, 7n, 40n]) {
    for (const delta of [10n ** 6n, 10n ** 12n, 10n ** 15n]) {
      const { variance, threshold } = selectionThreshold(aPolicy({ maxGroups, delta: attoDelta(delta) }));
      const allowed = Number(delta) / 1e18 / Number(maxGroups);
      expect(tailOf(Number(threshold) - 1, variance)).toBeLessThanOrEqual(allowed);
      expect(tailOf(Number(threshold) - 3, variance)).toBeGreaterThan(allowed);
    }
  }
});

test('selectionThreshold takes its noise from ρ and K exactly', () => {
  const { variance } = selectionThreshold(aPolicy({ rho: nanoRho(5n), maxGroups: 3n }));
  expect(variance.num * 10n).toBe(3_000_000_000n * variance.den);
});

test('selectionThreshold refuses a policy under which no threshold is high enough', () => {
  expect(() => selectionThreshold(aPolicy({ delta: attoDelta(0n) }))).toThrow(/δ must be positive/);
  expect(() => selectionThreshold(aPolicy({ rho: nanoRho(0n) }))).toThrow(/ρ must be positive/);
  expect(() => selectionThreshold(aPolicy({ maxGroups: 0n }))).toThrow(RangeError);
  expect(() => selectionThreshold(aPolicy({ minUnits: 0n }))).toThrow(/k must be from 1/);
});

test('keepsKey never shows a key of fewer than k units, whatever the noise', () => {
  const selection = selectionThreshold(aPolicy({ minUnits: 5n }));
  const noisyUnits = addNoise(10n ** 9n, rational(1n), knownStream('high'));
  expect(keepsKey({ units: 4n, noisyUnits }, selection)).toBe(false);
  expect(keepsKey({ units: 5n, noisyUnits }, selection)).toBe(true);
});

test('keepsKey takes k − 1 off before it compares with τ', () => {
  const random = knownStream('edge');
  const selection = selectionThreshold(aPolicy({ minUnits: 5n }));
  for (const noisyUnits of draw(200, () => addNoise(36n, rational(4n), random))) {
    expect(keepsKey({ units: 36n, noisyUnits }, selection)).toBe(noisyUnits >= selection.threshold + 4n);
  }
});

test('a key that one unit lifts over k is shown as rarely as promised', () => {
  const random = knownStream('lifted');
  const selection = selectionThreshold(aPolicy({ delta: attoDelta(10n ** 16n), maxGroups: 2n, minUnits: 3n }));
  const shown = draw(100_000, () =>
    keepsKey({ units: 3n, noisyUnits: addNoise(3n, selection.variance, random) }, selection),
  ).filter(Boolean).length;
  // δ/K = 0.005.
  expect(shown / 100_000).toBeLessThan(0.005 + 3 * Math.sqrt(0.005 / 100_000));
  expect(shown / 100_000).toBeGreaterThan(0.003);
});

// Found with 50 digits.
test.each([
  [0, 0.5],
  [0.5, 0.3085375387259869],
  [1, 0.15865525393145705],
  [1.9, 0.028716559816001803],
  [2, 0.02275013194817921],
  [3, 0.0013498980316300946],
  [4.753, 1.002101739975321e-6],
  [6, 9.86587645037698e-10],
  [10, 7.619853024160525e-24],
  [20, 2.7536241186062337e-89],
  [37, 5.725571222524577e-300],
])('normalTailAbove(%d) is %d or a little more', (x, tail) => {
  expect(normalTailAbove(x)).toBeGreaterThanOrEqual(tail);
  expect(normalTailAbove(x)).toBeLessThan(tail * (1 + 1e-10));
});

test('normalTailAbove is never 0, however far out', () => {
  expect(normalTailAbove(1e6)).toBeGreaterThan(0);
});

test('gaussianTailAbove is never below the tail, and falls', () => {
  const variance = fc
    .tuple(fc.bigInt({ min: 1n, max: 4000n }), fc.bigInt({ min: 1n, max: 50n }))
    .map(([num, den]) => rational(num, den));
  fc.assert(
    fc.property(variance, fc.integer({ min: -3, max: 300 }), (variance, t) => {
      const bound = gaussianTailAbove(BigInt(t), variance);
      expect(bound).toBeGreaterThanOrEqual(tailOf(t, variance) * (1 - 1e-12));
      expect(gaussianTailAbove(BigInt(t + 1), variance)).toBeLessThanOrEqual(bound);
    }),
  );
});

test.each([rational(1n, 4n), rational(1n), rational(7n, 3n), rational(400n)])(
  'noiseHalfWidth of variance %o is the smallest that covers',
  (variance) => {
    for (const confidence of [0.5, 0.9, 0.95, 0.999999]) {
      const w = Number(noiseHalfWidth(variance, confidence));
      const covered = (width: number) => 1 - 2 * tailOf(width + 1, variance);
      expect(covered(w)).toBeGreaterThanOrEqual(confidence);
      if (w > 0) expect(covered(w - 1)).toBeLessThan(confidence);
    }
  },
);

test('noiseHalfWidth goes on from sums to bounds without a step', () => {
  const [summed, bounded] = [noiseHalfWidth(rational(1000n ** 2n), 0.95), noiseHalfWidth(rational(1001n ** 2n), 0.95)];
  expect(summed).toBe(1960n);
  expect(bounded).toBe(1962n);
  const wide = Number(noiseHalfWidth(rational(10n ** 24n), 0.95)) / 1e12;
  expect(wide).toBeGreaterThanOrEqual(1.959963984540054);
  expect(wide).toBeLessThan(1.9599639847);
});

test('noiseHalfWidth covers what is drawn as often as it says', () => {
  const random = knownStream('coverage');
  for (const variance of [rational(3n, 2n), rational(50n ** 2n), rational(5000n ** 2n)]) {
    const w = noiseHalfWidth(variance, 0.95);
    const inside = draw(20_000, () => sampleDiscreteGaussian(variance, random)).filter((z) => z <= w && -z <= w).length;
    expect(inside / 20_000).toBeGreaterThan(0.95 - 4 * Math.sqrt((0.95 * 0.05) / 20_000));
  }
});

test('noiseHalfWidth refuses certainty', () => {
  for (const confidence of [0, 1, -0.5, Number.NaN]) {
    expect(() => noiseHalfWidth(rational(1n), confidence)).toThrow(RangeError);
  }
});
