/** Figures against published or slower ones: leverage, the area under the curve, least squares, Newton's method. */
import { array, assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { exactCard, round } from '#policies/disclosure/model/card.ts';
import { clampRows, designOf, type TrainingRows } from '#policies/disclosure/model/design.ts';
import { fitExactly } from '#policies/disclosure/model/fit.ts';
import { drawFrom, halve, sampleRows } from '#policies/disclosure/model/halves.ts';
import { checkLeverage, leverages } from '#policies/disclosure/model/leverage.ts';
import { aucOf, chanceOf, truePositivesAt } from '#policies/disclosure/model/rank-test.ts';
import type { Training } from '#policies/privacy/train/training.ts';
import { gauss, newtonLogistic } from '../train/logistic-oracle.ts';
import { aTraining, category, limits, normal, number, rowsOf, someRows, uniform, yes } from './builders.ts';

/** A dummy that `few` of `count` rows have, and a number. */
function withDummy(few: number, count = 5000): { training: Training; rows: TrainingRows } {
  const draw = drawFrom(few);
  const rows = Array.from({ length: count }, (_, row) => [Number(row < few), 10 * uniform(draw), 10 * uniform(draw)]);
  return { training: aTraining([category('c', 'others', 'few'), number('x')]), rows: rowsOf(rows) };
}

test.each([
  [1, 1],
  [4, 0.25],
  [10, 0.1],
])('checkLeverage: a dummy with %i units has leverage %d, and a little for the number', (few, expected) => {
  const { training, rows } = withDummy(few);
  const design = designOf(training, rows);
  const { figure, verdict } = checkLeverage(design, fitExactly(design), limits);
  expect(figure).toBeGreaterThanOrEqual(expected - 1e-9);
  expect(figure).toBeLessThan(expected + 0.002);
  expect(verdict).toBe(few === 1 ? 'fail' : 'review');
});

test('leverages sum to the rank, for aliased columns and for logistic models too', () => {
  const rows = someRows(300, 2, ([a = 0], draw) => Number(a + 3 * normal(draw) > 0));
  const twice: TrainingRows = { ...rows, features: [...rows.features, rows.features[0] ?? new Float64Array()] };
  const training = aTraining([number('a'), number('b'), number('again')], yes);
  const design = designOf(training, twice);
  const fit = fitExactly(design);
  expect(fit.factor.rank).toBe(3);
  expect(leverages(design, fit).reduce((sum, h) => sum + h, 0)).toBeCloseTo(3, 8);
});

test('a column that others make up but for rounding is left out, and gets no weight', () => {
  const rows = someRows(500, 2, ([a = 0, b = 0], draw) => a - b + normal(draw));
  const [a = new Float64Array(), b = new Float64Array()] = rows.features;
  const sum = a.map((value, row) => value / 3 + (b[row] ?? 0) / 7 + 0.1);
  const design = designOf(aTraining([number('a'), number('b'), number('sum')]), { ...rows, features: [a, b, sum] });
  const { factor, weights } = fitExactly(design);
  expect([factor.rank, weights[3]]).toEqual([3, 0]);
});

test('leverages are the diagonal of the hat matrix, by elimination', () => {
  const rows = someRows(30, 2, ([a = 0], draw) => a + normal(draw));
  const design = designOf(aTraining(), rows);
  const found = leverages(design, fitExactly(design));
  const x = Array.from({ length: 30 }, (_, row) => [...design.x.subarray(row * 3, row * 3 + 3)]);
  const gram = [0, 1, 2].map((i) => [0, 1, 2].map((j) => x.reduce((sum, z) => sum + (z[i] ?? 0) * (z[j] ?? 0), 0)));
  x.forEach((z, row) => {
    const solved = gauss(gram, z);
    expect(found[row]).toBeCloseTo(
      z.reduce((sum, value, i) => sum + value * (solved[i] ?? 0), 0),
      10,
    );
  });
});

test('aucOf equals the count over all pairs, ties half', () => {
  const scores = array(integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 30 });
  assert(
    property(scores, scores, (members, others) => {
      const pairs = members.flatMap((a) => others.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)));
      const slow = pairs.reduce((sum, value) => sum + value, 0) / pairs.length;
      expect(aucOf(Float64Array.from(members), Float64Array.from(others))).toBeCloseTo(slow, 12);
    }),
  );
});

test('chanceOf is the normal tail of the variance (m + n + 1) / 12mn', () => {
  // SACRO-ML: auc_p_val(0.6, 100, 200) has deviation 0.03541, z = 2.824.
  expect(chanceOf(0.6, { members: 100, others: 200 })).toBeCloseTo(0.00237, 5);
  expect(chanceOf(0.5, { members: 100, others: 200 })).toBe(1);
  expect(chanceOf(0.55, { members: 20_000, others: 20_000 })).toBeLessThan(1e-60);
});

test('truePositivesAt counts members above all but one in a thousand of the others', () => {
  const others = Float64Array.from({ length: 2000 }, (_, at) => at);
  expect(truePositivesAt(0.001, Float64Array.from([1997, 1998, 1999, 5]), others)).toBe(0.5);
  expect(truePositivesAt(0.001, others, others)).toBeCloseTo(0.001, 12);
});

test('fitExactly: logistic weights are those of Newton by elimination', () => {
  const rows = someRows(800, 3, ([a = 0, b = 0], draw) => Number(a - b / 2 + 3 * normal(draw) > 0));
  const training = aTraining([number('a'), number('b'), number('c')], yes);
  const fit = fitExactly(designOf(training, rows));
  const examples = Array.from({ length: 800 }, (_, row) => ({
    x: rows.features.map((column) => column[row] ?? 0),
    y: rows.target[row] === 1 ? (1 as const) : (0 as const),
  }));
  const [intercept, ...coefficients] = newtonLogistic(examples);
  const card = exactCard(training, fit, 800);
  expect(fit.converged).toBe(true);
  expect(card.intercept).toBe(round(intercept ?? 0, 6));
  expect(card.coefficients.map(({ coefficient }) => coefficient)).toEqual(coefficients.map((value) => round(value, 6)));
});

test('fitExactly: least squares are the normal equations by elimination, in the units of the data', () => {
  const draw = drawFrom(2);
  const raw = Array.from({ length: 200 }, () => [draw(3), 30 + 20 * uniform(draw), 0] as [number, number, number]);
  for (const row of raw) row[2] = 4 + 3 * row[0] + 0.5 * row[1] + normal(draw);
  const training = aTraining([category('c', 'a', 'b', 'd'), number('x', 0, 100)], number('y', -1000, 1000));
  const card = exactCard(training, fitExactly(designOf(training, rowsOf(raw))), 200);
  const x = raw.map(([c, value]) => [1, Number(c === 1), Number(c === 2), value]);
  const gram = [0, 1, 2, 3].map((i) =>
    [0, 1, 2, 3].map((j) => x.reduce((sum, z) => sum + (z[i] ?? 0) * (z[j] ?? 0), 0)),
  );
  const cross = [0, 1, 2, 3].map((i) => x.reduce((sum, z, row) => sum + (z[i] ?? 0) * (raw[row]?.[2] ?? 0), 0));
  const expected = gauss(gram, cross);
  [card.intercept, ...card.coefficients.map(({ coefficient }) => coefficient)].forEach((value, at) =>
    expect(value).toBeCloseTo(expected[at] ?? 0, 3),
  );
  expect(card.coefficients.map(({ feature, value }) => [feature, value])).toEqual([
    ['c', 'b'],
    ['c', 'd'],
    ['x', undefined],
  ]);
});

test('clampRows takes numbers into their declared bounds, as predict does, and designOf refuses what is none', () => {
  const training = aTraining([number('x', 0, 10)], number('y', 0, 10));
  const [wild, tame] = [
    rowsOf([
      [999, 10],
      [-Infinity, -7],
    ]),
    rowsOf([
      [10, 10],
      [0, 0],
    ]),
  ];
  expect(clampRows(training, wild)).toEqual(tame);
  expect(() => designOf(training, clampRows(training, rowsOf([[Number.NaN, 1]])))).toThrow(RangeError);
});

test('halve gives disjoint halves of all rows, in order, and the same each time', () => {
  const rows = sampleRows(1001, 1001, drawFrom(4));
  const { members, others } = halve(rows, drawFrom(9));
  expect([members.length, others.length]).toEqual([500, 501]);
  expect(new Set([...members, ...others]).size).toBe(1001);
  expect([...members]).toEqual([...members].sort((a, b) => a - b));
  expect(halve(rows, drawFrom(9))).toEqual({ members, others });
  expect(sampleRows(1000, 10, drawFrom(4)).length).toBe(10);
});
