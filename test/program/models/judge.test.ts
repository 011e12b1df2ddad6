/** Models that programs make of rows: those that tell of persons fail, each by the check that is for it; honest ones pass. */
import { expect, test } from 'vitest';
import { exactCard } from '#policies/disclosure/model/card.ts';
import { clampRows, designOf, type TrainingRows } from '#policies/disclosure/model/design.ts';
import { fitAt, fitExactly } from '#policies/disclosure/model/fit.ts';
import { weightsOf } from '#policies/disclosure/model/given-weights.ts';
import { drawFrom } from '#policies/disclosure/model/halves.ts';
import { judgeProgramModel } from '#policies/disclosure/model/judge-program.ts';
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import { checkSeparation } from '#policies/disclosure/model/separation.ts';
import type { ModelDeclaration } from '#policies/program/model.ts';
import type { ExactProgramCard } from '#policies/program/models/card.ts';
import { trainingOf } from '#policies/program/models/layout.ts';
import { modelOf } from '#policies/program/models/make.ts';
import { layoutColumns, trainingRowsOf } from '#policies/program/models/rows.ts';
import { judged, limits, normal, resultOf, rowsOf, uniform, verdictOf } from '../../model/builders.ts';

const a = { kind: 'number', name: 'a', lo: -10, hi: 10 } as const;
const b = { kind: 'number', name: 'b', lo: 0, hi: 100, scaling: { mean: 40, scale: 20 } } as const;
const c = { kind: 'category', name: 'c', values: ['x', 'y', 'z'] } as const;
const amount = { kind: 'number', name: 'out', lo: -100, hi: 100 } as const;
const yes = { kind: 'binary', name: 'yes' } as const;

/** a and b about uniform, c one of three, and a target by `make`. */
function someRows(count: number, make: (row: readonly number[], noise: number) => number): TrainingRows {
  const draw = drawFrom(3);
  return rowsOf(
    Array.from({ length: count }, () => {
      const row = [8 * uniform(draw), 40 + 30 * uniform(draw), draw(3)];
      return [...row, make(row, normal(draw))];
    }),
  );
}

function cardOf(model: ModelDeclaration, given: readonly number[], rows: number): ExactProgramCard {
  const card = modelOf(model, given, { lane: 'exact', given, rows });
  if (card?.lane !== 'exact') throw new Error('no exact card');
  return card;
}

function find(model: ModelDeclaration, given: readonly number[], rows: TrainingRows): ModelFinding {
  return judgeProgramModel(cardOf(model, given, rows.count), { rows, given, limits });
}

const regression = { family: 'linear', from: 'w', target: amount, features: [a, b, c] } as const;
const plane = someRows(3000, ([x = 0, y = 0, z = 0], noise) => x + (y - 40) / 20 + z + noise);

test('judgeProgramModel passes an honest linear model, with the checks of an exact training but the attacks', () => {
  const finding = find(regression, [0.01, 1.02, 0.99, 1.01, 1.98], plane);
  expect(finding.verdict).toBe('pass');
  const names = [...new Set(finding.checks.map(({ name }) => name))];
  const attacks = ['model_membership', 'model_likelihood_ratio', 'model_attribute', 'model_convergence'];
  const trained = judged(trainingOf(regression), plane).checks.map(({ name }) => name);
  expect(names).toEqual([...new Set(trained)].filter((name) => !attacks.includes(name)));
});

test('weightsOf of the least squares gives the fit that an exact training has: leverage and residuals are the same', () => {
  const training = trainingOf(regression);
  const design = designOf(training, clampRows(training, plane));
  const fit = fitExactly(design);
  const { intercept, coefficients } = exactCard(training, fit, plane.count);
  const { mean, scale } = b.scaling;
  const [ofA = 0, ofB = 0, ofY = 0, ofZ = 0] = coefficients.map(({ coefficient }) => coefficient);
  const card = cardOf(regression, [intercept + ofB * mean, ofA, ofB * scale, ofY, ofZ], plane.count);
  if (card.kind !== 'linear') throw new Error('another kind');
  const given = fitAt(design, weightsOf(card));
  given.weights.forEach((weight, at) => expect(weight).toBeCloseTo(fit.weights[at] ?? Number.NaN, 4));
  expect(given.factor).toEqual(fit.factor);
});

test('fitAt of a logistic fit has its variances', () => {
  const training = trainingOf({ ...regression, target: yes });
  const rows = someRows(2000, ([x = 0], noise) => Number(x + 4 * noise > 0));
  const design = designOf(training, rows);
  const fit = fitExactly(design);
  const given = fitAt(design, fit.weights);
  given.variances.forEach((variance, at) => expect(variance).toBeCloseTo(fit.variances[at] ?? Number.NaN, 6));
});

test('judgeProgramModel fails a target that is one person, whatever the coefficients say', () => {
  const rows = someRows(3000, () => 0);
  rows.target[17] = 90;
  expect(verdictOf(find(regression, [0, 0, 0, 0, 0.03], rows), 'model_target')).toBe('fail');
});

test('judgeProgramModel fails a category that few have, and few rows', () => {
  const rows = {
    ...plane,
    features: plane.features.map((one, at) => (at === 2 ? one.map((_, row) => Number(row < 3)) : one)),
  };
  const finding = find(regression, [0, 1, 1, 1, 1], rows);
  expect(resultOf(finding, 'model_levels')).toMatchObject({ verdict: 'fail', figure: 0, about: 'c = z' });
  expect(
    verdictOf(
      find(
        regression,
        [0, 1, 1, 1, 1],
        someRows(12, () => 1),
      ),
      'model_parameters',
    ),
  ).toBe('fail');
});

test('judgeProgramModel fails one row far from all others by its leverage', () => {
  const x = Float64Array.from({ length: 400 }, (_, row) => (row === 0 ? 10 : ((row % 7) - 3) / 1000));
  const rows = { count: 400, features: [x], target: x.map((_, row) => row % 5) };
  expect(verdictOf(find({ ...regression, features: [a] }, [0, 1], rows), 'model_leverage')).toBe('fail');
});

test('judgeProgramModel fails coefficients that are a row, in the units of the model', () => {
  const model = { ...regression, features: [a, b] } as const;
  const { features, target, count } = plane;
  const rows = { count, target, features: features.slice(0, 2) };
  const [x, y] = layoutColumns(model.features, rows).map((column) => column[40] ?? 0);
  if (x === undefined || y === undefined) throw new Error('no row');
  expect(verdictOf(find(model, [0, x, y], rows), 'model_instance')).toBe('fail');
  expect(verdictOf(find(model, [0, x + 1e-4, y], rows), 'model_instance')).toBe('pass');
});

const chance = someRows(3000, ([x = 0], noise) => Number(x + 4 * noise > 0));
const logistic = { ...regression, family: 'logistic', target: yes } as const;

test('judgeProgramModel passes an honest logistic model, and fails one whose scores tell the class of everybody', () => {
  expect(find(logistic, [0, 0.4, 0.01, 0.01, 0.01], chance).verdict).toBe('pass');
  const certain = someRows(3000, ([x = 0]) => Number(x > 1));
  const told = find(logistic, [-1, 1, 0, 0, 0], certain);
  expect(resultOf(told, 'model_convergence')).toMatchObject({ verdict: 'fail', figure: 1 });
  expect(verdictOf(find(logistic, [1, -1, 0, 0, 0], certain), 'model_convergence')).toBe('fail');
});

test('checkSeparation fails also where one class has nobody', () => {
  expect(separated([1, 2, 3], [0, 0, 1])).toBe('fail');
  expect(separated([3, 2, 1], [0, 0, 1])).toBe('fail');
  expect(separated([1, 2, 2], [0, 0, 1])).toBe('pass');
  expect(separated([1, 2, 3], [0, 1, 0])).toBe('pass');
  expect(separated([1, 2, 3], [0, 0, 0])).toBe('fail');
});

function separated(scores: readonly number[], target: readonly number[]): string {
  return checkSeparation(Float64Array.from(scores), Float64Array.from(target)).verdict;
}

const kmeans = { family: 'kmeans', from: 'w', clusters: 2, features: [{ ...a, lo: 0, hi: 10 }, b] } as const;

/** Two clouds of which the second has `few`. */
function clouds(few: number): TrainingRows {
  const draw = drawFrom(5);
  const rows = Array.from({ length: 1200 }, (_, row) => {
    const isSecond = row < few;
    return [(isSecond ? 8 : 2) + uniform(draw), (isSecond ? 80 : 20) + 5 * uniform(draw), 0];
  });
  return rowsOf(rows);
}

test('judgeProgramModel passes two large clusters, and fails one of few', () => {
  const centres = [2.01, -1.01, 7.98, 1.99];
  expect(find(kmeans, centres, clouds(500)).verdict).toBe('pass');
  expect(resultOf(find(kmeans, centres, clouds(4)), 'model_clusters')).toMatchObject({
    verdict: 'fail',
    figure: 4,
    about: 'cluster 2',
  });
});

test('judgeProgramModel fails a centre that is a row, however it is rounded', () => {
  const rows = clouds(500);
  const row = layoutColumns(kmeans.features, rows).map((column) => column[700] ?? 0);
  const given = [...row, 7.98, 1.99];
  const numbers = [Math.round((row[0] ?? 0) * 10) / 10, Math.round((row[1] ?? 0) * 10) / 10, 8, 2];
  const card = modelOf(kmeans, numbers, { lane: 'exact', given, rows: rows.count });
  if (card?.lane !== 'exact') throw new Error('no card');
  expect(verdictOf(judgeProgramModel(card, { rows, given, limits }), 'model_instance')).toBe('fail');
});

test('judgeProgramModel fails a cluster in which one has most of a feature', () => {
  const rows = clouds(500);
  const features = [
    { ...a, lo: 0, hi: 10 },
    { ...b, scaling: { mean: 40, scale: 2 } },
  ] as const;
  const spike =
    rows.features[0]?.map((value, row) => (row === 0 ? 10 : row < 500 ? 0.001 : value)) ?? new Float64Array();
  const check = (first: Float64Array) =>
    find({ ...kmeans, features }, [2, -10, 1, 20], { ...rows, features: [first, ...rows.features.slice(1)] });
  expect(verdictOf(check(rows.features[0] ?? spike), 'model_clusters')).toBe('pass');
  expect(check(spike).checks.filter(({ name }) => name === 'model_clusters')).toMatchObject([
    { verdict: 'pass', figure: 500 },
    { verdict: 'fail', figure: 1, about: 'means of cluster 2' },
  ]);
});

const stumps = { family: 'boosted_stumps', from: 'w', target: yes, features: [a, b, c], stumps: 2, rate: 0.1 } as const;

test('judgeProgramModel passes stumps of large leaves, and fails one that cuts off few', () => {
  const honest = find(stumps, [0, 0, 0.5, -1, 1, 3, 0.5, 0.2, -0.2], chance);
  expect(honest.verdict).toBe('pass');
  const x = chance.features[0]?.toSorted() ?? new Float64Array();
  const cut = find(stumps, [0, 0, x[4] ?? 0, -1, 1, 3, 0.5, 0.2, -0.2], chance);
  expect(resultOf(cut, 'model_leaves')).toMatchObject({ verdict: 'fail', figure: 5 });
  expect(resultOf(cut, 'model_paths').verdict).toBe('fail');
});

test('judgeProgramModel fails large leaves that together isolate few', () => {
  const x = chance.features[0]?.toSorted() ?? new Float64Array();
  const apart = find(stumps, [0, 0, x[1500] ?? 0, -1, 1, 0, x[1503] ?? 0, 0.2, -0.2], chance);
  expect(verdictOf(apart, 'model_leaves')).toBe('pass');
  expect(resultOf(apart, 'model_paths')).toMatchObject({ verdict: 'fail', figure: 3 });
});

test('judgeProgramModel looks no further than a card of another form', () => {
  const card = { ...cardOf(regression, [1, 2, 3, 4, 5], 10), rows: [[1]] };
  expect(judgeProgramModel(card, { rows: plane, given: [1, 2, 3, 4, 5], limits }).checks).toHaveLength(1);
});

test('trainingRowsOf leaves out what is missing or undeclared, and codes a category as the declaration does', () => {
  const columns = [{ name: 'c', levels: ['z', 'x', 'y', 'w'] }, { name: 'yes' }, { name: 'a' }];
  const numbers = [
    [0, 1, 2, 3, -1, 0, 0, 0],
    [1, 0, 1, 1, 1, Number.NaN, 2, 1],
    [9, 8, 7, 6, 5, 4, 3, Number.NaN],
  ];
  const rows = trainingRowsOf(
    { features: [a, c], target: yes },
    { columns, numbers: numbers.map((one) => Float64Array.from(one)) },
  );
  expect(rows).toEqual(
    rowsOf([
      [9, 2, 1],
      [8, 0, 0],
      [7, 1, 1],
    ]),
  );
  expect(trainingRowsOf({ features: [a] }, { columns, numbers: numbers.map((one) => Float64Array.from(one)) })).toEqual(
    {
      count: 7,
      features: [Float64Array.of(9, 8, 7, 6, 5, 4, 3)],
      target: new Float64Array(7),
    },
  );
  expect(() => trainingRowsOf({ features: [b] }, { columns, numbers: [] })).toThrow(RangeError);
});
