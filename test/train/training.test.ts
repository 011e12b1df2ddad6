/** What a training may declare, and how ρ is shared. */
import { expect, test } from 'vitest';
import { trainLinear } from '#policies/privacy/train/linear.ts';
import { shareRho, trainLogistic } from '#policies/privacy/train/logistic.ts';
import type { Runner } from '#policies/privacy/train/runner.ts';
import { requireTraining } from '#policies/privacy/train/training.ts';
import { nanoRho } from '#policies/units.ts';
import { aCategory, aLinear, aLogistic, aNumber, seeded } from './builders.ts';

const many = (count: number): string[] => Array.from({ length: count }, (_, i) => `v${i}`);

test.each([
  ['a bound that is not finite', aLinear({ features: [aNumber('a', 0, Infinity)] })],
  ['a bound that is no number', aLinear({ features: [aNumber('a', Number.NaN, 1)] })],
  ['bounds the wrong way round', aLinear({ target: aNumber('y', 1, 0) })],
  ['equal bounds', aLinear({ target: aNumber('y', 1, 1) })],
  ['a code list of one', aLinear({ features: [aCategory('c', 'only')] })],
  ['a code twice', aLinear({ features: [aCategory('c', 'a', 'a')] })],
  ['a feature twice', aLinear({ features: [aNumber('a'), aNumber('a')] })],
  ['a feature that is the target', aLinear({ features: [aNumber('y')] })],
  ['no row per unit', aLinear({ rowsPerUnit: 0 })],
  ['half a row per unit', aLinear({ rowsPerUnit: 1.5 })],
  ['too many columns', aLinear({ features: [aCategory('c', ...many(64))] })],
])('requireTraining refuses %s', (_, training) => {
  expect(requireTraining(training)).toMatchObject({ ok: false, refusals: [{ code: 'E_INPUT' }] });
});

test('a trainer measures nothing for a training that was not accepted', async () => {
  const never: Runner = {
    rho: nanoRho(10n ** 9n),
    random: seeded(1),
    measure: () => {
      throw new Error('measured');
    },
  };
  // A code twice would make two indicators of one row differ from 0.
  const features = [aCategory('c', 'a', 'a')] as const;
  await expect(trainLinear(aLinear({ features }), never)).rejects.toThrow('E_INPUT');
  await expect(trainLogistic(aLogistic({ features }), never)).rejects.toThrow('E_INPUT');
});

test('requireTraining accepts what is bounded', () => {
  expect(requireTraining(aLinear({ features: [aNumber('a'), aCategory('c', 'x', 'y')] })).ok).toBe(true);
});

test.each([
  [1_000_000_000n, 10],
  [999_999_999n, 7],
  [17n, 3],
])('shareRho splits %i billionths over %i gradients without a rest', (rho, iterations) => {
  const { moments, gradient } = shareRho(nanoRho(rho), iterations);
  expect(moments + gradient * BigInt(iterations)).toBe(rho);
  expect(moments > 0n && gradient > 0n).toBe(true);
});

test.each([
  [5n, 10],
  [100n, 0],
  [100n, 1.5],
  [0n, 1],
])('shareRho throws for %i billionths over %d gradients', (rho, iterations) => {
  expect(() => shareRho(nanoRho(rho), iterations)).toThrow(RangeError);
});
