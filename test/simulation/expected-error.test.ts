import { expect, test } from 'vitest';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { rational } from '#policies/privacy/rational.ts';
import { expectedErrors } from '#policies/simulation/expected-error.ts';
import type { FittedTable, Measured } from '#policies/simulation/fitted.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { aModel } from '../sandbox-fit/toy.ts';

const model = aModel([4, 3, 5, 2]);

function fittedWith(measured: readonly Measured[], bins = [4, 3, 5, 2]): FittedTable {
  return {
    table: 'toy',
    units: 1000,
    attributes: bins.map((count, at) => ({
      name: `a${at}`,
      bins: Array.from({ length: count }, (_, bin) => bin),
      mass: Array.from({ length: count }, () => 1),
    })),
    cliques: [],
    measured,
  };
}

const singles: readonly Measured[] = [4, 3, 5, 2].map((cells, at) => ({ attributes: [at], cells, sigma: 10 }));
const perCell = Math.sqrt(2 / Math.PI) / 2 / 1000;

test('a pair was measured, follows from others, or stands alone', () => {
  const { attributes, pairs } = expectedErrors(
    model,
    fittedWith([...singles, { attributes: [0, 1], cells: 12, sigma: 20 }, { attributes: [1, 2], cells: 15, sigma: 5 }]),
  );
  expect(attributes.map(({ standing }) => standing)).toEqual(['measured', 'measured', 'measured', 'measured']);
  expect(pairs.map(({ attributes: of, standing }) => [of.join(), standing])).toEqual([
    ['0,1', 'measured'],
    ['0,2', 'modelled'],
    ['1,2', 'measured'],
    ['0,3', 'independent'],
    ['1,3', 'independent'],
    ['2,3', 'independent'],
  ]);
  expect(pairs[0]?.expected).toBeCloseTo(perCell * 20 * 12, 12);
  expect(pairs[1]).not.toHaveProperty('expected');
});

test('the best of several histograms counts, larger ones with the noise of all their cells', () => {
  const triple = { attributes: [0, 1, 2], cells: 60, sigma: 1 };
  const pair = { attributes: [0, 1], cells: 12, sigma: 20 };
  const { attributes, pairs } = expectedErrors(model, fittedWith([...singles, pair, triple]));
  expect(pairs[0]?.expected).toBeCloseTo(perCell * Math.sqrt(12 * 60), 12);
  expect(attributes[0]?.expected).toBeCloseTo(perCell * Math.sqrt(4 * 60), 12);
  expect(attributes[3]?.expected).toBeCloseTo(perCell * 10 * 2, 12);
});

test('no error is expected to be more than 1, and a histogram over many fine cells says so', () => {
  const { attributes } = expectedErrors(model, fittedWith([{ attributes: [0], cells: 100_000, sigma: 100 }]));
  expect(attributes[0]?.expected).toBe(1);
  expect(attributes[1]).toEqual({ standing: 'modelled' });
});

test('pairs of two given attributes are not among them', () => {
  const { pairs } = expectedErrors(aModel([4, 3, 5, 2], { given: 2 }), fittedWith(singles));
  expect(pairs.map(({ attributes }) => attributes.join())).toEqual(['0,2', '1,2', '0,3', '1,3', '2,3']);
});

test('the mean total variation of noise alone is what is expected', () => {
  const random = knownStream('expected error');
  const drawn = Array.from({ length: 300 }, () => {
    const noise = Array.from({ length: 200 }, () => sampleDiscreteGaussian(rational(900n), random));
    return noise.reduce((sum, z) => sum + Math.abs(Number(z)), 0) / 2 / 10_000;
  });
  const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const table = { ...fittedWith([{ attributes: [0], cells: 200, sigma: 30 }], [200, 3, 5, 2]), units: 10_000 };
  expect(Math.abs((expectedErrors(model, table).attributes[0]?.expected ?? 0) / mean - 1)).toBeLessThan(0.01);
});
