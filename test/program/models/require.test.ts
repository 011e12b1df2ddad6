/** A declared model that could not be made is refused before anything runs, with what to change. */
import { expect, test } from 'vitest';
import { modelDeclaration } from '#policies/program/model.ts';
import { lengthOf } from '#policies/program/models/layout.ts';
import { requireModelDeclaration, type ModelMaker, type QueryColumn } from '#policies/program/models/require.ts';
import { age, declarations, income, job, kmeans, linear, logistic, paid, stumps } from './builders.ts';

const columns: readonly QueryColumn[] = [
  { name: 'age' },
  { name: 'income' },
  { name: 'job', levels: ['工人', 'none', 'a & "b" <c>'] },
  { name: 'late' },
  { name: 'paid' },
];

function aMaker(model: ModelMaker['model'], change: Partial<ModelMaker> = {}): ModelMaker {
  const result = { name: 'w', length: lengthOf(model), lo: -100, hi: 100, step: 0.001 };
  return { mode: 'rows', results: [result], model, ...change };
}

function refused(maker: ModelMaker, given = columns): string {
  const outcome = requireModelDeclaration(maker, given);
  return outcome.ok ? 'accepted' : `${outcome.refusals[0].code} ${outcome.refusals[0].detail}`;
}

test.each(declarations.map((model) => [model.family, model] as const))(
  'requireModelDeclaration accepts %s',
  (_, model) => {
    expect(modelDeclaration.parse(JSON.parse(JSON.stringify(model)))).toEqual(model);
    expect(requireModelDeclaration(aMaker(model), columns)).toEqual({ ok: true, value: model });
  },
);

test('requireModelDeclaration refuses a result that is not there, or has another length', () => {
  const [result] = aMaker(linear).results;
  if (!result) throw new Error('no result');
  expect(refused(aMaker({ ...linear, from: 'other' }))).toMatch(/^E_CONTRACT .* got other beside w$/);
  for (const length of [4, 6])
    expect(refused(aMaker(linear, { results: [{ ...result, length }] }))).toMatch(/must have the 5 numbers .* got /);
});

test('requireModelDeclaration refuses columns that the query does not give, or gives as another kind', () => {
  expect(refused(aMaker(linear), columns.slice(1))).toMatch(/^E_UNKNOWN_COLUMN .*age/);
  expect(
    refused(
      aMaker(logistic),
      columns.filter(({ name }) => name !== 'late'),
    ),
  ).toMatch(/^E_UNKNOWN_COLUMN .*late/);
  expect(refused(aMaker({ ...linear, features: [{ ...age, name: 'job' }] }))).toMatch(/^E_TYPE .*job must be a number/);
  expect(refused(aMaker({ ...linear, features: [{ ...job, name: 'age' }] }))).toMatch(/^E_TYPE .*age must be a text/);
  expect(
    refused(
      aMaker(
        { ...linear, features: [age], target: { ...paid, name: 'job' } },
        { results: [{ name: 'w', length: 2, lo: -1, hi: 1, step: 0.1 }] },
      ),
    ),
  ).toMatch(/^E_TYPE .*job must be a number/);
});

test('requireModelDeclaration refuses a category with other values than the public ones', () => {
  for (const values of [
    ['none', '工人'],
    [...job.values, 'more'],
    ['none', '工人', 'other'],
  ])
    expect(refused(aMaker({ ...linear, features: [{ ...job, values }] }))).toMatch(/^E_CONTRACT .*values of job/);
});

test('requireModelDeclaration refuses bounds, lists and names that no training could have', () => {
  expect(refused(aMaker({ ...linear, features: [{ ...age, lo: 5, hi: 5 }] }))).toMatch(/^E_INPUT .*bounds of age/);
  expect(refused(aMaker({ ...linear, features: [age, age] }))).toMatch(/^E_INPUT .*names must differ/);
  expect(refused(aMaker({ ...linear, features: [{ ...job, values: ['none', 'none'] }] }))).toMatch(
    /^E_INPUT .*each once/,
  );
  expect(refused(aMaker({ ...linear, target: { ...paid, name: 'age' } }))).toMatch(/^E_INPUT .*names must differ/);
});

test('requireModelDeclaration refuses stumps whose places would not come through', () => {
  const [result] = aMaker(stumps).results;
  if (!result) throw new Error('no result');
  expect(refused(aMaker(stumps, { mode: 'blocks' }))).toMatch(/^E_CONTRACT .*mode blocks$/);
  expect(refused(aMaker(kmeans, { mode: 'blocks' }))).toBe('accepted');
  for (const change of [{ step: 1 }, { lo: 0.1 }, { hi: 2 }])
    expect(refused(aMaker(stumps, { results: [{ ...result, ...change }] }))).toMatch(/^E_CONTRACT .*places 0 to 3/);
  expect(refused(aMaker(stumps, { results: [{ ...result, lo: 0, hi: 3, step: 0.5 }] }))).toBe('accepted');
});

test('modelDeclaration has no room for a category among clusters, for unbounded scaling, or for text beside it', () => {
  for (const wrong of [
    { ...kmeans, features: [job] },
    { ...linear, features: [{ ...income, scaling: { mean: 0, scale: 0 } }] },
    { ...linear, features: [{ ...age, hi: Number.POSITIVE_INFINITY }] },
    { ...linear, note: 'x' },
    { ...stumps, rate: 2 },
    { ...logistic, target: paid },
  ])
    expect(modelDeclaration.safeParse(wrong).success).toBe(false);
});
