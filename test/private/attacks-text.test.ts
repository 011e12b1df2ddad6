/**
 * Attacks by the text alone: the same statistics in other words, what no unit-local query may say, refusals and classes that would tell of
 * the data, bounds that would overflow, and names that lead out of the released cells.
 *
 * @see query-and-privacy.md §2.5, §2.6, §2.9, §2.13, §2.15, §4.7
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { printPrivateSchema } from '#policies/privacy/schema-sql.ts';
import { privacySettings, type PrivacySettings } from '#policies/privacy/settings.ts';
import { scansOf } from '#policies/query/ir.ts';
import { unwrap } from '#policies/refusal.ts';
import { idSpace } from '#policies/units.ts';
import { canonOf } from '#sandbox/private/canon.ts';
import { codesOf } from '../query/pipeline.ts';
import { entriesOf } from './catalog.ts';
import { corpus } from './corpus.ts';
import { manyTables, openCrowd } from './crowd.ts';
import { settingsOf, World } from './world.ts';

let world: World;

beforeAll(async () => {
  world = await openCrowd('tight');
});

afterAll(() => {
  world[Symbol.dispose]();
});

async function canon(sql: string, settings: Partial<PrivacySettings> = {}, sources = ['snapshot 1']): Promise<string> {
  return canonOf(unwrap(await world.plan(sql, settings)), sources);
}

const asked = 'SELECT g, count(*) AS n, sum(w) AS s FROM visit WHERE n > 1 GROUP BY g';

// Removed by naming an answer by its text, or by what is done with the cells.
test.each([
  'select G as other, COUNT(*) as how_many, SUM(w) as total from visit where n > 1 group by g',
  'SELECT v.g, count(*) AS n, sum(v.w) AS s FROM visit AS v WHERE v.n > 1 GROUP BY v.g',
  `${asked} ORDER BY n DESC`,
  `${asked} ORDER BY 1 LIMIT 3 OFFSET 1`,
  `${asked} HAVING count(*) > 5 AND sum(w) < 100`,
  `SELECT g, n, s FROM (${asked}) AS q WHERE n > 7`,
  `WITH q AS (${asked}) SELECT g, s / n AS m, n * 100.0 / 7 AS p FROM q`,
  `SELECT a.g, round(s) AS s FROM (${asked}) AS a JOIN area ON area.g = a.g`,
  `SELECT g, n, s, rank() OVER (ORDER BY n) AS r FROM (${asked}) AS q`,
  '-- again\nSELECT g, count(*) AS n, sum(w) AS s FROM visit WHERE (n > 1) GROUP BY ALL',
])('averaging: %s is answered from what was paid', async (text) => {
  expect(await canon(text)).toBe(await canon(asked));
});

test.each([
  ['another condition', asked.replace('> 1', '> 2'), {}],
  ['another statistic', asked.replace('sum(w)', 'avg(w)'), {}],
  ['another key', asked.replaceAll(/\bg\b/g, 'n'), {}],
  ['another ε', asked, { epsilon: 2 }],
  ['other bounds', asked, { maxGroupsPerUnit: 1 }],
])('averaging: %s is another question, and paid', async (_, text, settings) => {
  expect(await canon(text, settings)).not.toBe(await canon(asked));
});

test('averaging: the same question over other data is another one', async () => {
  expect(await canon(asked, {}, ['snapshot 2'])).not.toBe(await canon(asked));
  expect(await canon(asked, {}, ['b', 'a'])).toBe(await canon(asked, {}, ['a', 'b']));
});

test('averaging: a statistic named twice, or by a CTE read twice, is measured and paid once', async () => {
  const once = unwrap(await world.plan('SELECT g, count(*) AS n FROM visit GROUP BY g'));
  for (const sql of [
    'SELECT g, count(*) AS n, count(*) AS again, count(*) + 1 AS more FROM visit GROUP BY g HAVING count(*) > 0',
    'WITH c AS (SELECT g, count(*) AS n FROM visit GROUP BY g) SELECT a.g, a.n - b.n AS d FROM c a JOIN c b ON a.g = b.g',
  ]) {
    const plan = unwrap(await world.plan(sql));
    expect(plan.releases.map(({ vectors }) => vectors.length)).toEqual(
      once.releases.map(({ vectors }) => vectors.length),
    );
    expect(plan.cost).toEqual(once.cost);
  }
});

// Removed by letting the locality pass let them by: each makes some person's rows depend on others.
test.each([
  ['LIMIT inside', 'SELECT count(*) AS n FROM (SELECT * FROM visit LIMIT 10)', 'E_NONLOCAL'],
  ['ORDER BY and LIMIT inside', 'SELECT sum(w) AS s FROM (SELECT w FROM visit ORDER BY w DESC LIMIT 1)', 'E_NONLOCAL'],
  ['OFFSET inside', 'SELECT count(*) AS n FROM (SELECT * FROM visit OFFSET 5)', 'E_NONLOCAL'],
  ['a sample of rows', 'SELECT count(*) AS n FROM visit USING SAMPLE 3 ROWS', 'E_NONLOCAL'],
  ['a sample of the table', 'SELECT count(*) AS n FROM visit TABLESAMPLE 10%', 'E_NONLOCAL'],
  ['a window over all', 'SELECT sum(r) AS s FROM (SELECT u, rank() OVER (ORDER BY w) AS r FROM visit)', 'E_WINDOW'],
  [
    'QUALIFY over all',
    'SELECT count(*) AS n FROM (SELECT u FROM visit QUALIFY row_number() OVER (ORDER BY w) = 1)',
    'E_WINDOW',
  ],
  ['a join of different people', 'SELECT count(*) AS n FROM visit v JOIN person p ON v.g = p.g', 'E_JOIN_UNIT'],
  ['a product of different people', 'SELECT count(*) AS n FROM visit v CROSS JOIN person p', 'E_JOIN_UNIT'],
  [
    'others in EXISTS',
    'SELECT count(*) AS n FROM person p WHERE EXISTS (SELECT 1 FROM visit v WHERE v.g = p.g)',
    'E_SUBQ_PRIVATE',
  ],
  [
    'others in NOT IN',
    'SELECT count(*) AS n FROM person p WHERE p.g NOT IN (SELECT v.g FROM visit v)',
    'E_SUBQ_PRIVATE',
  ],
  [
    'public rows kept beside private ones',
    'SELECT count(*) AS n FROM area a LEFT JOIN visit v ON a.g = v.g',
    'E_JOIN_KIND',
  ],
  [
    'public rows filtered by private ones',
    'SELECT count(*) AS n FROM area a WHERE EXISTS (SELECT 1 FROM visit v WHERE v.g = a.g)',
    'E_SUBQ_PRIVATE',
  ],
  [
    'public and private rows in one UNION',
    'SELECT count(*) AS n FROM (SELECT g FROM area UNION ALL SELECT g FROM visit)',
    'E_UNION_MIX',
  ],
  ['rows of persons', 'SELECT g, w FROM visit', 'E_NO_AGGREGATE'],
  ['a group per person', 'SELECT u, count(*) AS n FROM visit GROUP BY u', 'E_GROUP_DETERMINES_UNIT'],
  ['the greatest value', 'SELECT max(w) AS m FROM visit', 'E_MINMAX'],
  ['chance', 'SELECT count(*) AS n FROM visit WHERE random() < 0.5', 'E_VOLATILE'],
  [
    'an error on purpose',
    "SELECT count(*) AS n FROM visit WHERE CASE WHEN g = 'a' THEN error(u) ELSE true END",
    'E_FUNC_NOT_ALLOWED',
  ],
  [
    'a variance per person',
    'SELECT sum(least(v, 1)) AS s FROM (SELECT u, var_pop(z) AS v FROM visit GROUP BY u)',
    'E_AGGREGATE',
  ],
])('%s is refused', async (_, sql, code) => {
  expect(codesOf(await world.plan(sql))[0]).toBe(code);
});

test('plans and refusals are the same, word for word, on no data, generated data and the data of one person', async () => {
  const texts = [
    ...Object.values(corpus),
    asked,
    'SELECT max(w) FROM visit',
    'SELECT u FROM visit',
    'SELECT nothing FROM visit',
  ];
  const said = new Set<string>();
  const [generated = new Map()] = manyTables('tight', { seed: 451, count: 1 });
  for (const tables of [new Map([...generated].map(([name]) => [name, []])), generated]) {
    await world.publish('now', tables);
    const outcomes = [];
    for (const text of texts) {
      const plan = await world.plan(text);
      outcomes.push(plan.ok ? { canon: canonOf(plan.value, []), cost: plan.value.cost, post: plan.value.post } : plan);
    }
    said.add(JSON.stringify(outcomes, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  }
  expect(said.size).toBe(1);
});

// Removed by taking the class from counted rows: the declared volume is all that is read.
test('what decides how long a run takes is declared: the plan reads no row count of the data', async () => {
  const plan = unwrap(await world.plan(asked));
  expect(scansOf(plan.releases[0]?.input ?? { kind: 'single' }).map(({ table }) => table.volume)).toEqual([10]);
  expect(Object.keys(plan.releases[0] ?? {})).not.toContain('count');
});

// Removed by adding what does not fit 64 bits: a wrap would lift every bound, an error would tell of one person.
test.each([
  [
    'bounds far out and many rows of a person',
    { lo: '4497408000000000', hi: '4503599624192000', step: '4096' },
    1_000_000,
    true,
  ],
  ['the same bounds in steps of one', { lo: '4503000000000000', hi: '4503599000000000', step: '1' }, 1_000_000, false],
  ['the same bounds and few rows', { lo: '4503000000000000', hi: '4503599000000000', step: '1' }, 1000, true],
])('overflow: %s', async (_, bounds, maxRowsPerGroup, fits) => {
  const [people, places] = entriesOf('loose');
  if (!people || !places) throw new Error('no entries');
  const tables = people.tables.map((table) => ({
    ...table,
    rowsPerUnit: { max: 1_000_000, onExcess: 'truncate' as const },
    columns: table.columns.map((column) => (column.name === 'w' ? { ...column, bounds } : column)),
  }));
  using wide = await World.open([{ ...people, tables }, places]);
  const settings = { maxRowsPerGroup, maxGroupsPerUnit: 1 };
  const plan = await wide.plan('SELECT g, sum(w) AS s FROM visit GROUP BY g', settings);
  expect(codesOf(plan)).toEqual(fits ? [] : ['E_BOUNDS_OVERFLOW']);
  if (!fits) return;
  await wide.number(['u1']);
  await wide.run("INSERT INTO source.main.visit SELECT 'u1', 'a', 1, 9223372036854775807, 1, 1, NULL FROM range(2000)");
  await wide.publishSource('all');
  const release = await wide.release('SELECT g, sum(w) AS s FROM visit GROUP BY g', settings);
  const [measured] = await wide.measure(release, 'all');
  const step = BigInt(bounds.step);
  expect(BigInt(String(measured?.rows[0]?.[1]))).toBe(
    (BigInt(bounds.hi) / step) * BigInt(Math.min(2000, maxRowsPerGroup)),
  );
});

// Removed by carrying one id space: what is learned of the other people would be charged to nobody.
test('statistics of two kinds of people in one query are refused, for one group of people pays', async () => {
  const [people, places] = entriesOf('loose');
  if (!people || !places) throw new Error('no entries');
  const tables = people.tables.map((table) =>
    table.name === 'visit' ? { ...table, units: [{ space: idSpace('card'), column: 'u' }] } : table,
  );
  using two = await World.open([{ ...people, tables }, places]);
  const both =
    'SELECT a.n, b.n AS m FROM (SELECT count(*) AS n FROM person) a CROSS JOIN (SELECT count(*) AS n FROM visit) b';
  expect(codesOf(await two.plan(both))).toEqual(['E_TWO_UNITS']);
  expect(codesOf(await two.plan('SELECT count(*) AS n FROM person p JOIN visit v ON p.u = v.u'))).toEqual([
    'E_TWO_UNITS',
  ]);
});

// Removed by binding the vendor's names in the engine of the released cells.
test.each([
  'SELECT * FROM cells0',
  'SELECT * FROM cells',
  'SELECT * FROM "sluice.released".main.cells0',
  'SELECT * FROM temp.main.cells0',
  'SELECT * FROM people.main.visit',
  'SELECT * FROM visit__g__dict',
  'SELECT * FROM person__g__dict',
  'SELECT * FROM duckdb_tables()',
  'SELECT * FROM information_schema.tables',
  "SELECT * FROM 'data.duckdb'",
  'SELECT q.n FROM (SELECT count(*) AS n FROM visit) q, cells1',
  'SELECT __u FROM visit',
  'SELECT count(DISTINCT __u) AS n FROM visit',
  'SELECT count(*) AS n FROM visit WHERE __rk = 1',
  'SELECT sum(w__q) AS s FROM visit',
  'SELECT g__d, count(*) AS n FROM visit GROUP BY 1',
])('a name that is not in the catalog leads nowhere: %s', async (sql) => {
  expect(codesOf(await world.plan(sql))[0]).toMatch(
    /^E_(UNKNOWN_TABLE|UNKNOWN_COLUMN|FUNCTION|UNSUPPORTED|TABLE_FUNCTION)$/,
  );
});

test('what follows a release reads released cells and public tables only', async () => {
  for (const sql of Object.values(corpus)) {
    const { post } = unwrap(await world.plan(sql));
    for (const { entry } of scansOf(post.rel)) expect(['sluice.released', 'places']).toContain(entry.id);
  }
  const [people] = entriesOf('tight');
  expect(people && printPrivateSchema(people).join()).toContain('__u');
});

// Removed by a setting that seeds: the noise could be drawn again at home and taken off.
test.each(['seed', 'random', 'noise', 'salt', 'rho', 'delta', 'sigma', 'minUnits'])(
  'no setting is called %s',
  (name) => {
    expect(privacySettings.safeParse({ [name]: 1 }).success).toBe(false);
    expect(Object.keys(settingsOf())).toEqual(['epsilon']);
  },
);
