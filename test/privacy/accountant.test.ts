/** The accountant: never below what the noise really costs, never above the textbook, and equal to the published conversion. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { attoDeltaFor, epsilonOf, lossOf, rhoFor } from '#policies/privacy/accountant.ts';
import { gaussianVariance } from '#policies/privacy/noise.ts';
import { toNumber } from '#policies/privacy/to-number.ts';
import type { NanoRho } from '#policies/units.ts';
import { attoDelta, nanoRho } from '#policies/units.ts';
import { continuousDelta, discreteDelta, solve } from './analytic-gaussian.ts';

const cost = (nano: bigint) => ({ rho: nanoRho(nano), delta: attoDelta(0n) });
const sigmaAt = (rho: NanoRho): number => Math.sqrt(toNumber(gaussianVariance({ sensitivity2: 1n, rho })));
const basic = (rho: number, delta: number): number => rho + 2 * Math.sqrt(rho * Math.log(1 / delta));

const near = (value: number): number => Number(value.toPrecision(3));

const anyRho = fc.bigInt({ min: 1n, max: 100_000_000_000n });
const anyDelta = fc.double({ min: 1e-18, max: 0.5, noNaN: true });

test.each([
  [0.1, 39.5, 36.3, 52.7],
  [1, 4.53, 4.22, 5.35],
  [3, 1.64, 1.54, 1.84],
])(
  'rhoFor(ε = %d, δ = 10⁻⁶) needs σ = %d; exactly it would be %d, by the textbook %d',
  (epsilon, tight, exact, textbook) => {
    const sigma = sigmaAt(rhoFor({ epsilon, delta: 1e-6 }));
    expect(near(sigma)).toBe(tight);
    expect(near(solve((s) => continuousDelta(s, epsilon), 1e-6))).toBe(exact);
    expect(near(solve((s) => basic(1 / (2 * s * s), 1e-6) - epsilon, 0))).toBe(textbook);
  },
);

// The infimum over α, found with 50 digits.
test.each([
  [1n, 1e-18, 0.0003370647754240483],
  [1n, 1e-6, 8.953361886779917e-5],
  [1000n, 1e-12, 0.008546765950836891],
  [100_000n, 1e-6, 0.05372712063485987],
  [320_000n, 1e-3, 0.04466708017401004],
  [24_360_000n, 1e-6, 1.0000885864328573],
  [185_000_000n, 1e-18, 5.470150727187185],
  [1_000_000_000n, 1e-6, 7.766216625311721],
  [12_500_000_000n, 1e-12, 48.53703636537931],
  [1_000_000_000_000n, 1e-3, 1162.6950313304935],
])('epsilonOf(ρ = %s · 10⁻⁹, δ = %d) is the infimum, from above', (rho, delta, infimum) => {
  const epsilon = epsilonOf(cost(rho), delta);
  expect(epsilon).toBeGreaterThanOrEqual(infimum);
  expect(epsilon - infimum).toBeLessThan(1e-12 + infimum * 1e-12);
});

// dp_accounting 0.6.0, of Gaussian noise with σ² = 1/2ρ: by privacy loss distribution, and by Rényi orders on a grid.
test.each([
  [321_047n, 1e-6, 0.09145083458378175, 0.09999988755776687],
  [24_355_970n, 1e-6, 0.9273923378744467, 1.0000002817272957],
  [24_355_970n, 1e-9, 1.224281815838213, 1.2896455820276347],
  [185_069_840n, 1e-6, 2.798651240179978, 3.0000165120546516],
  [185_069_840n, 1e-9, 3.5920163385499833, 3.7729951166104794],
  [1_000_000_000n, 1e-6, 7.286080969715995, 7.766237903487093],
  [12_500_000_000n, 1e-9, 41.833375081971894, 43.479729536925696],
])('epsilonOf(ρ = %s · 10⁻⁹, δ = %d) lies between two of dp_accounting', (rho, delta, lossDistribution, renyi) => {
  const epsilon = epsilonOf(cost(rho), delta);
  expect(epsilon).toBeGreaterThan(lossDistribution);
  expect(epsilon).toBeLessThanOrEqual(renyi);
});

test('epsilonOf is never above the textbook conversion', () => {
  fc.assert(
    fc.property(anyRho, anyDelta, (rho, delta) => epsilonOf(cost(rho), delta) <= basic(Number(rho) / 1e9, delta)),
  );
});

test('epsilonOf is never below what continuous or discrete noise costs exactly', () => {
  for (const nano of [10_000n, 321_047n, 24_355_970n, 185_069_840n, 2_000_000_000n]) {
    const sigma = sigmaAt(nanoRho(nano));
    for (const delta of [1e-9, 1e-6, 1e-3]) {
      const epsilon = epsilonOf(cost(nano), delta);
      expect(epsilon).toBeGreaterThan(solve((e) => continuousDelta(sigma, e), delta));
      expect(epsilon).toBeGreaterThan(solve((e) => discreteDelta(sigma, e), delta));
    }
  }
});

test('epsilonOf grows with ρ and falls with δ', () => {
  fc.assert(
    fc.property(anyRho, anyDelta, (rho, delta) => {
      expect(epsilonOf(cost(rho * 2n), delta)).toBeGreaterThanOrEqual(epsilonOf(cost(rho), delta));
      expect(epsilonOf(cost(rho), delta * 1.5)).toBeLessThanOrEqual(epsilonOf(cost(rho), delta));
    }),
  );
});

test('rhoFor gives the largest ρ that keeps to ε', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.001, max: 50, noNaN: true }), anyDelta, (epsilon, delta) => {
      const rho = rhoFor({ epsilon, delta });
      expect(epsilonOf(cost(rho), delta)).toBeLessThanOrEqual(epsilon);
      expect(epsilonOf(cost(rho + 1n), delta)).toBeGreaterThan(epsilon);
    }),
  );
});

test('lossOf adds the δ of selected keys to the δ of the conversion, outward', () => {
  expect(lossOf({ rho: nanoRho(24_355_970n), delta: attoDelta(0n) }, 1e-6).delta).toBe(1e-6);
  const { epsilon, delta } = lossOf({ rho: nanoRho(24_355_970n), delta: attoDelta(2_000_000_000_000n) }, 1e-6);
  expect(epsilon).toBe(epsilonOf(cost(24_355_970n), 1e-6));
  expect(delta).toBeGreaterThanOrEqual(3e-6);
  expect(delta).toBeCloseTo(3e-6, 15);
});

test('epsilonOf of nothing is 0, and a δ or ε without meaning is refused', () => {
  expect(epsilonOf(cost(0n), 1e-6)).toBe(0);
  for (const delta of [0, 1, -1, 2, Number.NaN]) {
    expect(() => epsilonOf(cost(1n), delta)).toThrow(RangeError);
    expect(() => rhoFor({ epsilon: 1, delta })).toThrow(RangeError);
  }
  for (const epsilon of [0, -1, Infinity, Number.NaN]) {
    expect(() => rhoFor({ epsilon, delta: 1e-6 })).toThrow(RangeError);
  }
});

test('gaussianVariance is Δ²/2ρ exactly, and refuses noise that would be free or endless', () => {
  const { num, den } = gaussianVariance({ sensitivity2: 75n, rho: nanoRho(3n) });
  expect(num * 6n).toBe(75_000_000_000n * den);
  expect(() => gaussianVariance({ sensitivity2: 1n, rho: nanoRho(0n) })).toThrow(/ρ must be positive/);
  expect(() => gaussianVariance({ sensitivity2: 0n, rho: nanoRho(1n) })).toThrow(/sensitivity must be positive/);
});

test('attoDeltaFor writes the decimal that was declared', () => {
  for (let power = 3; power <= 18; power++) {
    expect(attoDeltaFor(Number(`1e-${power}`))).toBe(10n ** BigInt(18 - power));
    expect(attoDeltaFor(Number(`7e-${power}`))).toBe(7n * 10n ** BigInt(18 - power));
  }
  expect(() => attoDeltaFor(1.5)).toThrow(RangeError);
});
