/** What a model file may hold, and what the leaves of a tree tell. */
import { expect, test } from 'vitest';
import { exactCard, round } from '#policies/disclosure/model/card.ts';
import { designOf } from '#policies/disclosure/model/design.ts';
import { checksWith, joinChecks } from '#policies/disclosure/model/finding.ts';
import { fitExactly } from '#policies/disclosure/model/fit.ts';
import { checkFormat, parameterCount } from '#policies/disclosure/model/format.ts';
import type { TreeCard } from '#policies/disclosure/model/forms.ts';
import { drawFrom } from '#policies/disclosure/model/halves.ts';
import { judgePrivate, judgeTrees } from '#policies/disclosure/model/judge.ts';
import { checkParameters } from '#policies/disclosure/model/parameters.ts';
import { modelLimits } from '#policies/disclosure/model/limits.ts';
import type { ModelCard } from '#policies/privacy/train/model.ts';
import { idSpace } from '#policies/units.ts';
import {
  aTraining,
  category,
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

const training = aTraining();
const rows = someRows(2000, 2, ([a = 0], draw) => a + normal(draw));
const card = exactCard(training, fitExactly(designOf(training, rows)), 2000);
const verdict = (changed: unknown) => checkFormat(changed, limits).verdict;

test.each([
  ['rows beside the coefficients', { ...card, rows: [[1, 2, 3]] }],
  [
    'rows inside a coefficient',
    { ...card, coefficients: card.coefficients.map((one) => ({ ...one, support: [1, 2] })) },
  ],
  ['a pickle as text', { kind: 'linear', payload: 'gASVKAAAAAAAAACMCGJ1aWx0aW5z' }],
  ['another family', { kind: 'network', layers: [[0.5]] }],
  ['nothing', undefined],
  ['a seventh digit', { ...card, intercept: 1.234567 }],
  ['a seventh digit of a coefficient', { ...card, coefficients: [{ feature: 'a', coefficient: 0.1234567 }] }],
  [
    'too many parameters',
    { ...card, coefficients: Array.from({ length: 2001 }, () => ({ feature: 'a', coefficient: 1 })) },
  ],
])('checkFormat fails %s', (_, changed) => {
  expect(verdict(card)).toBe('pass');
  expect(verdict(changed)).toBe('fail');
});

test('round keeps six digits of any size, and gives no negative zero', () => {
  expect([round(123_456_789, 6), round(-0.00012345678, 6), round(0, 6)]).toEqual([123_457_000, -0.000123457, 0]);
  expect(Object.is(round(-0, 6), 0)).toBe(true);
});

const about = (count: number): number => exactCard(training, fitExactly(designOf(training, rows)), count).aboutRows;

test('exactCard says how many rows only about', () => {
  expect([about(1234), about(1236), about(48_842)]).toEqual([1200, 1200, 49_000]);
});

test.each([
  [20, 1020 + 1, 'pass', 'pass'],
  [20, 1000, 'pass', 'review'],
  [20, 201, 'review', 'review'],
  [4, 13, 'review', 'fail'],
  [4, 14, 'review', 'review'],
  [40, 100, 'fail', 'review'],
  [3, 0, 'fail', 'fail'],
])(
  'DC-14 checkParameters: %i parameters for %i rows: %s by share, %s by degrees of freedom',
  (parameters, count, share, df) => {
    expect(checkParameters({ parameters, rows: count }, limits).map((check) => check.verdict)).toEqual([share, df]);
  },
);

const leaf = (p: number) => ({ probabilities: [round(1 - p, 2), p] });
const field = number('x', 0, 10);

function aTree(nodes: TreeCard['trees'][number], more: TreeCard['trees'] = []): TreeCard {
  return { kind: more.length > 0 ? 'forest' : 'tree', target: yes, features: [field], trees: [nodes, ...more] };
}

const stump = (threshold: number): TreeCard['trees'][number] => [
  { feature: 'x', threshold, left: 1, right: 2 },
  leaf(0.2),
  leaf(0.8),
];
const classified = aTraining([field], yes);
/** x from 0 to 10, one of two classes by chance. */
const draw = drawFrom(1);
const points = rowsOf(Array.from({ length: 1000 }, (_, at) => [at / 100, Number(draw(10) < (at < 500 ? 2 : 8))]));
const grown = (tree: TreeCard) => judgeTrees(tree, classified, { rows: points, limits });

test('an overfit tree with a leaf of one person fails by that leaf', () => {
  const finding = grown(aTree([{ feature: 'x', threshold: 0, left: 1, right: 2 }, leaf(0), leaf(0.5)]));
  expect(resultOf(finding, 'model_leaves')).toMatchObject({ verdict: 'fail', figure: 1, about: 'leaf 1 of tree 1' });
  expect(verdictOf(finding, 'model_classes')).toBe('fail');
});

test('a leaf of 9 persons fails, one of 10 passes', () => {
  // x is 0, 0.01, 0.02, …
  expect(verdictOf(grown(aTree(stump(0.085))), 'model_leaves')).toBe('fail');
  expect(verdictOf(grown(aTree(stump(0.095))), 'model_leaves')).toBe('pass');
});

test('a pure leaf of k persons is for a person to judge', () => {
  const pure = rowsOf(Array.from({ length: 1000 }, (_, at) => [at / 100, Number(at >= 500 && at % 3 === 0)]));
  const finding = judgeTrees(aTree(stump(4.99)), classified, { rows: pure, limits });
  expect([verdictOf(finding, 'model_leaves'), verdictOf(finding, 'model_classes')]).toEqual(['pass', 'review']);
});

test('a forest of harmless trees fails where their cuts lie close together', () => {
  const [one, other] = [stump(5), stump(5.05)];
  expect(verdictOf(grown(aTree(one)), 'model_paths')).toBe('pass');
  expect(resultOf(grown(aTree(one, [other])), 'model_paths')).toMatchObject({ verdict: 'fail', figure: 5 });
  expect(verdictOf(grown(aTree(one, [stump(7)])), 'model_paths')).toBe('pass');
});

test('control: a stump over 1000 rows fails nothing', () => {
  expect(checksWith(grown(aTree(stump(5))), 'fail')).toEqual([]);
});

test.each([
  ['a node that nobody reaches', [...stump(5), leaf(0.5)]],
  ['a child before its parent', [leaf(0.5), { feature: 'x', threshold: 1, left: 0, right: 0 }]],
  ['a loop', [{ feature: 'x', threshold: 1, left: 0, right: 0 }]],
  ['a feature that is not declared', [{ feature: 'name', threshold: 1, left: 1, right: 2 }, leaf(0.5), leaf(0.5)]],
  ['values of a number', [{ feature: 'x', values: ['7'], left: 1, right: 2 }, leaf(0.5), leaf(0.5)]],
  [
    'shares with three digits',
    [{ feature: 'x', threshold: 1, left: 1, right: 2 }, { probabilities: [0.333, 0.667] }, leaf(0.5)],
  ],
] as const)('judgeTrees follows no tree with %s', (_, nodes) => {
  const finding = grown(aTree([...nodes] as TreeCard['trees'][number]));
  expect(finding.checks.map(({ name, verdict: found }) => [name, found])).toEqual([['model_format', 'fail']]);
});

test('treeEvidence follows categories by their values', () => {
  const fields = aTraining([category('c', 'a', 'b', 'd')], yes);
  const tree: TreeCard = {
    ...aTree([{ feature: 'c', values: ['b', 'd'], left: 1, right: 2 }, leaf(0.5), leaf(0.5)]),
    features: fields.features,
  };
  const coded = rowsOf(Array.from({ length: 100 }, (_, at) => [at < 7 ? 0 : 1 + (at % 2), at % 3 === 0 ? 1 : 0]));
  expect(resultOf(judgeTrees(tree, fields, { rows: coded, limits }), 'model_leaves')).toMatchObject({
    figure: 7,
    about: 'leaf 2 of tree 1',
  });
});

test('parameterCount of a tree is two for a split and one less than the classes for a leaf', () => {
  expect(parameterCount({ form: 'tree', card: aTree(stump(5)) })).toBe(4);
});

test('a noisy model gets the structural checks, its digits and its ε are no failure', () => {
  const privacy = {
    nanoRho: '1',
    epsilon: 20,
    delta: 1e-6,
    unitSpace: idSpace('person'),
    rowsPerUnit: 1,
    iterations: 10,
  };
  const { features, target } = training;
  const noisy: ModelCard = {
    kind: 'linear',
    target,
    features,
    intercept: uniform(drawFrom(1)) / 3,
    coefficients: [],
    intervals: { kind: 'absent', reason: 'no_sound_method' },
    noisyRows: 100,
    weakDirections: 0,
    privacy,
  };
  const finding = judgePrivate(noisy, modelLimits('standard'));
  expect(finding.verdict).toBe('review');
  expect(checksWith(finding, 'review')).toEqual(['model_private']);
  expect(judgePrivate({ ...noisy, privacy: { ...privacy, epsilon: 1 } }, modelLimits('standard')).verdict).toBe('pass');
});

test('joinChecks: one failure fails all, and no check at all fails', () => {
  const check = { name: 'model_format', figure: 0, limit: 0 } as const;
  expect(joinChecks([]).verdict).toBe('fail');
  expect(
    joinChecks([
      { ...check, verdict: 'pass' },
      { ...check, verdict: 'review' },
    ]).verdict,
  ).toBe('review');
  expect(
    joinChecks([
      { ...check, verdict: 'fail' },
      { ...check, verdict: 'review' },
    ]).verdict,
  ).toBe('fail');
});
