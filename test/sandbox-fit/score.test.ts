import { expect, test } from 'vitest';
import type { FitPlan } from '#policies/simulation/fit-plan.ts';
import { idSpace, nanoRho } from '#policies/units.ts';
import { fitTable } from '#sandbox/fit/fit-table.ts';
import { meanScore, scoreTable, sharesOfScore } from '#sandbox/fit/score.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { aModel, encodedOf } from './toy.ts';
import { variation } from './variation.ts';

const sizes = [3, 4, 2];
const model = aModel(sizes);

const rows = Array.from({ length: 1000 }, (_, at) => [[at % 3, at % 4, Math.floor(at / 5) % 2]]);

/** A table whose model was fitted to the first rows, scored on others. */
async function scored(drift: number, rho: bigint, scale = 1) {
  const random = knownStream('score');
  const { fitted } = await fitTable(encodedOf({ sizes, units: rows, scale }), model, {
    rho: nanoRho(10n ** 10n),
    random,
  });
  const units = rows.map((unit, at) => (at < drift ? [[2, 3, 1]] : unit));
  const encoded = encodedOf({ sizes, units, scale });
  return { fitted, units, score: scoreTable(encoded, { model, fitted }, { rho: nanoRho(rho), random }) };
}

test.each([1, 2 ** 20])('scoreTable is the mean total variation over all pairs, at a scale of %d', async (scale) => {
  for (const drift of [0, 300]) {
    const { fitted, units, score } = await scored(drift, 10n ** 12n, scale);
    const restored = restoreModel(model, fitted);
    const errors = [
      [0, 1],
      [0, 2],
      [1, 2],
    ].map(([a = 0, b = 0]) => {
      const [first, second] = [a, b].map((at) => fitted.attributes[at]?.bins ?? []);
      const across = Math.max(...(second ?? [])) + 1;
      const expected = restored.marginal([a, b]);
      const exact = new Float64Array(expected.length);
      for (const [row] of units) {
        const cell = (first?.[row?.[a] ?? 0] ?? 0) * across + (second?.[row?.[b] ?? 0] ?? 0);
        exact[cell] = (exact[cell] ?? 0) + 1;
      }
      return variation(exact, expected) / 1000;
    });
    const mean = errors.reduce((sum, error) => sum + error, 0) / 3;
    expect(score.pairs).toBe(3);
    expect(Math.abs(score.meanPairError - mean)).toBeLessThan(2e-3);
    if (drift > 0) expect(mean).toBeGreaterThan(0.1);
  }
});

test('the noise of a score follows from ρ and the number of units', async () => {
  const { score, fitted } = await scored(0, 10n ** 6n);
  expect(score.sigma).toBeCloseTo(1 / (2 * fitted.units * Math.sqrt(2 * 0.001)), 9);
});

test('meanScore weighs tables by their pairs', () => {
  const scores = [
    { pairs: 3, meanPairError: 0.1, sigma: 0.01 },
    { pairs: 1, meanPairError: 0.5, sigma: 0.04 },
  ];
  expect(meanScore(scores)?.meanPairError).toBeCloseTo(0.2, 12);
  expect(meanScore(scores)?.sigma).toBeCloseTo(Math.hypot(0.03, 0.04) / 4, 12);
  expect(meanScore([])).toBeUndefined();
});

test('sharesOfScore adds up to the score of the plan, and gives nothing to a table without pairs', () => {
  const tables = [model, aModel([3]), aModel(sizes, { given: 3 }), aModel([2, 2]), aModel([2, 2])];
  const plan: FitPlan = {
    space: idSpace('person'),
    tables: tables.map((one) => ({ model: one, nanoRho: '5' })),
    scoreNanoRho: '100',
    holdout: 0,
  };
  expect(sharesOfScore(plan)).toEqual([33n, 0n, 0n, 33n, 34n]);
});
