/** Scores of a perfect model, of one that knows columns only, and of a copy. */
import { expect, test } from 'vitest';
import type { Attribute } from '#policies/simulation/attribute.ts';
import { fidelityOf, type Fidelity } from '#synth/report/fidelity/scores.ts';
import { sourcesOf } from '#synth/report/fidelity/sources.ts';
import { equalSubsample } from '#synth/report/fidelity/k-marginal.ts';
import type { Figure } from '#synth/report/schema.ts';
import type { TableCells } from '#synth/report/input.ts';
import { aTable, mixedRows, unrelated } from '../rows.ts';

function measured(change: Partial<TableCells> = {}): Fidelity {
  const of = aTable(change);
  return fidelityOf(of.attributes, sourcesOf(of, 1), 1);
}

const perfect = measured();
const columnsOnly = measured({ drawn: unrelated(mixedRows(3000, 1), 4) });
const copy = measured({ drawn: mixedRows(3000, 1) });

test('a copy has the best of every score', () => {
  const { columnShapes, pairTrendsAll, accuracy, kMarginal, correlationDifference } = copy.scores;
  expect([columnShapes.value, pairTrendsAll?.value, accuracy.value]).toEqual([1, 1, 1]);
  expect(kMarginal?.value).toBeCloseTo(1000, 9);
  expect(correlationDifference?.value).toBe(0);
  expect(copy.subsample?.bound).toBe('above');
});

test('a perfect model scores as the holdout rows do, and below a draw from the very rows', () => {
  for (const figure of [perfect.scores.accuracy, perfect.scores.columnShapes, perfect.scores.qualityAll]) {
    expect(Math.abs(figure.value - (figure.holdout ?? 0))).toBeLessThan(0.01);
    expect(figure.value).toBeLessThan(figure.resample + 0.002);
  }
});

test('right columns without relations: columns are perfect, pairs are not, those that are related least', () => {
  const { columnShapes, pairTrendsAll, pairTrendsRelated, kMarginal } = columnsOnly.scores;
  expect(columnShapes.value).toBe(1);
  expect(below(pairTrendsAll)).toBeGreaterThan(0.05);
  expect(below(pairTrendsRelated)).toBeGreaterThan(below(pairTrendsAll));
  expect(kMarginal?.value).toBeLessThan((kMarginal?.resample ?? 0) - 50);
  const worst = columnsOnly.pairs.toSorted((a, b) => a.similarity.value - b.similarity.value)[0];
  expect(worst?.related).toBe(true);
});

function below(figure: Figure | null): number {
  return (figure?.resample ?? 0) - (figure?.value ?? 0);
}

test('k-marginal: a fifth of the train rows is found to equal about a fifth of them', () => {
  const train = mixedRows(4000, 1);
  const drawn = train.map((column) => column.slice(0, 800));
  const { subsample } = measured({ train, drawn });
  expect(subsample?.bound).toBe('about');
  expect(subsample?.percent).toBeGreaterThan(15);
  expect(subsample?.percent).toBeLessThan(26);
});

test('equalSubsample: between two tried parts, below the first, above the last', () => {
  const tried = [
    { percent: 10, score: 800 },
    { percent: 20, score: 900 },
  ];
  expect(equalSubsample(850, tried)).toEqual({ percent: 15, bound: 'about' });
  expect(equalSubsample(700, tried)).toEqual({ percent: 10, bound: 'below' });
  expect(equalSubsample(950, tried)).toEqual({ percent: 20, bound: 'above' });
});

test('without holdout rows there is no holdout reference, and nothing else changes', () => {
  const { scores } = measured({ holdout: aTable().holdout.map(() => new Uint16Array(0)) });
  expect(scores.accuracy).toEqual({ ...perfect.scores.accuracy, holdout: null });
});

test('a share of NULL that is wrong lowers the similarity of an ordered column', () => {
  const drawn = mixedRows(3000, 3).map((column, at) =>
    at === 3 ? column.map((cell, row) => (row % 2 ? 200 : cell)) : column,
  );
  const income = measured({ drawn }).columns.find(({ name }) => name === 'income');
  expect(income?.similarity.value).toBeLessThan(0.6);
});

test('pairs of a parent attribute and an own one are the trends between tables', () => {
  const { attributes } = aTable();
  const given = attributes.map((attribute, at): Attribute =>
    at < 2 ? { ...attribute, origin: { kind: 'parent', attribute: attribute.name } } : attribute,
  );
  const found = measured({ attributes: given });
  expect(found.pairs.filter(({ across }) => across)).toHaveLength(2 * (attributes.length - 2));
  expect(found.scores.interTable).not.toBeNull();
  expect(perfect.scores.interTable).toBeNull();
});
