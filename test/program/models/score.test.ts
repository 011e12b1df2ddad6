/** Scores: ours, a direct computation from the numbers, and a reader of the PMML document must agree on every row. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ModelRow } from '#policies/privacy/train/model.ts';
import type { ModelDeclaration, ModelFeature } from '#policies/program/model.ts';
import { printProgramPmml } from '#policies/program/models/pmml.ts';
import { scoreRow } from '#policies/program/models/score.ts';
import { readXml } from '../../train/xml.ts';
import { age, aCard, aRow, declarations, income, job, kmeans, numbersFor, scorecard, stumps } from './builders.ts';
import { scoreByPmml } from './pmml-scorer.ts';

const named = declarations.map((model, at) => [`${model.family} ${at}`, model] as const);

/** The columns of one row by the words of the declaration, feature by feature. */
function slowColumns(features: readonly ModelFeature[], row: ModelRow): readonly number[] {
  const columns: number[] = [];
  for (const field of features) {
    const given = row[field.name];
    if (field.kind === 'category') {
      for (const value of field.values.slice(1)) columns.push(given === value ? 1 : 0);
      continue;
    }
    let value = Number(given);
    if (value < field.lo) value = field.lo;
    if (value > field.hi) value = field.hi;
    columns.push(field.scaling ? (value - field.scaling.mean) / field.scaling.scale : value);
  }
  return columns;
}

/** From the numbers of the program, as the layout is written down; the log odds for a class. */
function slowScore(model: ModelDeclaration, numbers: readonly number[], row: ModelRow): number {
  const columns = slowColumns(model.features, row);
  switch (model.family) {
    case 'linear':
    case 'logistic': {
      let sum = numbers[0] ?? 0;
      columns.forEach((value, at) => (sum += value * (numbers[at + 1] ?? 0)));
      return sum;
    }
    case 'kmeans': {
      let [best, least] = [0, Number.POSITIVE_INFINITY];
      for (let cluster = 0; cluster < model.clusters; cluster++) {
        const centre = numbers.slice(cluster * columns.length, (cluster + 1) * columns.length);
        const distance = centre.reduce((sum, value, at) => sum + (value - (columns[at] ?? 0)) ** 2, 0);
        if (distance < least) [best, least] = [cluster + 1, distance];
      }
      return best;
    }
    case 'boosted_stumps': {
      let sum = 0;
      for (let at = 1; at < numbers.length; at += 4) {
        const [place = 0, threshold = 0, left = 0, right = 0] = numbers.slice(at, at + 4);
        sum += (columns[place] ?? 0) <= threshold ? left : right;
      }
      return (numbers[0] ?? 0) + model.rate * sum;
    }
  }
}

function expectNear(ours: number | undefined, theirs: number | undefined): void {
  if (ours === undefined || theirs === undefined) return expect(ours).toBe(theirs);
  expect(Math.abs(ours - theirs)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(theirs)));
}

test.each(named)('scoreRow of %s is what the numbers say', (_, model) => {
  fc.assert(
    fc.property(numbersFor(model), aRow, (numbers, row) => {
      fc.pre(model.family !== 'boosted_stumps' || numbers.some((value, at) => at % 4 > 2 && value !== 0));
      const score = scoreRow(aCard(model, numbers), row);
      if (!score) return;
      const direct = slowScore(model, numbers, row);
      expectNear(score.value, score.kind === 'probability' ? 1 / (1 + Math.exp(-direct)) : direct);
      if (score.kind !== 'probability' || model.family !== 'logistic' || !model.points) return;
      const { score: base, odds, double, favours } = model.points;
      const inFavour = favours === 1 ? direct : -direct;
      expectNear(score.points, base + (double * (inFavour - Math.log(odds))) / Math.log(2));
    }),
    { numRuns: 300 },
  );
});

test.each(named)('printProgramPmml of %s scores every row as scoreRow does', (_, model) => {
  fc.assert(
    fc.property(numbersFor(model), fc.array(aRow, { minLength: 5, maxLength: 5 }), (numbers, rows) => {
      fc.pre(model.family !== 'boosted_stumps' || numbers.some((value, at) => at % 4 > 2 && value !== 0));
      const card = aCard(model, numbers);
      const document = readXml(printProgramPmml(card));
      for (const row of rows) {
        const [ours, theirs] = [scoreRow(card, row), scoreByPmml(document, row)];
        const points = ours?.kind === 'probability' ? ours.points : undefined;
        if (points !== undefined) {
          expectNear(points, theirs?.['points(late)']);
          expectNear(ours?.value, theirs?.['probability(1)']);
        } else expectNear(ours?.value, theirs?.['result']);
      }
    }),
    { numRuns: 150 },
  );
});

test('scoreRow has no score for what is missing, no number, or not in the list; outliers are clamped', () => {
  const card = aCard(scorecard, [0, 0.1, 1, 2, 3]);
  const row = { age: 30, income: 8_000, job: job.values[0] };
  expect(scoreRow(card, row)?.value).toBeCloseTo(1 / (1 + Math.exp(-3)), 12);
  for (const change of [
    { age: null },
    { age: Number.NaN },
    { age: '30' },
    { job: '' },
    { job: 'toString' },
    { job: 0 },
  ])
    expect(scoreRow(card, { ...row, ...change })).toBeUndefined();
  expect(scoreRow(card, { age: 30, job: job.values[0] })).toBeUndefined();
  expect(scoreRow(card, { ...row, age: 1e9 })).toEqual(scoreRow(card, { ...row, age: age.hi }));
  expect(scoreRow(card, { ...row, income: Number.NEGATIVE_INFINITY })).toEqual(
    scoreRow(card, { ...row, income: income.lo }),
  );
});

test('scoreRow of stumps needs no feature that no stump looks at', () => {
  const card = aCard({ ...stumps, stumps: 1 }, [0, 0, 50, -1, 1]);
  expect(scoreRow(card, { age: 50 })?.value).toBeCloseTo(1 / (1 + Math.exp(0.1)), 12);
  expect(scoreRow(card, { income: 1, job: 'none' })).toBeUndefined();
});

test('scoreRow of clusters names the first of several that are as near', () => {
  const card = aCard(kmeans, [10, 0, 10, 0, 90, 0]);
  expect(scoreRow(card, { age: 0, income: 8_000 })).toEqual({ kind: 'cluster', value: 1 });
  expect(scoreRow(card, { age: 99, income: 8_000 })).toEqual({ kind: 'cluster', value: 3 });
});

test('printProgramPmml of points: the documented scale is 600 points at 50 to 1, and 20 more double the odds', () => {
  expect(pointsAt(-Math.log(50))).toBeCloseTo(600, 9);
  expect(pointsAt(-Math.log(100))).toBeCloseTo(620, 9);
});

function pointsAt(logOdds: number): number | undefined {
  const score = scoreRow(aCard(scorecard, [logOdds, 0, 0, 0, 0]), { age: 1, income: 1, job: 'none' });
  return score?.kind === 'probability' ? score.points : undefined;
}
