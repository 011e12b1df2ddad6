/** Whether rows can be told apart, and what can be learned from them. */
import { expect, test } from 'vitest';
import { applyLogistic, fitLogistic } from '#synth/report/fidelity/logistic.ts';
import { predictionOf } from '#synth/report/fidelity/predict.ts';
import { propensity } from '#synth/report/fidelity/propensity.ts';
import { applyTree, growTree } from '#synth/report/fidelity/tree.ts';
import { relationReport } from '#synth/report/relations.ts';
import { aTable, mixedAttributes, mixedRows, unrelated } from '../rows.ts';

test('propensity of fresh rows is what permuted labels give; rows without relations are told apart', () => {
  const train = mixedRows(3000, 1);
  const fresh = propensity(mixedAttributes, { train, drawn: mixedRows(3000, 3) }, 1);
  const shuffled = propensity(mixedAttributes, { train, drawn: unrelated(train, 2) }, 1);
  expect(fresh.ratio).toBeGreaterThan(0.6);
  expect(fresh.ratio).toBeLessThan(1.4);
  expect(shuffled.ratio).toBeGreaterThan(3);
  expect(shuffled.specks).toBeGreaterThan(2 * shuffled.specksExpected);
});

test('growTree learns a conjunction of two columns, which no single column tells', () => {
  const [a, b] = [0, 1].map((side) => Uint16Array.from({ length: 400 }, (_, row) => (row >> side) & 1));
  const columns = [a ?? new Uint16Array(0), b ?? new Uint16Array(0)];
  const labels = Uint8Array.from({ length: 400 }, (_, row) => ((row & 3) === 3 ? 1 : 0));
  const tree = growTree({ columns, sizes: [2, 2], ordered: [true, false] }, labels);
  expect(applyTree(tree, columns)).toEqual(Float64Array.from(labels));
});

test('fitLogistic finds the log odds of a table of counts', () => {
  const column = Uint16Array.from({ length: 40_000 }, (_, row) => row & 1);
  // Ones in 1 of 10 rows of the first bin, in 7 of 10 of the second.
  const labels = Uint8Array.from(column, (bin, row) => ((row >> 1) % 10 < (bin === 0 ? 1 : 7) ? 1 : 0));
  const scores = applyLogistic(fitLogistic([column], [2], labels), [Uint16Array.of(0, 1)]);
  expect(scores[0]).toBeCloseTo(0.1, 2);
  expect(scores[1]).toBeCloseTo(0.7, 2);
});

test('predictionOf: a perfect model trains as well as real rows, one without relations no better than the majority', () => {
  const good = predictionOf(aTable(), 'sex', 1);
  const bad = predictionOf(aTable({ drawn: unrelated(mixedRows(3000, 1), 2) }), 'sex', 1);
  expect(good?.positive).toBe('F');
  for (const { drawn, real } of good?.methods ?? []) {
    expect(real.auc).toBeGreaterThan(0.85);
    expect(drawn.auc).toBeGreaterThan(real.auc - 0.02);
  }
  for (const { drawn } of bad?.methods ?? []) expect(drawn.auc).toBeLessThan(0.65);
  expect(good?.methods.map(({ real }) => real.accuracy > (good?.majority.accuracy ?? 1) + 0.1)).toEqual([true, true]);
});

test('predictionOf an ordered attribute asks for more than the median, and leaves NULL out', () => {
  const found = predictionOf(aTable(), 'income', 1);
  expect(found?.positive).toMatch(/ – 100000$/);
  expect(found?.tested).toBeLessThan(3000);
  expect(found?.majority.accuracy).toBeLessThan(0.6);
});

test('predictionOf answers nothing for an attribute that is not there, or never varies', () => {
  const train = mixedRows(3000, 1).map((column, at) => (at === 0 ? column.fill(1) : column));
  expect(predictionOf(aTable(), 'height', 1)).toBeUndefined();
  expect(predictionOf(aTable({ train }), 'sex', 1)).toBeUndefined();
});

test('relationReport: 1 for equal degrees, less where parents without children were drawn too often', () => {
  const train = Array.from({ length: 1000 }, (_, at) => at % 5);
  const drawn = Array.from({ length: 1000 }, (_, at) => (at % 2 ? 0 : at % 5));
  expect(relationReport({ parent: 'a', child: 'b', train, drawn: train }, 1).similarity.value).toBe(1);
  const { similarity, bars } = relationReport({ parent: 'a', child: 'b', train, drawn }, 1);
  expect(similarity.value).toBeCloseTo(0.6, 9);
  expect(similarity.resample).toBeGreaterThan(0.95);
  expect(bars.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4']);
});
