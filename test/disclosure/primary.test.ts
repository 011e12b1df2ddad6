/** Primary rules against the examples of the handbook, and against their own words. @see SDC Handbook §4.2; disclosure.md §2.2; DC-07 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkCell, type StatisticSpec } from '#policies/disclosure/primary.ts';
import { riskProfile, type RiskProfile } from '#policies/disclosure/profile.ts';
import { percent, unitCount } from '#policies/units.ts';
import { aCell, contribution, evidence, sum, thresholds } from './builders.ts';

/** A profile with one rule, so that the examples are judged by it alone. */
function only(rule: Partial<RiskProfile>): { k: ReturnType<typeof unitCount>; profile: RiskProfile } {
  const off: RiskProfile = {
    ...riskProfile('standard'),
    minUnits: unitCount(1),
    pPercent: percent(0),
    dominance: [],
    minResidualDf: 0,
    ...rule,
  };
  return { k: unitCount(1), profile: off };
}

const p = (share: number): ReturnType<typeof only> => only({ pPercent: percent(share) });
const nk = (largest: number, share: number): ReturnType<typeof only> =>
  only({ dominance: [{ largest, share: percent(share) }] });

/** 100,000 of which 50,000 and 49,000 are the largest: safe by (1,90), although the second knows the first within 2 per cent. */
const twoBig = [50_000, 49_000, 600, 400];
/** 110,000 of which 52,000 and 50,000 are the largest: the second knows the first within 15.4 per cent only. */
const twoBigAndSome = [52_000, 50_000, 4_000, 4_000];

test.each([
  ['(1,90)', twoBig, nk(1, 90), []],
  ['p = 10', twoBig, p(10), ['p_percent']],
  ['p = 2', twoBig, p(2), []],
  ['p = 2.1', twoBig, p(2.1), ['p_percent']],
  ['(2,90)', twoBigAndSome, nk(2, 90), ['dominance']],
  ['p = 10', twoBigAndSome, p(10), []],
  ['p = 15.5', twoBigAndSome, p(15.5), ['p_percent']],
] as const)('checkCell judges the handbook’s cell by %s', (_, values, limits, checks) => {
  expect(checkCell(aCell([...values]), [sum], limits).statistics[0]).toEqual(checks);
});

test('DC-08 (n,k) is strict: a share of exactly k per cent is safe', () => {
  expect(checkCell(aCell([85, 15]), [sum], nk(1, 85)).statistics[0]).toEqual([]);
  expect(checkCell(aCell([86, 14]), [sum], nk(1, 85)).statistics[0]).toEqual(['dominance']);
});

test('DC-08 p% is strict: a rest of exactly p per cent of the largest is safe', () => {
  expect(checkCell(aCell([100, 50, 10]), [sum], p(10)).statistics[0]).toEqual([]);
  expect(checkCell(aCell([100, 50, 9.99]), [sum], p(10)).statistics[0]).toEqual(['p_percent']);
});

test('what p = 100 (100 − k) / k finds unsafe, (2,k) finds unsafe too (Handbook §4.2, choice of p)', () => {
  const values = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(values, fc.constantFrom(80, 85, 90, 95), (list, k) => {
      const unsafe = checkCell(aCell(list), [sum], p((100 * (100 - k)) / k)).statistics[0]?.length;
      if (unsafe) expect(checkCell(aCell(list), [sum], nk(2, k)).statistics[0]).toContain('dominance');
    }),
    { numRuns: 500, seed: 3 },
  );
});

test('a coalition of two knows more: the rule leaves out three', () => {
  const values = [100, 60, 40, 8];
  expect(checkCell(aCell(values), [sum], only({ pPercent: percent(10), coalition: 1 })).statistics[0]).toEqual([]);
  expect(checkCell(aCell(values), [sum], only({ pPercent: percent(10), coalition: 2 })).statistics[0]).toEqual([
    'p_percent',
  ]);
});

test('dominance looks at absolute values, and negative ones need a person', () => {
  const verdict = checkCell(aCell([-1000, 1, 2, 3]), [sum], nk(1, 85));
  expect(verdict).toMatchObject({ statistics: [['dominance']], review: ['negative'] });
});

test.each([
  [0, ['freq']],
  [1, ['freq']],
  [9, ['freq']],
  [10, []],
  [11, []],
])('checkCell of %i units says %j at k = 10 (DC-07)', (count, checks) => {
  const values = Array.from({ length: count }, (_, n) => 100 + n);
  expect(checkCell(aCell(values), [sum], thresholds()).cell).toEqual(checks);
});

test('GD-03-2 k holds for every kind of unit: ten persons of one household are one household', () => {
  const ten = Array.from({ length: 10 }, (_, n) => 100 + n);
  const cell = aCell(ten, { evidence: [evidence(ten), evidence(ten, { units: unitCount(4) })] });
  expect(checkCell(cell, [sum], thresholds()).cell).toEqual(['freq']);
});

test('a statistic that cannot find its evidence is hidden', () => {
  const ten = Array.from({ length: 10 }, (_, n) => 100 + n);
  const unknown: StatisticSpec = { id: 99, kind: 'sum' };
  expect(checkCell(aCell(ten), [unknown], thresholds()).statistics[0]).toEqual(['freq']);
});

test('three ones among ninety-seven zeros are a statistic of three units', () => {
  const values = Array.from({ length: 100 }, (_, n) => (n < 3 ? 1 : 0));
  expect(checkCell(aCell(values), [sum], thresholds()).statistics[0]).toContain('freq');
});

test.each(['sum', 'avg', 'quantile'] as const)('equal values of all units are a class disclosure of %s', (kind) => {
  const equal = aCell(Array.from({ length: 50 }, () => 7));
  expect(checkCell(equal, [{ id: 1, kind, fraction: 0.5 }], thresholds()).statistics[0]).toEqual(['all_equal']);
});

test('numbers that are not finite hide the statistic', () => {
  for (const odd of [{ total: Number.NaN }, { total: Number.POSITIVE_INFINITY }, { top: [Number.NaN] }]) {
    const given = { ...contribution(Array.from({ length: 20 }, (_, n) => n + 1)), ...odd };
    const cell = aCell([], {
      evidence: [evidence([], { units: unitCount(20), contributions: new Map([[1, given]]) })],
    });
    expect(checkCell(cell, [sum], thresholds()).statistics[0]).toContain('p_percent');
  }
});

test.each([
  ['(p,q) = (10,100) is p = 10', 10, 100],
  ['(p,q) = (10,50) is p* = 20', 20, 50],
  ['(p,q) = (15,50) is p* = 30', 30, 50],
])('a (p,q)-rule is the p%-rule of p* = 100 p/q (Handbook §4.2): %s', (_, star, q) => {
  const values = fc.array(fc.integer({ min: 1, max: 100_000 }), { minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(values, (list) => {
      const prior = only({ pPercent: percent((star * q) / 100), priorPercent: percent(q) });
      const unsafe = (checkCell(aCell(list), [sum], prior).statistics[0] ?? []).length > 0;
      expect(unsafe).toBe((checkCell(aCell(list), [sum], p(star)).statistics[0] ?? []).includes('p_percent'));
    }),
    { numRuns: 300, seed: 8 },
  );
});

test('a rest of exactly p/q of the largest is safe by (p,q)', () => {
  const prior = only({ pPercent: percent(10), priorPercent: percent(50) });
  expect(checkCell(aCell([100, 50, 20]), [sum], prior).statistics[0]).toEqual([]);
  expect(checkCell(aCell([100, 50, 19.9]), [sum], prior).statistics[0]).toEqual(['pq']);
});

/** A sum of values of units that stand for `weight` units each. */
function weighted(units: readonly (readonly [value: number, weight: number])[]): ReturnType<typeof aCell> {
  const values = units.map(([value]) => value);
  const given = {
    ...contribution(values),
    equal: false,
    total: units.reduce((total, [value, weight]) => total + value * weight, 0),
  };
  return aCell(values, { evidence: [evidence(values, { contributions: new Map([[1, given]]) })] });
}

test.each([
  // 203 − 1 − 100 = 102: far from 100.
  [
    '100 with weight 2 and 1 with weight 3',
    [
      [100, 2],
      [1, 3],
    ],
    [],
  ],
  [
    'two of 100 with weights 1 and 9',
    [
      [100, 1],
      [100, 9],
    ],
    [],
  ],
  [
    'the same, of which each stands for itself',
    [
      [100, 1],
      [100, 1],
    ],
    ['p_percent'],
  ],
] as const)(
  'p% of a sample sets the weighted total against unweighted values (Handbook §4.2): %s',
  (_, units, checks) => {
    expect(checkCell(weighted(units), [sum], p(10)).statistics[0]).toEqual(checks);
  },
);

/** The cells of GaussSuppression's own test, and how its default reads weights. @see statisticsnorway/ssb-gausssuppression, test-DominanceRule.R */
test.each([
  [[[100, 1]], true],
  [
    [
      [90, 2],
      [10, 1],
    ],
    false,
  ],
  [
    [
      [80, 2],
      [20, 1],
    ],
    false,
  ],
  [
    [
      [70, 2],
      [30, 1],
    ],
    false,
  ],
  [
    [
      [80, 2],
      [10, 1],
      [10, 1],
    ],
    false,
  ],
  [
    [
      [70, 2],
      [10, 1],
      [10, 1],
      [10, 1],
    ],
    false,
  ],
  [
    [
      [60, 2],
      [20, 1],
      [10, 1],
      [10, 1],
    ],
    false,
  ],
] as const)('(2,90) of the weighted cell %j is %s, as GaussSuppression says', (units, unsafe) => {
  expect(checkCell(weighted(units), [sum], nk(2, 90)).statistics[0]).toEqual(unsafe ? ['dominance'] : []);
});

/** A cell whose units have so many values each. */
function valuesPerUnit(counts: readonly number[]): ReturnType<typeof aCell> {
  const given = { ...contribution(counts), equal: false };
  return aCell([], { evidence: [evidence([], { units: unitCount(500), contributions: new Map([[1, given]]) })] });
}

test.each([
  [0.5, 19, ['quantile']],
  [0.5, 20, []],
  [0.95, 199, ['quantile']],
  [0.95, 200, []],
  [0.05, 200, []],
])('a quantile of %d over %i units says %j: k on each side of the cut', (fraction, count, checks) => {
  const cell = valuesPerUnit(Array.from({ length: count }, () => 1));
  expect(checkCell(cell, [{ id: 1, kind: 'quantile', fraction }], thresholds()).statistics[0]).toEqual(checks);
});

test('a quantile is hidden where the values of one side could be those of fewer than k units', () => {
  const median = [{ id: 1, kind: 'quantile', fraction: 0.5 }] as const;
  const ones = Array.from({ length: 20 }, () => 1);
  expect(checkCell(valuesPerUnit([30, ...ones]), median, thresholds()).statistics[0]).toEqual(['quantile']);
  expect(checkCell(valuesPerUnit([3, ...ones]), median, thresholds()).statistics[0]).toEqual(['quantile']);
  expect(checkCell(valuesPerUnit([3, ...ones, ...ones]), median, thresholds()).statistics[0]).toEqual([]);
});

test.each([
  [30, 30, ['full']],
  [30, 31, ['full']],
  [30, 32, []],
])('%i of %i units with one sensitive key say %j', (units, margin, checks) => {
  const values = Array.from({ length: units }, (_, n) => 100 + n);
  const cell = aCell(values, { evidence: [evidence(values, { margins: new Map([[0, unitCount(margin)]]) })] });
  expect(checkCell(cell, [sum], thresholds()).cell).toEqual(checks);
});

test('the share of the group from which a person must look is counted in units', () => {
  const values = Array.from({ length: 90 }, (_, n) => 100 + n);
  const of = (margin: number) =>
    aCell(values, { evidence: [evidence(values, { margins: new Map([[0, unitCount(margin)]]) })] });
  expect(checkCell(of(100), [sum], thresholds()).review).toEqual(['group_share']);
  expect(checkCell(of(101), [sum], thresholds()).review).toEqual([]);
});

/** Fifty units, of which so many are outside of what is counted. */
function counted(complement: number | undefined): ReturnType<typeof aCell> {
  const given = {
    ...contribution(Array.from({ length: 50 }, () => 1)),
    equal: false,
    ...(complement !== undefined && { complement: unitCount(complement) }),
  };
  return aCell([], { evidence: [evidence([], { units: unitCount(50), contributions: new Map([[1, given]]) })] });
}

test.each([
  ['value', 0, 'standard', []],
  ['value', 1, 'standard', ['complement']],
  ['value', 9, 'standard', ['complement']],
  ['value', 10, 'standard', []],
  ['condition', 0, 'standard', ['zero']],
  ['condition', 0, 'open', []],
  ['condition', 9, 'standard', ['complement']],
  ['condition', 10, 'standard', []],
  ['sensitive condition', 0, 'open', ['zero']],
  ['sensitive condition', 10, 'standard', []],
  // A rule that cannot find its evidence refuses.
  ['value', undefined, 'standard', ['complement']],
] as const)(
  'a count by %s of which %s units are not counted says, by the %s profile, %j',
  (complement, rest, profile, checks) => {
    const spec: StatisticSpec = { id: 1, kind: 'count', complement };
    expect(checkCell(counted(rest), [spec], thresholds(profile, 10)).statistics[0]).toEqual(checks);
  },
);

test('what is missing to the whole is nobody’s business where nothing can be subtracted', () => {
  expect(checkCell(counted(1), [{ id: 1, kind: 'count' }], thresholds()).statistics[0]).toEqual([]);
});

test.each([
  ['dispersion', 10, ['degrees']],
  ['dispersion', 11, []],
  ['covariance', 11, ['degrees']],
  ['covariance', 12, []],
  ['correlation', 11, ['degrees']],
  ['correlation', 12, []],
] as const)('%s of %i units says %j: ten residual degrees of freedom', (kind, count, checks) => {
  const cell = valuesPerUnit(Array.from({ length: count }, () => 1));
  expect(checkCell(cell, [{ id: 1, kind }], thresholds('standard', 5)).statistics[0]).toEqual(checks);
});

test('a correlation needs three observations for each variable, whatever the degrees of freedom (dsBase corDS)', () => {
  const limits = only({ minResidualDf: 0 });
  const found = [6, 7].map((count) => {
    const cell = valuesPerUnit(Array.from({ length: count }, () => 1));
    return checkCell(cell, [{ id: 1, kind: 'correlation' }], limits).statistics[0];
  });
  expect(found).toEqual([['degrees'], []]);
});

test('a deviation of 0 is a class disclosure, and a unit with most of the values is most of the variance (MHRA: SD > 0)', () => {
  const none = { ...contribution(Array.from({ length: 50 }, () => 1)), equal: true };
  const cell = (given: typeof none) =>
    aCell([], { evidence: [evidence([], { units: unitCount(50), contributions: new Map([[1, given]]) })] });
  const spec = [{ id: 1, kind: 'dispersion' }] as const;
  expect(checkCell(cell(none), spec, thresholds()).statistics[0]).toEqual(['all_equal']);
  const ones = Array.from({ length: 20 }, () => 1);
  expect(checkCell(valuesPerUnit([500, ...ones]), spec, thresholds()).statistics[0]).toEqual([
    'p_percent',
    'dominance',
  ]);
});

test.each([
  [undefined, []],
  [9, ['binary']],
  [10, []],
])('a two-valued variable with its rarer value for %s units says %j', (rarest, checks) => {
  const given = {
    ...contribution(Array.from({ length: 50 }, () => 1)),
    equal: false,
    ...(rarest !== undefined && { rarest: unitCount(rarest) }),
  };
  const cell = aCell([], { evidence: [evidence([], { units: unitCount(50), contributions: new Map([[1, given]]) })] });
  for (const kind of ['covariance', 'correlation'] as const)
    expect(checkCell(cell, [{ id: 1, kind }], thresholds()).statistics[0]).toEqual(checks);
});

test.each([
  ['concentration', 0.809, []],
  ['concentration', 0.81, ['concentration']],
  ['concentration', 'NaN', ['concentration']],
  // No index: somebody has less than nothing.
  ['concentration', null, ['concentration']],
  ['gini', 0.999, []],
  ['gini', 1, ['gini']],
  ['gini', 'NaN', ['gini']],
  ['gini', null, ['gini']],
] as const)('%s of %s says %j (MHRA: H < 0.81, G < 100 %%)', (kind, value, checks) => {
  const cell = { ...aCell(Array.from({ length: 50 }, (_, n) => 100 + n)), values: [value] };
  expect(checkCell(cell, [{ id: 1, kind }], thresholds()).statistics[0]).toEqual(checks);
});

test('the index of concentration is hidden where the sum would be', () => {
  const cell = { ...aCell([1000, ...Array.from({ length: 30 }, () => 1)]), values: [0.5] };
  expect(checkCell(cell, [{ id: 1, kind: 'concentration' }], thresholds()).statistics[0]).toEqual([
    'p_percent',
    'dominance',
  ]);
});
