/** Models that tell of persons, each caught by the check that is named after its fault; then honest ones, which pass. */
import { expect, test } from 'vitest';
import { trainAndJudge } from '#policies/disclosure/model/judge.ts';
import { checksWith } from '#policies/disclosure/model/finding.ts';
import { checkInstances } from '#policies/disclosure/model/instance.ts';
import { drawFrom } from '#policies/disclosure/model/halves.ts';
import { predict } from '#policies/privacy/train/model.ts';
import {
  aTraining,
  category,
  judged,
  limits,
  normal,
  number,
  resultOf,
  rowsOf,
  someRows,
  uniform,
  verdictOf,
  yes,
} from './builders.ts';

const days = Array.from({ length: 20 }, (_, day) => `01-${String(day + 1).padStart(2, '0')}`);

test('SACRO-ML attribute_inference_ols: birthday dummies give back the salary of each of 20 persons, and the model fails', () => {
  const draw = drawFrom(3);
  const salaries = days.map(() => 2000 + draw(6000));
  const training = aTraining([category('birthday', ...days)], number('salary', 0, 10_000));
  const { card, finding } = trainAndJudge(training, rowsOf(salaries.map((salary, day) => [day, salary])), limits);
  // The attack: whoever knows a birthday reads the salary off.
  days.forEach((birthday, at) => expect(predict(card, { birthday })).toBeCloseTo(salaries[at] ?? 0, 1));
  expect(finding.verdict).toBe('fail');
  expect(checksWith(finding, 'fail')).toEqual(
    expect.arrayContaining(['model_parameters', 'model_levels', 'model_leverage', 'model_saturation']),
  );
  expect(resultOf(finding, 'model_leverage').figure).toBeCloseTo(1, 9);
});

test('one person with a value of her own is found among 2000, by level and by leverage', () => {
  const draw = drawFrom(5);
  const values = Array.from({ length: 2000 }, (_, row) => [row === 0 ? 2 : row % 2, uniform(draw), 10 * uniform(draw)]);
  const finding = judged(aTraining([category('c', 'a', 'b', 'rare'), number('x', -1, 1)]), rowsOf(values));
  expect(resultOf(finding, 'model_levels')).toMatchObject({ verdict: 'fail', figure: 1, limit: 10, about: 'c = rare' });
  expect(resultOf(finding, 'model_leverage').figure).toBeCloseTo(1, 9);
  expect(finding.verdict).toBe('fail');
});

test.each([
  [9, 'fail'],
  [10, 'pass'],
] as const)('a value that %i persons have: %s', (few, verdict) => {
  const draw = drawFrom(4);
  const rows = Array.from({ length: 1000 }, (_, row) => [Number(row < few), 10 * uniform(draw), 10 * uniform(draw)]);
  expect(verdictOf(judged(aTraining([category('c', 'most', 'few'), number('x')]), rowsOf(rows)), 'model_levels')).toBe(
    verdict,
  );
});

test('a value that nobody has fails as one that few have', () => {
  const rows = someRows(200, 1, ([x = 0], draw) => x + normal(draw));
  const coded = { ...rows, features: [rows.features[0]?.map((x) => Number(x > 0)) ?? new Float64Array()] };
  const finding = judged(aTraining([category('c', 'a', 'b', 'nobody')]), coded);
  expect(resultOf(finding, 'model_levels')).toMatchObject({ verdict: 'fail', figure: 0, about: 'c = nobody' });
});

test('bounds that make a truth value of a number are seen through: one person beyond them is a level of one', () => {
  const rows = someRows(500, 1, (_, draw) => normal(draw));
  const hours = rows.features[0]?.map((x, row) => (row === 3 ? 99 : 40 + x)) ?? new Float64Array();
  const finding = judged(aTraining([number('hours', 97, 98)]), { ...rows, features: [hours] });
  expect(resultOf(finding, 'model_levels')).toMatchObject({ verdict: 'fail', figure: 1, about: 'hours = 98' });
});

const model = (values: readonly number[]) =>
  resultOf(
    judged(aTraining([number('member', 0, 1)], number('y', 0, 1_000_000)), rowsOf(values.map((y, at) => [at % 2, y]))),
    'model_saturation',
  );

test('a single truth value is a table of two means: judged by the rules for tables', () => {
  const even = Array.from({ length: 200 }, (_, at) => 100 + (at % 7));
  expect(model(even)).toMatchObject({ verdict: 'pass', about: '2 combinations of features' });
  expect(model(even.map((y, at) => (at === 1 ? 900_000 : y)))).toMatchObject({ verdict: 'fail', figure: 1 });
  expect(model(even.map((y, at) => (at % 2 === 1 ? 50 : y)))).toMatchObject({ verdict: 'fail', figure: 1 });
});

const share = (ones: number) =>
  judged(
    aTraining([category('c', 'a', 'b')], yes),
    rowsOf(
      Array.from({ length: 400 }, (_, at) => [at % 2, at % 2 === 0 ? Number(at < 2 * ones) : Number(at % 4 === 1)]),
    ),
  );

test('a saturated logistic model fails where a share rests on fewer than k of a class', () => {
  expect(verdictOf(share(9), 'model_saturation')).toBe('fail');
  expect(verdictOf(share(10), 'model_saturation')).toBe('pass');
});

test('a combination that tells the class for certain has no finite fit, and fails', () => {
  const rows = someRows(400, 1, ([x = 0]) => Number(x > 0));
  expect(verdictOf(judged(aTraining([number('x')], yes), rows), 'model_convergence')).toBe('fail');
});

test('DC-14 Yeom 2018: a logistic model with almost as many parameters as rows remembers them', () => {
  const features = Array.from({ length: 40 }, (_, at) => number(`x${at}`, -5, 5));
  const finding = judged(
    aTraining(features, yes),
    someRows(120, 40, (_, draw) => draw(2)),
  );
  expect(resultOf(finding, 'model_membership').figure).toBeGreaterThan(0.65);
  expect(verdictOf(finding, 'model_membership')).toBe('fail');
  expect(finding.verdict).toBe('fail');
});

test('a linear model with a third as many parameters as rows gives its members away by loss and by shadow models', () => {
  const features = Array.from({ length: 60 }, (_, at) => number(`x${at}`, -5, 5));
  const finding = judged(
    aTraining(features),
    someRows(200, 60, (_, draw) => 10 * normal(draw)),
  );
  expect(resultOf(finding, 'model_membership').figure).toBeGreaterThan(0.65);
  expect(resultOf(finding, 'model_likelihood_ratio').figure).toBeGreaterThan(0.65);
});

test('attribute inference: features that the model had to remember are guessed better for members', () => {
  const features = Array.from({ length: 150 }, (_, at) => number(`x${at}`, -5, 5));
  const rows = someRows(400, 150, ([x = 0], draw) => 2 * x + 10 * normal(draw));
  const result = resultOf(judged(aTraining(features), rows), 'model_attribute');
  expect(result.verdict).toBe('fail');
});

test.each([
  ['k-NN', { kind: 'k-NN', rows: [[1, 2, 3]] }],
  ['nearest neighbours inside', { model: { family: 'KNeighborsClassifier' }, data: [] }],
  ['a support vector machine', { kind: 'svm', support: [[0.5, 1]], alpha: [1] }],
  ['SVC', { estimator: 'SVC', support: [[0.5, 1]] }],
  ['a Gaussian process', { kind: 'Gaussian process', points: [[0.5, 1]] }],
  ['a kernel density', { type: 'kernel_density', points: [] }],
])('a family that stores rows is refused by name: %s', (_, card) => {
  expect(checkInstances(card).verdict).toBe('fail');
});

test('a training row among the parameters is found, to eight digits, with and without its target', () => {
  const rows = someRows(300, 3, ([x = 0], draw) => x + normal(draw));
  const row = [0, 1, 2].map((at) => rows.features[at]?.[123] ?? 0);
  const target = rows.target[123] ?? 0;
  const found = (card: unknown) => checkInstances(card, rows).figure;
  expect(found({ kind: 'linear', coefficients: row.map((coefficient) => ({ feature: 'x', coefficient })) })).toBe(1);
  expect(found({ kind: 'linear', deep: { inside: [row.map((value) => value + 1e-9)] } })).toBe(1);
  expect(
    found({
      kind: 'linear',
      table: [
        [...row, target],
        [1, 2, 3],
      ],
    }),
  ).toBe(1);
  expect(found({ kind: 'linear', table: [row.map((value) => value + 1e-7)] })).toBe(0);
  expect(found({ kind: 'linear', table: [row.toReversed()] })).toBe(0);
});

test('negative control: features may be called after such a family', () => {
  const card = {
    kind: 'linear',
    features: [{ kind: 'number', name: 'svm' }],
    coefficients: [{ feature: 'knn', coefficient: 2 }],
  };
  expect(checkInstances(card).verdict).toBe('pass');
});

test('DC-14 control: an honest linear model of 3000 rows passes every check', () => {
  const rows = someRows(3000, 2, ([a = 0, b = 0], draw) => 2 * a - b + 5 * normal(draw));
  const { finding, card } = trainAndJudge(aTraining(), rows, limits);
  expect(checksWith(finding, 'fail')).toEqual([]);
  expect(checksWith(finding, 'review')).toEqual([]);
  expect(card.coefficients.map(({ coefficient }) => Math.round(coefficient))).toEqual([2, -1]);
});

test('control: few rows are for a person, not for the automatic check', () => {
  const rows = someRows(300, 2, ([a = 0, b = 0], draw) => 2 * a - b + 5 * normal(draw));
  const finding = judged(aTraining(), rows);
  expect([finding.verdict, verdictOf(finding, 'model_parameters')]).toEqual(['review', 'review']);
});

test('equal rows give an equal card and an equal finding', () => {
  const rows = someRows(500, 2, ([a = 0], draw) => a + normal(draw));
  expect(trainAndJudge(aTraining(), rows, limits)).toEqual(trainAndJudge(aTraining(), rows, limits));
});

/** Everybody has `base` or a little more; the 77th person's income is written into the target. */
function oneIncome(base: number, noise: number) {
  const draw = drawFrom(8);
  const income = 87_654;
  const rows = Array.from({ length: 2000 }, (_, row) => {
    const x = 10 * uniform(draw);
    return [x, row === 77 ? income : base + noise * normal(draw)];
  });
  const features = rows.map(([x = 0]) => x);
  return {
    income,
    features,
    trained: trainAndJudge(aTraining([number('x')], number('y', 0, 100_000)), rowsOf(rows), limits),
  };
}

test('one income in a target of zeros comes back from the intercept, at a leverage below 1/k, and the model fails', () => {
  const { income, trained, features } = oneIncome(0, 0);
  const { card, finding } = trained;
  // Least squares reproduce the total of the target.
  const total = features.reduce((sum, x) => sum + (predict(card, { x }) ?? 0), 0);
  expect(Math.abs(total - income)).toBeLessThan(1);
  expect(verdictOf(finding, 'model_leverage')).toBe('pass');
  expect(resultOf(finding, 'model_target')).toMatchObject({ verdict: 'fail', about: 'all' });
});

test('a constant for everybody else hides the income from the rules for totals, not from the residuals', () => {
  const { finding } = oneIncome(5000, 1).trained;
  expect(resultOf(finding, 'model_target')).toMatchObject({ verdict: 'fail', figure: 1, about: 'residuals' });
});

test('a target that the features tell exactly fails, for there is nothing left to guess', () => {
  const rows = someRows(2000, 2, ([a = 0, b = 0]) => 2 * a - b);
  expect(resultOf(judged(aTraining(), rows), 'model_target')).toMatchObject({ verdict: 'fail', about: 'residuals' });
});

test('a value of a feature whose target one person dominates fails by that value', () => {
  const draw = drawFrom(6);
  const rows = Array.from({ length: 3000 }, (_, row) => [
    Number(row < 12),
    row === 0 ? 9000 : 100 + 20 * normal(draw),
    0,
  ]);
  const values = rows.map(([c = 0, y = 0]) => [c, uniform(draw), y]);
  const training = aTraining([category('c', 'most', 'dozen'), number('x', -1, 1)], number('y', 0, 10_000));
  expect(resultOf(judged(training, rowsOf(values)), 'model_target')).toMatchObject({
    verdict: 'fail',
    about: 'c = dozen',
  });
});

test('a value of a feature with fewer than k of a class asks for a person', () => {
  const draw = drawFrom(6);
  const rows = Array.from({ length: 3000 }, (_, row) => [
    Number(row < 40),
    uniform(draw),
    Number(row < 40 ? row < 4 : draw(2)),
  ]);
  const finding = judged(aTraining([category('c', 'most', 'forty'), number('x', -1, 1)], yes), rowsOf(rows));
  expect(resultOf(finding, 'model_target')).toMatchObject({ verdict: 'review', about: 'c = forty' });
});

test('control: labels by chance are not told apart by loss nor by shadow models, where rows are many', () => {
  const finding = judged(
    aTraining([number('a'), number('b')], yes),
    someRows(4000, 2, (_, draw) => draw(2)),
  );
  expect(Math.abs(resultOf(finding, 'model_membership').figure - 0.5)).toBeLessThan(0.03);
  expect(Math.abs(resultOf(finding, 'model_likelihood_ratio').figure - 0.5)).toBeLessThan(0.03);
  expect(finding.verdict).toBe('pass');
});
