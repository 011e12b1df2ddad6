/** The exponential mechanism against its exact probabilities. Streams are known, so each test passes always or never. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseExponentially, exponentialRate } from '#policies/privacy/exponential.ts';
import { nanosPerRho } from '#policies/privacy/cost.ts';
import { toNumber } from '#policies/privacy/to-number.ts';
import { nanoRho } from '#policies/units.ts';
import { draw, knownStream } from './known-stream.ts';

const count = 60_000;

/** ρ = e²/8. */
function rhoOfRate(e: number): ReturnType<typeof nanoRho> {
  return nanoRho(BigInt(Math.round((e * e * Number(nanosPerRho)) / 8)));
}

/** Pearson's statistic of choices among `scores` against exp(e·q/2Δ), and what a right sampler exceeds once in a thousand streams. */
function misfit(scores: readonly number[], by: { readonly e: number; readonly delta: number }, claimed = by) {
  const random = knownStream('exponential');
  const scored = scores.map((score, item) => ({ item, score: BigInt(score) }));
  const chosen = draw(count, () =>
    chooseExponentially(scored, { sensitivity: BigInt(by.delta), rho: rhoOfRate(by.e) }, random),
  );
  const best = Math.max(...scores);
  const weights = scores.map((score) => Math.exp((claimed.e * (score - best)) / (2 * claimed.delta)));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const statistic = weights.reduce((sum, weight, item) => {
    const expected = (weight / total) * count;
    return sum + (chosen.filter((at) => at === item).length - expected) ** 2 / expected;
  }, 0);
  const freedom = scores.length - 1;
  const spread = 2 / (9 * freedom);
  return { statistic, critical: freedom * (1 - spread + 3.0902 * Math.sqrt(spread)) ** 3 };
}

test.each([
  { scores: [0, 1], e: 1, delta: 1 },
  { scores: [5, 5, 5, 5, 5], e: 0.5, delta: 1 },
  { scores: [-3, 0, 2, 7], e: 0.7, delta: 3 },
  { scores: [1_000_000_000, 1_000_000_300, 1_000_000_450], e: 0.01, delta: 1 },
  { scores: Array.from({ length: 37 }, (_, at) => at * at), e: 0.02, delta: 6 },
])('chooseExponentially of $scores at e = $e, Δ = $delta fits its probabilities', ({ scores, e, delta }) => {
  const { statistic, critical } = misfit(scores, { e, delta });
  expect(statistic).toBeLessThan(critical);
});

test('control: the fit refuses a rate off by 5 %, a doubled sensitivity and one that is not halved', () => {
  const scores = [0, 4, 9, 14];
  for (const claimed of [
    { e: 0.42, delta: 1 },
    { e: 0.4, delta: 2 },
    { e: 0.8, delta: 1 },
  ]) {
    const { statistic, critical } = misfit(scores, { e: 0.4, delta: 1 }, claimed);
    expect(statistic).toBeGreaterThan(critical);
  }
});

test('chooseExponentially of one candidate returns it, whatever its score', () => {
  for (const score of [0n, -(2n ** 200n), 2n ** 200n]) {
    const only = chooseExponentially(
      [{ item: 'only', score }],
      { sensitivity: 1n, rho: nanoRho(1n) },
      knownStream('one'),
    );
    expect(only).toBe('only');
  }
});

test('chooseExponentially of scores far apart returns the best, and soon', () => {
  const scored = Array.from({ length: 200 }, (_, item) => ({ item, score: item === 123 ? 2n ** 300n : -(2n ** 300n) }));
  const random = knownStream('extreme');
  const chosen = draw(50, () => chooseExponentially(scored, { sensitivity: 1n, rho: nanoRho(1n) }, random));
  expect(new Set(chosen)).toEqual(new Set([123]));
});

/** Choices among three whose scores have something in common. */
function choicesShifted(shift: bigint): readonly number[] {
  const random = knownStream('shifted');
  const scored = [3n, 9n, 4n].map((score, item) => ({ item, score: score + shift }));
  return draw(300, () => chooseExponentially(scored, { sensitivity: 2n, rho: rhoOfRate(1) }, random));
}

test('chooseExponentially is blind to what all scores have in common', () => {
  expect(choicesShifted(10n ** 40n)).toEqual(choicesShifted(0n));
  expect(choicesShifted(-(10n ** 40n))).toEqual(choicesShifted(0n));
});

test('exponentialRate is the largest e in parts of 2⁻⁴⁰ that costs no more than ρ', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 10n ** 12n }), (rho) => {
      const { num, den } = exponentialRate(nanoRho(rho));
      const most = 8n * rho * den * den;
      return num * num * nanosPerRho <= most && (num + 1n) * (num + 1n) * nanosPerRho > most;
    }),
  );
  expect(toNumber(exponentialRate(nanoRho(nanosPerRho / 8n)))).toBeCloseTo(1, 9);
});

test('chooseExponentially refuses what has no guarantee', () => {
  const scored = [{ item: 1, score: 1n }];
  const random = knownStream('refused');
  expect(() => chooseExponentially([], { sensitivity: 1n, rho: nanoRho(1n) }, random)).toThrow(RangeError);
  expect(() => chooseExponentially(scored, { sensitivity: 0n, rho: nanoRho(1n) }, random)).toThrow(RangeError);
  expect(() => chooseExponentially(scored, { sensitivity: 1n, rho: nanoRho(0n) }, random)).toThrow(RangeError);
});

/** Losses of all items of a choice on neighbouring scores: none is farther from another than e, which is what e²/8 rests on. */
test('losses of neighbouring scores are of bounded range e', () => {
  const score = fc.integer({ min: -50, max: 50 });
  const moved = fc.record({ score, by: fc.integer({ min: -3, max: 3 }) });
  fc.assert(
    fc.property(
      fc.array(moved, { minLength: 1, maxLength: 8 }),
      fc.double({ min: 0.01, max: 4, noNaN: true }),
      (items, e) => {
        const logs = (scores: readonly number[]): readonly number[] => {
          const total = Math.log(scores.reduce((sum, q) => sum + Math.exp((e * q) / 6), 0));
          return scores.map((q) => (e * q) / 6 - total);
        };
        const after = logs(items.map(({ score: q, by }) => q + by));
        const losses = logs(items.map(({ score: q }) => q)).map((log, at) => log - (after[at] ?? 0));
        return Math.max(...losses) - Math.min(...losses) <= e + 1e-9;
      },
    ),
  );
});
