/** What is refused before any data is opened, and what a plan says: attacks first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { planTraining, type TrainPlan } from '#policies/privacy/train-plan.ts';
import { describeTraining } from '#policies/privacy/train/describe.ts';
import { trainSpec, type FeatureSpec, type TrainSpec } from '#policies/privacy/train/spec.ts';
import { trainTick } from '#policies/privacy/train/tick.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { rowCount } from '#policies/units.ts';
import { adultEntry } from '../fixtures/adult.ts';
import { trips } from '../history/world.ts';
import { entriesOf } from '../private/catalog.ts';
import { settingsOf, World } from '../private/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open([...entriesOf('loose'), adultEntry, trips]);
});
afterAll(() => world[Symbol.dispose]());

const number = (name: string, bounds?: { lo: number; hi: number }): FeatureSpec => ({
  name,
  kind: 'number',
  ...(bounds && { bounds }),
});
const category = (name: string, ...values: string[]): FeatureSpec => ({
  name,
  kind: 'category',
  ...(values.length > 0 && { values }),
});

function logistic(features: readonly FeatureSpec[], more: Partial<Extract<TrainSpec, { kind: 'logistic' }>> = {}) {
  return { kind: 'logistic', target: 'b', features, ...more } as const;
}

async function planOf(
  sql: string,
  spec: TrainSpec,
  change: Partial<PrivacySettings> = {},
): Promise<Outcome<TrainPlan>> {
  const query = await world.resolve(sql);
  return query.ok ? planTraining(query.value, spec, settingsOf(change)) : query;
}

async function codeOf(...ask: Parameters<typeof planOf>): Promise<string> {
  const plan = await planOf(...ask);
  return plan.ok ? 'accepted' : plan.refusals[0].code;
}

const fine = logistic([number('x')]);

test.each([
  ['a mean over many units', 'SELECT avg(x) AS x, b FROM person GROUP BY b', 'E_NESTED_AGGREGATE'],
  [
    'a mean over many units, further in',
    'SELECT x, b FROM (SELECT g, avg(x) AS x, bool_or(b) AS b FROM person GROUP BY g)',
    'E_NESTED_AGGREGATE',
  ],
  [
    'a total of everybody',
    'SELECT p.x, p.b FROM person p CROSS JOIN (SELECT count(*) AS c FROM person) t',
    'E_NESTED_AGGREGATE',
  ],
  ['a subquery about others', 'SELECT x - (SELECT max(x) FROM person) AS x, b FROM person', 'E_NESTED_AGGREGATE'],
  ['a window over others', 'SELECT row_number() OVER (ORDER BY x) AS x, b FROM person', 'E_WINDOW'],
  ['LIMIT', 'SELECT x, b FROM person LIMIT 10', 'E_NONLOCAL'],
  ['LIMIT further in', 'SELECT x, b FROM (SELECT * FROM person ORDER BY x LIMIT 10)', 'E_NONLOCAL'],
  ['rows of two kinds of units', 'SELECT p.x, p.b FROM person p JOIN trips t ON p.u = t.card', 'E_TWO_UNITS'],
  ['pairs of persons', 'SELECT p.x, q.b FROM person p JOIN person q ON p.g = q.g', 'E_JOIN_UNIT'],
  ['public rows alone', 'SELECT v AS x, n = 1 AS b FROM area', 'E_UNSUPPORTED'],
])('planTraining refuses %s', async (_, sql, code) => {
  expect(await codeOf(sql, fine)).toBe(code);
});

test.each([
  ['a target that the query lacks', 'SELECT x FROM person', fine, 'E_UNKNOWN_COLUMN'],
  ['a feature that the query lacks', 'SELECT b FROM person', fine, 'E_UNKNOWN_COLUMN'],
  ['a number without bounds', 'SELECT h, b FROM person', logistic([number('h')]), 'E_NO_BOUNDS'],
  ['a sum without bounds', 'SELECT x * h AS x, b FROM person', fine, 'E_NO_BOUNDS'],
  ['a category without values', 'SELECT g, b FROM person', logistic([category('g')]), 'E_NO_BOUNDS'],
  ['a text as a number', 'SELECT g AS x, b FROM person', logistic([number('x', { lo: 0, hi: 1 })]), 'E_TYPE'],
  ['a date as a number', 'SELECT d AS x, b FROM person', logistic([number('x', { lo: 0, hi: 1 })]), 'E_TYPE'],
  ['a floating-point category', 'SELECT z, b FROM person', logistic([category('z')]), 'E_TYPE'],
  ['a text as a target of 0 and 1', 'SELECT x, g AS b FROM person', fine, 'E_TYPE'],
  [
    'the unit as a feature',
    'SELECT person_id AS x, age > 40 AS b FROM adult',
    logistic([number('x', { lo: 0, hi: 9 })]),
    'E_COLUMN_RULE',
  ],
  [
    'what is computed from the unit',
    'SELECT person_id = 7 AS x, age > 40 AS b FROM adult',
    logistic([{ name: 'x', kind: 'binary' }]),
    'E_COLUMN_RULE',
  ],
  ['the unit as a target', 'SELECT age AS x, person_id = 7 AS b FROM adult', fine, 'E_COLUMN_RULE'],
  ['a column that nobody may use', 'SELECT fnlwgt AS x, age > 40 AS b FROM adult', fine, 'E_COLUMN_RULE'],
  ['bounds the wrong way round', 'SELECT x, b FROM person', logistic([number('x', { lo: 1, hi: 0 })]), 'E_INPUT'],
  ['a feature that is the target', 'SELECT x, b FROM person', logistic([{ name: 'b', kind: 'binary' }]), 'E_INPUT'],
])('planTraining refuses %s', async (_, sql, spec, code) => {
  expect(await codeOf(sql, spec)).toBe(code);
});

test('planTraining refuses bounds of groups, and an ε that cannot be shared', async () => {
  const sql = 'SELECT x, b FROM person';
  expect(await codeOf(sql, fine, { maxGroupsPerUnit: 2 })).toBe('E_INPUT');
  expect(await codeOf(sql, fine, { maxRowsPerGroup: 2 })).toBe('E_INPUT');
  expect(await codeOf(sql, logistic([number('x')], { iterations: 50 }), { epsilon: 0.001 })).toBe('E_INPUT');
  expect(await codeOf(sql, logistic([number('x')], { iterations: 50 }), { epsilon: 0.1 })).toBe('accepted');
});

test('planTraining takes bounds from the specification, else from text and catalog', async () => {
  const spec = logistic([number('x'), number('h'), number('z', { lo: 0, hi: 3 })]);
  const plan = unwrap(await planOf('SELECT x, least(greatest(h, -2), 5) AS h, z, b FROM person', spec));
  expect(plan.training.features).toEqual([
    { kind: 'number', name: 'x', lo: -100, hi: 100 },
    { kind: 'number', name: 'h', lo: -2, hi: 5 },
    { kind: 'number', name: 'z', lo: 0, hi: 3 },
  ]);
  const adult = unwrap(
    await planOf('SELECT sex, age, hours_per_week AS b FROM adult', {
      ...logistic([category('sex'), number('age')]),
      kind: 'linear',
    }),
  );
  expect(adult.training).toEqual({
    features: [
      { kind: 'category', name: 'sex', values: ['Female', 'Male'] },
      { kind: 'number', name: 'age', lo: 17, hi: 90 },
    ],
    target: { kind: 'number', name: 'b', lo: 1, hi: 99 },
    intercept: true,
    rowsPerUnit: 1,
  });
});

async function rowsOf(...ask: Parameters<typeof planOf>): Promise<number> {
  return unwrap(await planOf(...ask)).training.rowsPerUnit;
}

test('planTraining counts one row of a unit unless more are asked for, and never more than there can be', async () => {
  const visits = 'SELECT w AS x, n = 1 AS b FROM visit';
  expect(await rowsOf(visits, fine)).toBe(1);
  expect(await rowsOf(visits, fine, { maxRowsPerUnit: 5 })).toBe(5);
  expect(await rowsOf(visits, { ...fine, rowsPerUnit: 7 }, { maxRowsPerUnit: 5 })).toBe(7);
  expect(await rowsOf(visits, { ...fine, rowsPerUnit: 1000 })).toBe(64);
  expect(await rowsOf('SELECT age AS x, sex = $$Male$$ AS b FROM adult', { ...fine, rowsPerUnit: 1000 })).toBe(1);
});

test('describeTraining states the price of every measurement, and the price is all of ρ', async () => {
  const plan = unwrap(await planOf('SELECT x, y, b FROM person', logistic([number('x'), number('y')])));
  const { measurements, iterations } = describeTraining(plan);
  expect(iterations).toBe(10);
  expect(measurements.map(({ what, times, sums }) => [what, times, sums])).toEqual([
    ['moments', 1, 9],
    ['gradient', 10, 3],
  ]);
  const spent = measurements.reduce(
    (sum, { times, sensitivity, sigma }) => sum + (times * sensitivity ** 2) / (2 * sigma ** 2),
    0,
  );
  expect(spent * 1e9).toBeCloseTo(Number(plan.cost.rho), 0);
  expect(plan.cost.delta).toBe(0n);
});

test('trainTick grows with rows, columns and iterations, and refuses what would be late', async () => {
  const plan = unwrap(await planOf('SELECT x, b FROM person', fine));
  const name = (rows: number, iterations = 10) => {
    const tick = trainTick({ training: plan.training, iterations, rows: rowCount(rows) });
    return tick.ok ? tick.value.name : tick.refusals[0].code;
  };
  expect([name(1000), name(500_000), name(5_000_000)]).toEqual(['short', 'medium', 'long']);
  expect(name(1_000_000_000)).toBe('E_COST_CLASS');
  expect([name(100_000, 1), name(100_000, 50)]).toEqual(['short', 'medium']);
});

test.each([
  ['no features', { kind: 'linear', target: 'b', features: [] }],
  ['iterations of a linear model', { kind: 'linear', target: 'b', features: [number('x')], iterations: 3 }],
  ['another kind', { kind: 'forest', target: 'b', features: [number('x')] }],
  ['bounds that are no numbers', { kind: 'linear', target: 'b', features: [number('x', { lo: -Infinity, hi: 1 })] }],
  ['a name that is SQL', { kind: 'linear', target: 'b', features: [number('x); DROP TABLE t')] }],
  ['no rows', { kind: 'linear', target: 'b', features: [number('x')], rowsPerUnit: 0 }],
])('trainSpec refuses %s', (_, spec) => {
  expect(trainSpec.safeParse(spec).success).toBe(false);
});
