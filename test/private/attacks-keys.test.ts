/**
 * Attacks by which groups there are and in which order: one person alone in a group, rows in another order, no rows at all.
 *
 * @see query-and-privacy.md §2.3, §2.8, §3.6
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Measured } from '#policies/privacy/exact-numbers.ts';
import { noiseRelease, type PrivateCell } from '#policies/privacy/noise-release.ts';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { thresholdOf } from '#policies/privacy/select-groups.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { codesOf } from '../query/pipeline.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { entriesOf } from './catalog.ts';
import { manyTables, openCrowd } from './crowd.ts';
import { World } from './world.ts';

const people = Array.from({ length: 400 }, (_, at) => `p${at}`);
let world: World;

beforeAll(async () => {
  world = await World.open(entriesOf('tight'));
  await world.number(people);
});

afterAll(() => {
  world[Symbol.dispose]();
});

/** One row of `person` for each, by its group; all else is NULL. */
async function publishGroups(version: string, groups: readonly (string | null)[], order = 0): Promise<void> {
  await world.run('DELETE FROM source.main.person');
  await world.run('DELETE FROM source.main.visit');
  const rows = groups.map(
    (group, at) => `('p${at}', ${group === null ? 'NULL' : `'${group}'`}, 1, 1, 1, 1, NULL, true)`,
  );
  const visits = groups.map((group, at) => `('p${at}', ${group === null ? 'NULL' : `'${group}'`}, 1, 1, 1, 1, NULL)`);
  if (rows.length > 0) await world.run(`INSERT INTO source.main.person VALUES ${rows.join(', ')}`);
  if (rows.length > 0) await world.run(`INSERT INTO source.main.visit VALUES ${visits.join(', ')}`);
  await world.publishSource(version, order);
}

async function measured(sql: string, version: string, settings: Partial<PrivacySettings> = {}) {
  const release = await world.release(sql, { epsilon: 3, ...settings });
  return { release, rows: await world.measure(release, version) };
}

const shown = (cells: readonly PrivateCell[]): readonly string[] => cells.map(({ keys }) => JSON.stringify(keys));

function* draws(release: Release, rows: readonly Measured[], times: number): Generator<readonly PrivateCell[]> {
  const random = knownStream('keys');
  for (let time = 0; time < times; time++) yield noiseRelease(release, rows, random);
}

const byText = 'SELECT lower(g) AS k, count(*) AS n FROM visit GROUP BY 1';
const mixed = 'SELECT b, lower(g) AS k, count(*) AS n FROM person GROUP BY 1, 2';

// Removed by showing every group that the data has.
test.each([byText, mixed])(
  'a group of one person, and NULL of one person, never appear, a crowd always does: %s',
  async (sql) => {
    await publishGroups('one', [...people.slice(0, 300).map(() => 'crowd'), 'alone', null]);
    const { release, rows } = await measured(sql, 'one');
    expect(Number(thresholdOf(release)?.threshold)).toBeGreaterThan(5);
    for (const cells of draws(release, rows, 2000)) {
      const names = shown(cells);
      expect(names.some((name) => name.includes('crowd'))).toBe(true);
      expect(names.filter((name) => name.includes('alone') || name.endsWith('null]'))).toEqual([]);
    }
  },
);

// Removed by counting units over all keys: then a public key would split a group until it is too small, or show who is in it.
test('a mixed key is thresholded by its private part, and every public value stands beside it', async () => {
  await publishGroups(
    'mixed',
    people.slice(0, 300).map(() => 'crowd'),
  );
  const { release, rows } = await measured(mixed, 'mixed');
  for (const cells of draws(release, rows, 50)) {
    expect(shown(cells)).toEqual(['["false","crowd"]', '["true","crowd"]', '[null,"crowd"]'].sort());
  }
});

// Removed by joining the groups of the data to the list instead of the other way round.
test('public keys are all there, in one order, on a crowd, on one person and on nobody', async () => {
  await publishGroups(
    'crowd',
    people.slice(0, 300).map((_, at) => (at % 3 === 0 ? null : 'a')),
  );
  await publishGroups('single', ['b']);
  await publishGroups('nobody', []);
  const all = new Set<string>();
  for (const version of ['crowd', 'single', 'nobody']) {
    const { release, rows } = await measured(
      'SELECT g, b, count(*) AS n, avg(x) AS m FROM person GROUP BY g, b',
      version,
    );
    for (const cells of draws(release, rows, 3)) all.add(JSON.stringify(shown(cells)));
  }
  expect(all.size).toBe(1);
  expect(JSON.parse([...all][0] ?? '[]')).toHaveLength(4 * 3);
});

test('a value outside the public list is in no group that is shown', async () => {
  await publishGroups(
    'outside',
    people.slice(0, 300).map(() => 'not listed'),
  );
  const { release, rows } = await measured('SELECT g, count(*) AS n FROM person GROUP BY g', 'outside');
  for (const cells of draws(release, rows, 3)) expect(shown(cells).join()).not.toContain('listed');
});

test('without keys there is one row, also for nobody', async () => {
  await publishGroups('nobody', []);
  for (const sql of [
    'SELECT count(*) AS n, sum(x) AS s, median(x) AS m FROM person',
    'SELECT count(DISTINCT u) AS n FROM visit',
  ]) {
    for (const settings of [{}, { maxRowsPerGroup: 1 }]) {
      const { release, rows } = await measured(sql, 'nobody', settings);
      for (const cells of draws(release, rows, 3)) expect(shown(cells)).toEqual(['[]']);
    }
  }
});

// Removed by leaving out ORDER BY of the printed statements, or the sort after the noise.
test('rows in another order give byte-equal whole numbers, and cells in the same order', async () => {
  using crowd = await openCrowd('loose');
  const texts = [
    'SELECT g, count(*) AS n, sum(z) AS s, avg(z) AS m, var_pop(z) AS v FROM visit GROUP BY g',
    'SELECT g, n, count(DISTINCT u) AS units, count(DISTINCT w) AS d FROM visit GROUP BY g, n',
    'SELECT p.b, median(v.z) AS m FROM person p JOIN visit v ON p.u = v.u GROUP BY p.b',
    'SELECT sum(s) AS s, avg(m) AS m FROM (SELECT u, sum(z) AS s, avg(z) AS m FROM visit GROUP BY u)'.replaceAll(
      /(sum|avg)\(([sm])\)/g,
      '$1(least(greatest($2, 0), 50))',
    ),
  ];
  for (const tables of manyTables('loose', { seed: 441, count: 6 })) {
    for (const order of [1, 2, 3]) await crowd.publish(`order ${order}`, tables, order);
    for (const sql of texts) {
      const release = await crowd.release(sql, { maxGroupsPerUnit: 2, maxRowsPerGroup: 2 });
      const [first, ...more] = await Promise.all([1, 2, 3].map((order) => crowd.measure(release, `order ${order}`)));
      for (const other of more) expect(JSON.stringify(other)).toBe(JSON.stringify(first));
      const cells = more.map((other) => noiseRelease(release, other, knownStream('order')));
      for (const one of cells) expect(one).toEqual(noiseRelease(release, first ?? [], knownStream('order')));
    }
  }
});

// Removed by summing floating-point numbers in the engine: 0, 1 or something else, by the order of the rows.
test('1e16, 1 and −1e16 add up to the same in every order', async () => {
  const values = ['1e16', '1', '-1e16'];
  const found = new Set<string>();
  for (const [at, order] of [
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [2, 1, 0],
  ].entries()) {
    const rows = order.map((place) => `('p1', 'a', 1, 1, 1, ${values[place]}, NULL)`);
    await world.run('DELETE FROM source.main.visit');
    await world.run(`INSERT INTO source.main.visit VALUES ${rows.join(', ')}`);
    await world.publishSource('floats', at);
    for (const sql of [
      'SELECT sum(z + 0) AS s FROM visit',
      'SELECT sum(least(greatest(s, 0), 50)) AS s FROM (SELECT u, sum(z) AS s FROM visit GROUP BY u)',
      'SELECT sum(least(greatest(s, 0), 50)) AS s FROM (SELECT u, sum(z) OVER (PARTITION BY u) AS s FROM visit)',
    ]) {
      const { rows: numbers } = await measured(sql, 'floats');
      found.add(`${sql}: ${JSON.stringify(numbers.map(({ rows: cells }) => cells))}`);
    }
  }
  expect(found.size).toBe(3);
});

// Which of two texts of one value is shown would be one person's doing.
test.each([
  ['a floating-point number: 0 or −0', 'SELECT z * -1 AS k, count(*) AS n FROM visit GROUP BY 1', 'E_FLOAT_KEY'],
  [
    'a length of time: 1 day or 24 hours',
    'SELECT CASE WHEN n = 1 THEN INTERVAL 24 HOUR ELSE m - m END AS k, count(*) AS n FROM visit GROUP BY 1',
    'E_TYPE',
  ],
])('a key with several texts for one value is refused: %s', async (_, sql, code) => {
  expect(codesOf(await world.plan(sql))).toEqual([code]);
});
