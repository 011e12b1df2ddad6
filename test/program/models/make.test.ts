/** Numbers become a card only where the program kept its word; what a card may hold, nothing widens. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkFormat } from '#policies/disclosure/model/format.ts';
import { readKnownCard, trainedCard } from '#policies/disclosure/model/forms.ts';
import { judgePrivate } from '#policies/disclosure/model/judge.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import type { ModelDeclaration } from '#policies/program/model.ts';
import { placeOf } from '#policies/program/models/layout.ts';
import { digitsWritten, modelOf, type ReleasedNumbers } from '#policies/program/models/make.ts';
import { keepStableDigits } from '#policies/program/stability.ts';
import { aCard, declarations, kmeans, linear, logistic, noisily, numbersFor, privacy, stumps } from './builders.ts';

const limits = modelLimits('standard');
const oneStump = { ...stumps, stumps: 1 } as const;

/** Released as they were given, unless told otherwise. */
function exactly(model: ModelDeclaration, given: readonly number[], numbers: ReleasedNumbers = given) {
  return modelOf(model, numbers, { lane: 'exact', given, rows: 1234 });
}

test.each([
  ['too few', linear, [1, 2, 3, 4]],
  ['too many', linear, [1, 2, 3, 4, 5, 6]],
  ['a missing coefficient', logistic, [1, Number.NaN, 3, 4, 5]],
  ['an infinite centre', kmeans, [1, 2, 3, 4, 5, Number.POSITIVE_INFINITY]],
  ['a stump of no column', oneStump, [0, 4, 1, -1, 1]],
  ['a stump of a column below the first', oneStump, [0, -1, 1, -1, 1]],
  ['a stump between two columns', oneStump, [0, 0.5, 1, -1, 1]],
  ['a missing place', oneStump, [0, Number.NaN, 1, -1, 1]],
  ['a missing threshold', oneStump, [0, 1, Number.NaN, -1, 1]],
  ['a category that is split beside its values', oneStump, [0, 2, 1, -1, 1]],
  ['no stump that adds anything', oneStump, [3, 0, 1, 0, 0]],
])('modelOf makes no card of %s', (_, model, numbers) => {
  expect(modelOf(model, numbers, noisily)).toBeUndefined();
  expect(exactly(model, numbers)).toBeUndefined();
});

test('modelOf makes no card of a place that rounding changed, or took', () => {
  const given = [0, 1, 1, -1, 1];
  expect(exactly(oneStump, given)).toBeDefined();
  expect(exactly(oneStump, given, [null, 2, 1, -1, 1])).toBeUndefined();
  expect(exactly(oneStump, given, [null, null, 1, -1, 1])).toBeUndefined();
  // The first place is 0, which never keeps a digit.
  expect(exactly(oneStump, [0, 0, 1, -1, 1], [null, null, 1, -1, 1])).toMatchObject({ stumps: [{ feature: 'age' }] });
});

test('modelOf makes no card of what is missing before rounding, though rounding tells no more of it', () => {
  expect(exactly(linear, [1, Number.NaN, 3, 4, 5], [1, null, 3, 4, 5])).toBeUndefined();
  expect(modelOf(linear, [1, null, 3, 4, 5], noisily)).toBeUndefined();
});

test('modelOf leaves out stumps that add nothing, and counts a number without a digit as 0', () => {
  const model = { ...stumps, stumps: 2 } as const;
  const card = exactly(model, [0.5, 0, 30, -1, 0.01, 0, 0, 0, 0], [0.5, null, 30, -1, null, null, null, null, null]);
  expect(card).toMatchObject({
    stumps: [{ feature: 'age', threshold: 30, left: -1, right: 0, digits: [1, 1, 0] }],
  });
});

test('modelOf of the exact lane keeps six digits, says how many there are, and rows to two', () => {
  const card = exactly(linear, [1.23456789, 30, 0.3456, 2, 0], [1.23456789, 30, 0.35, 2, null]);
  expect(card).toMatchObject({ lane: 'exact', aboutRows: 1200, intercept: 1.23457, interceptDigits: 6 });
  expect(card?.kind === 'linear' && card.coefficients.map(({ digits }) => digits)).toEqual([1, 2, 1, 0]);
  expect(checkFormat(card, limits).verdict).toBe('pass');
});

test('modelOf of the private lane keeps every digit of the noise, and what was spent', () => {
  const card = aCard(linear, [1.23456789012, 0, 0, 0, 0]);
  expect(card).toMatchObject({ lane: 'private', privacy, intercept: 1.23456789012 });
  expect(card).not.toHaveProperty('interceptDigits');
  if (card.lane !== 'private') throw new Error('another lane');
  expect(judgePrivate(card, limits).verdict).toBe('pass');
  expect(judgePrivate({ ...card, privacy: { ...privacy, epsilon: 50 } }, limits).verdict).toBe('review');
});

test('digitsWritten counts the significant digits of a number as it is written', () => {
  expect([0.35, 3500, 100, -7, 0, -0, 1e9, 1.23457e-9, 0.5].map(digitsWritten)).toEqual([2, 2, 1, 1, 0, 0, 1, 6, 1]);
});

test('033: a card is made of the released numbers and tells nothing else of the rows', () => {
  const numbers = [1.5, 30, null, 2, 0.25];
  // Two sets of rows, of which the rule left the same numbers.
  const [one, other] = [0.001, 0.4].map((off) =>
    exactly(
      linear,
      numbers.map((number) => (number ?? 0) + off),
      numbers,
    ),
  );
  expect(one).toBeDefined();
  expect(one).toEqual(other);
});

test.each(declarations.map((model, at) => [`${model.family} ${at}`, model] as const))(
  'a card of %s survives JSON with the same bytes, is a known form, and has no room for more',
  (_, model) => {
    fc.assert(
      fc.property(numbersFor(model), (numbers) => {
        for (const card of [modelOf(model, numbers, noisily), exactly(model, numbers)]) {
          if (!card) continue;
          const text = JSON.stringify(card);
          expect(JSON.stringify(trainedCard.parse(JSON.parse(text)))).toBe(text);
          expect(readKnownCard(card)?.form).toBe('program');
          expect(checkFormat(card, limits)).toMatchObject({ verdict: 'pass' });
          expect(checkFormat({ ...card, rows: [[1, 2]] }, limits).verdict).toBe('fail');
          expect(checkFormat({ ...card, maker: 'program\n1,2,3' }, limits).verdict).toBe('fail');
        }
      }),
      { numRuns: 30 },
    );
  },
);

test('checkFormat fails a card that names what it does not declare, and a seventh digit', () => {
  const card = exactly(linear, [1, 2, 3, 4, 5]);
  if (card?.kind !== 'linear') throw new Error('another kind');
  const [first, ...others] = card.coefficients;
  for (const coefficients of [
    others,
    [{ ...first, feature: '110101199003077' }, ...others],
    [...others, { feature: 'job', value: '张三', coefficient: 1 }],
  ])
    expect(checkFormat({ ...card, coefficients }, limits).verdict).toBe('fail');
  expect(checkFormat({ ...card, intercept: 1.234567 }, limits).verdict).toBe('fail');
});

test('checkFormat fails centres of another length, and stumps of other columns', () => {
  const centres = exactly(kmeans, [1, 2, 3, 4, 5, 6]);
  expect(checkFormat({ ...centres, centres: [{ at: [1, 2, 3] }] }, limits).verdict).toBe('fail');
  const made = exactly(oneStump, [0, 2, 0.5, -1, 1]);
  expect(checkFormat(made, limits).verdict).toBe('pass');
  const stump = { feature: 'job', value: 'none', threshold: 0.5, left: 1, right: 2 };
  expect(checkFormat({ ...made, stumps: [stump] }, limits).verdict).toBe('fail');
});

test('placeOf finds the numbers of the model among those that the stability rule kept', () => {
  const result = { name: 'w', length: 5, lo: -100, hi: 100, step: 0.01 };
  const results = [{ ...result, name: 'counts', length: 3 }, result];
  const all = Float64Array.of(1, 2, 3, 1.5, 0.25, 10, 0, -0.004);
  const stable = keepStableDigits(results, { all, without: [all] });
  const { start, end } = placeOf(results, linear);
  const card = modelOf(linear, stable.numbers.slice(start, end), {
    lane: 'exact',
    given: all.slice(start, end),
    rows: 99,
  });
  expect(card).toMatchObject({
    intercept: 1.5,
    coefficients: [0.25, 10, 0, 0].map((coefficient) => ({ coefficient })),
  });
  expect(() => placeOf(results, { from: 'nothing' })).toThrow(RangeError);
});
