/** Declarations of every family, numbers that fit them, and rows, good and bad. */
import * as fc from 'fast-check';
import type { ModelDeclaration, ModelFeature } from '#policies/program/model.ts';
import type { PrivateProgramNote, ProgramModelCard } from '#policies/program/models/card.ts';
import { columnsOf, lengthOf, stumpLength } from '#policies/program/models/layout.ts';
import { modelOf, type ReleaseNote } from '#policies/program/models/make.ts';
import type { ModelRow } from '#policies/privacy/train/model.ts';
import { idSpace } from '#policies/units.ts';

export const age = { kind: 'number', name: 'age', lo: 0, hi: 100 } as const;
export const income = {
  kind: 'number',
  name: 'income',
  lo: -1_000,
  hi: 50_000,
  scaling: { mean: 8_000, scale: 4_000 },
} as const;
export const job = { kind: 'category', name: 'job', values: ['none', 'a & "b" <c>', '工人'] } as const;
export const features: readonly ModelFeature[] = [age, income, job];
export const yes = { kind: 'binary', name: 'late' } as const;
export const paid = { kind: 'number', name: 'paid', lo: 0, hi: 10 } as const;

export const linear = { family: 'linear', from: 'w', target: paid, features } as const;
export const logistic = { family: 'logistic', from: 'w', target: yes, features } as const;
export const scorecard = { ...logistic, points: { score: 600, odds: 50, double: 20, favours: 0 } } as const;
export const kmeans = { family: 'kmeans', from: 'w', clusters: 3, features: [age, income] } as const;
export const stumps = { family: 'boosted_stumps', from: 'w', target: yes, features, stumps: 4, rate: 0.1 } as const;
export const regressionStumps = { ...stumps, target: paid } as const;

export const declarations: readonly ModelDeclaration[] = [
  linear,
  logistic,
  scorecard,
  { ...scorecard, points: { ...scorecard.points, favours: 1 } },
  kmeans,
  stumps,
  regressionStumps,
];

export const privacy: PrivateProgramNote = {
  nanoRho: '17000000',
  epsilon: 1,
  delta: 1e-6,
  unitSpace: idSpace('person'),
  mode: 'map',
  iterations: 10,
};
export const noisily: ReleaseNote = { lane: 'private', privacy };

/** Numbers that keep the contract of the declaration. */
export function numbersFor(model: ModelDeclaration): fc.Arbitrary<number[]> {
  const amount = fc.double({ min: -1e4, max: 1e4, noNaN: true });
  const small = fc.double({ min: -20, max: 20, noNaN: true });
  if (model.family !== 'boosted_stumps')
    return fc.array(fc.oneof(amount, small), { minLength: lengthOf(model), maxLength: lengthOf(model) });
  const columns = columnsOf(model.features);
  const one = fc.nat(columns.length - 1).chain((place) => {
    const threshold = columns[place]?.value === undefined ? fc.oneof(small, amount) : fc.constantFrom(0, 0.5, 0.999);
    return fc.tuple(fc.constant(place), threshold, small, small);
  });
  const all = fc.array(one, { minLength: model.stumps, maxLength: model.stumps });
  return fc.tuple(small, all).map(([base, list]) => [base, ...list.flat()]);
}

/** A row of which most have a score. */
export const aRow: fc.Arbitrary<ModelRow> = fc.record({
  age: fc.oneof(fc.double({ min: -20, max: 120, noNaN: true }), fc.integer({ min: 0, max: 100 }), odd()),
  income: fc.oneof(fc.double({ min: -2_000, max: 60_000, noNaN: true }), fc.constant(8_000), odd()),
  job: fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(...job.values) },
    { weight: 1, arbitrary: fc.constantFrom('unheard of', '', null, 3) },
  ),
});

function odd(): fc.Arbitrary<number | null> {
  return fc.constantFrom(null, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY);
}

/** The card of those numbers behind noise, where they are kept as they are. */
export function aCard(model: ModelDeclaration, numbers: readonly number[]): ProgramModelCard {
  const card = modelOf(model, numbers, noisily);
  if (!card) throw new Error('the numbers do not keep the contract');
  return card;
}

/** Places of the columns in the numbers of stumps. */
export function stumpsIn(numbers: readonly number[]): readonly (readonly number[])[] {
  return Array.from({ length: (numbers.length - 1) / stumpLength }, (_, at) =>
    numbers.slice(1 + stumpLength * at, 1 + stumpLength * (at + 1)),
  );
}
