/** What an exact training is refused for before any data is opened: attacks first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { planFit, type FitPlan } from '#policies/disclosure/model/plan.ts';
import { printFitPart, printFitRows } from '#policies/disclosure/model/rows-sql.ts';
import type { FeatureSpec, TrainSpec } from '#policies/privacy/train/spec.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace } from '#policies/units.ts';
import { adultEntry } from '../fixtures/adult.ts';
import { trips } from '../history/world.ts';
import { entriesOf } from '../private/catalog.ts';
import { World } from '../private/world.ts';

/** The same persons, who live in households too. */
const households: CatalogEntry = {
  ...adultEntry,
  id: entryId('households'),
  tables: adultEntry.tables.map((table) => ({
    ...table,
    name: 'lodger',
    units: [...table.units, { space: idSpace('household'), column: 'native_country' }],
  })),
};

let world: World;
beforeAll(async () => {
  world = await World.open([...entriesOf('tight'), adultEntry, households, trips]);
});
afterAll(() => world[Symbol.dispose]());

const number = (name: string): FeatureSpec => ({ name, kind: 'number' });
const category = (name: string, ...values: string[]): FeatureSpec => ({
  name,
  kind: 'category',
  ...(values.length > 0 && { values }),
});

async function planOf(sql: string, spec: TrainSpec): Promise<Outcome<FitPlan>> {
  const query = await world.resolve(sql);
  return query.ok ? planFit(query.value, spec, 'standard') : query;
}

async function codeOf(sql: string, spec: TrainSpec): Promise<string> {
  const plan = await planOf(sql, spec);
  return plan.ok ? 'accepted' : plan.refusals[0].code;
}

const rich = { kind: 'logistic', target: 'rich', features: [number('age'), category('sex')] } satisfies TrainSpec;
const honest = `SELECT age, sex, income = 'large' AS rich FROM adult`;

test.each([
  [
    'a mean over many persons',
    'SELECT sex, avg(age) AS age, true AS rich FROM adult GROUP BY sex',
    'E_NESTED_AGGREGATE',
  ],
  ['a rank among persons', 'SELECT row_number() OVER (ORDER BY age) AS age, sex, true AS rich FROM adult', 'E_WINDOW'],
  ['LIMIT', `${honest} LIMIT 100`, 'E_NONLOCAL'],
  ['the person as a feature', `SELECT person_id AS age, sex, true AS rich FROM adult`, 'E_COLUMN_RULE'],
  ['what is computed from the person', `SELECT age, sex, person_id = 7 AS rich FROM adult`, 'E_COLUMN_RULE'],
  ['a column that nobody may use', `SELECT age, sex, fnlwgt > 5 AS rich FROM adult`, 'E_COLUMN_RULE'],
  ['a feature that the query lacks', `SELECT sex, true AS rich FROM adult`, 'E_UNKNOWN_COLUMN'],
])('planFit refuses %s', async (_, sql, code) => {
  expect(await codeOf(sql, rich)).toBe(code);
});

test.each([
  ['rows of which a unit has many', 'SELECT w AS x, n = 1 AS b FROM visit', [number('x')], 'E_MODEL_ROWS'],
  ['rows of two kinds of units', 'SELECT age AS x, sex = $$Male$$ AS b FROM lodger', [number('x')], 'E_MODEL_ROWS'],
  ['public rows', 'SELECT v AS x, n = 1 AS b FROM area', [number('x')], 'E_UNSUPPORTED'],
  ['a number without bounds', 'SELECT length(g) AS h, b FROM person', [number('h')], 'E_NO_BOUNDS'],
  ['a category without values', 'SELECT upper(g) AS g, b FROM person', [category('g')], 'E_NO_BOUNDS'],
] as const)('planFit refuses %s', async (_, sql, features, code) => {
  expect(await codeOf(sql, { kind: 'logistic', target: 'b', features: [...features] })).toBe(code);
});

test('planFit refuses what only a noisy training has', async () => {
  expect(await codeOf(honest, { ...rich, iterations: 3 })).toBe('E_INPUT');
  expect(await codeOf(honest, { ...rich, rowsPerUnit: 2 })).toBe('E_MODEL_ROWS');
});

test('planFit accepts one row for each person, as the table has it or as a grouping makes it', async () => {
  const plan = unwrap(await planOf(honest, rich));
  expect(plan.set).toMatchObject({ kind: 'exact', k: 10, keys: [] });
  expect([plan.unit.space, plan.training.rowsPerUnit, plan.features.length]).toEqual(['person', 1, 2]);
  const grouped = 'SELECT u, count(*) AS x, count(*) > 3 AS b FROM visit GROUP BY u';
  expect(await codeOf(grouped, { kind: 'logistic', target: 'b', features: [number('x')] })).toBe('accepted');
});

const person = (id: number, age: string, sex: string, income: string) =>
  `INSERT INTO source.main.adult (person_id, age, sex, income) VALUES (${id}, ${age}, ${sex}, ${income})`;

test('printFitRows leaves out rows with a missing value or one outside its list, and codes categories by place', async () => {
  const plan = unwrap(await planOf(honest, { ...rich, features: [number('age'), category('sex', 'Male', 'Female')] }));
  await world.run('DELETE FROM source.main.adult');
  for (const sql of [
    person(3, '30', `'Male'`, `'large'`),
    person(1, '40', `'Female'`, `'small'`),
    person(2, 'NULL', `'Male'`, `'large'`),
    person(4, '50', `'other'`, `'large'`),
    person(5, '60', `'Male'`, 'NULL'),
  ])
    await world.run(sql);
  await world.run(printFitRows(plan).replaceAll('"adult".', 'source.'));
  expect(await world.rows(printFitPart(plan, 0))).toEqual([
    [
      [40, 30],
      [1, 0],
      [0, 1],
    ],
  ]);
});
