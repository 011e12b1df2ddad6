/** What the rows of a program are refused for before any data is opened: attacks first. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { maxProgramColumns } from '#policies/program/columns.ts';
import { planRows, type RowsPlan } from '#policies/program/rows-plan.ts';
import { planUnits, type UnitsPlan, type UnitsSettings } from '#policies/program/units-plan.ts';
import { maxProgramNumbers, requireVolume } from '#policies/program/volume.ts';
import { scansOf } from '#policies/query/ir.ts';
import { unwrap, type Outcome } from '#policies/refusal.ts';
import { entryId, idSpace } from '#policies/units.ts';
import { adultEntry } from '../../fixtures/adult.ts';
import { trips } from '../../history/world.ts';
import { entriesOf } from '../../private/catalog.ts';
import { World } from '../../private/world.ts';
import { kindsEntry } from './entries.ts';

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
  world = await World.open([...entriesOf('tight'), adultEntry, households, trips, kindsEntry]);
});
afterAll(() => world[Symbol.dispose]());

async function rowsOf(sql: string): Promise<Outcome<RowsPlan>> {
  const query = await world.resolve(sql);
  return query.ok ? planRows(query.value, { profile: 'standard' }) : query;
}

async function unitsOf(sql: string, settings: UnitsSettings = {}): Promise<Outcome<UnitsPlan>> {
  const query = await world.resolve(sql);
  return query.ok ? planUnits(query.value, settings) : query;
}

const codeOf = (outcome: Outcome<unknown>): string => (outcome.ok ? 'accepted' : outcome.refusals[0].code);

test.each([
  ['a mean over many persons', 'SELECT sex, avg(age) AS a FROM adult GROUP BY sex', 'E_NESTED_AGGREGATE'],
  ['a rank among persons', 'SELECT row_number() OVER (ORDER BY age) AS r FROM adult', 'E_WINDOW'],
  ['LIMIT', 'SELECT age FROM adult LIMIT 100', 'E_NONLOCAL'],
  ['the person', 'SELECT person_id, age FROM adult', 'E_COLUMN_RULE'],
  ['what is computed from the person', 'SELECT age + person_id % 2 AS a FROM adult', 'E_COLUMN_RULE'],
  ['whether it is a certain person', 'SELECT age, person_id = 7 AS me FROM adult', 'E_COLUMN_RULE'],
  ['a filter by the person', 'SELECT age FROM adult WHERE person_id < 50', 'E_COLUMN_RULE'],
  ['a hidden column', 'SELECT secret FROM kind', 'E_COLUMN_RULE'],
  ['rows of which a unit has many', 'SELECT w, z FROM visit', 'E_MODEL_ROWS'],
  ['rows of two kinds of units', 'SELECT age FROM lodger', 'E_MODEL_ROWS'],
  ['public rows', 'SELECT v FROM area', 'E_UNSUPPORTED'],
  ['a text without public values', 'SELECT w FROM kind', 'E_PROGRAM_COLUMN'],
  ['a text that is put together', `SELECT g || 'x' AS g FROM kind`, 'E_PROGRAM_COLUMN'],
  ['nothing', 'SELECT NULL AS n, x FROM kind', 'E_PROGRAM_COLUMN'],
])('planRows refuses %s', async (_, sql, code) => {
  expect(codeOf(await rowsOf(sql))).toBe(code);
});

test('planRows accepts a LEFT JOIN of one row for each unit: each row stays, once', async () => {
  const grouped = '(SELECT person_id, max(age) AS x FROM adult GROUP BY person_id)';
  const joined = (join: string): string =>
    `SELECT a.age, v.x FROM adult a ${join} JOIN ${grouped} v ON v.person_id = a.person_id`;
  expect(codeOf(await rowsOf(joined('LEFT')))).toBe('accepted');
  expect(codeOf(await rowsOf(joined('FULL')))).toBe('E_MODEL_ROWS');
});

test.each([
  ['a mean over many persons', 'SELECT g, avg(x) AS a FROM person GROUP BY g', 'E_NESTED_AGGREGATE'],
  [
    'a release inside',
    'SELECT p.x FROM person p JOIN (SELECT g, count(*) AS n FROM person GROUP BY g) q ON p.g = q.g',
    'E_NESTED_AGGREGATE',
  ],
  ['a rank among persons', 'SELECT row_number() OVER (ORDER BY x) AS r FROM person', 'E_WINDOW'],
  ['LIMIT', 'SELECT x FROM person LIMIT 100', 'E_NONLOCAL'],
  ['the person', 'SELECT person_id, age FROM adult', 'E_COLUMN_RULE'],
  ['a filter by the person', 'SELECT age FROM adult WHERE person_id < 50', 'E_COLUMN_RULE'],
  ['a sum whose digits depend on the order', 'SELECT var_pop(z) AS v FROM visit GROUP BY u', 'E_AGGREGATE'],
  ['public rows', 'SELECT v FROM area', 'E_UNSUPPORTED'],
  ['a text without public values', 'SELECT w FROM visit_of', 'E_PROGRAM_COLUMN'],
])('planUnits refuses %s', async (_, sql, code) => {
  expect(codeOf(await unitsOf(sql))).toBe(code);
});

test('planUnits refuses to bound groups, for it has none', async () => {
  expect(codeOf(await unitsOf('SELECT x FROM person', { maxGroupsPerUnit: 3 }))).toBe('E_INPUT');
  expect(codeOf(await unitsOf('SELECT x FROM person', { maxRowsPerGroup: 3 }))).toBe('E_INPUT');
});

async function cap(settings: UnitsSettings): Promise<number> {
  return unwrap(await unitsOf('SELECT x, g FROM visit_of', settings)).rowsPerUnit;
}

test('planUnits keeps what the vendor asks for, and no more than the publication has', async () => {
  expect([await cap({}), await cap({ maxRowsPerUnit: 2 }), await cap({ maxRowsPerUnit: 9 })]).toEqual([5, 2, 5]);
});

test('every column of the query is a column of the program: numbers as such, texts by their public values', async () => {
  const sql = `SELECT x, n, m, b, d, t, g, CASE w WHEN 'yes' THEN 'p' WHEN 'no' THEN 'q' ELSE 'p' END AS c, left(g, 1) AS l FROM`;
  const exact = unwrap(await rowsOf(`${sql} kind`));
  const units = unwrap(await unitsOf(`${sql} visit_of`));
  for (const { columns } of [exact, units]) {
    expect(columns.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      ...['x', 'n', 'm', 'b', 'd', 't'].map((name) => `${name} number`),
      'g level',
      'c level',
      'l level',
    ]);
    expect(columns.slice(6).map(({ levels }) => levels)).toEqual([
      ['b', "it's", '域', ''],
      ['p', 'q'],
      ['b', 'i', '域', ''],
    ]);
  }
  expect(exact.set).toMatchObject({ kind: 'exact', k: 10, keys: [] });
  expect([exact.unit.space, units.space]).toEqual(['person', 'person']);
});

test('planRows accepts what a grouping makes one row of', async () => {
  const plan = unwrap(await rowsOf('SELECT count(*) AS c, sum(x) AS s, min(d) AS first FROM visit_of GROUP BY id'));
  expect(plan.columns.map(({ name }) => name)).toEqual(['c', 's', 'first']);
});

function wide(count: number): string {
  return `SELECT ${Array.from({ length: count }, (_, at) => `x + ${at} AS y${at}`).join(', ')} FROM kind`;
}

test('a program has at most so many columns', async () => {
  expect(codeOf(await rowsOf(wide(maxProgramColumns)))).toBe('accepted');
  expect(codeOf(await rowsOf(wide(maxProgramColumns + 1)))).toBe('E_PROGRAM_COLUMN');
});

test('requireVolume goes by the declared size of the largest table', async () => {
  const scans = scansOf(unwrap(await rowsOf('SELECT x FROM kind')).set.input);
  expect(codeOf(requireVolume(scans, maxProgramNumbers / 1000))).toBe('accepted');
  expect(codeOf(requireVolume(scans, maxProgramNumbers / 1000 + 1))).toBe('E_COST_CLASS');
});
