import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aucOf } from '#synth/report/auc.ts';

const scores = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });

test('aucOf counts the pairs that the high score wins, ties half', () => {
  fc.assert(
    fc.property(scores, scores, (high, low) => {
      const wins = high.flatMap((a) => low.map((b) => (a > b ? 1 : a === b ? 0.5 : 0)));
      const share = wins.reduce((sum: number, win) => sum + win, 0) / wins.length;
      expect(aucOf(Float64Array.from(high), Float64Array.from(low)).value).toBeCloseTo(share, 9);
    }),
  );
});

test('aucOf knows its error: DeLong, for one overlapping pair of three and two', () => {
  // Wins of the high scores: ½, 1, 1; losses of the low ones: 0, 1/3. Their variances by hand: 1/12 and 1/18.
  const { value, error } = aucOf(Float64Array.of(1, 2, 4), Float64Array.of(0, 1.5));
  expect(value).toBeCloseTo(5 / 6, 9);
  expect(error).toBeCloseTo(Math.sqrt(1 / 12 / 3 + 1 / 18 / 2), 9);
});
