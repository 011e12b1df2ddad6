/**
 * Every countermeasure in the printed statements, taken out: each time a person moves a vector beyond its bound, and never on what is
 * printed.
 *
 * @see query-and-privacy.md §4.2
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { manyTables, openCrowd, publishNeighbours, type Neighbours } from './crowd.ts';
import { distances } from './distance.ts';
import { asPrinted, type Rewrite, type World } from './world.ts';

let loose: World;
let tight: World;
const data = new Map<World, readonly Neighbours[]>();

beforeAll(async () => {
  loose = await openCrowd('loose');
  tight = await openCrowd('tight');
  for (const world of [loose, tight]) data.set(world, await published(world));
});

async function published(world: World): Promise<readonly Neighbours[]> {
  const many = manyTables('tight', { seed: 431, count: 6 });
  const all: Neighbours[] = [];
  for (const [order, tables] of many.entries())
    all.push(await publishNeighbours(world, tables, { order, name: `${order} ` }));
  return all;
}

afterAll(() => {
  for (const world of [loose, tight]) world[Symbol.dispose]();
});

/** Whether some person of some tables moves a vector beyond its bound. */
async function isExceeded(world: World, release: Release, rewrite: Rewrite): Promise<boolean> {
  for (const { all, others } of data.get(world) ?? []) {
    const everybody = await world.measure(release, all, rewrite);
    for (const version of others) {
      const found = distances(release, everybody, await world.measure(release, version, rewrite));
      if (found.some(({ squared, allowed }) => squared > allowed)) return true;
    }
  }
  return false;
}

interface Mutant {
  readonly name: string;
  readonly world: 'loose' | 'tight';
  readonly sql: string;
  readonly settings: Partial<PrivacySettings>;
  readonly from: RegExp;
  readonly to: string;
}

const without =
  ({ from, to }: Mutant): Rewrite =>
  (sql) =>
    sql.replaceAll(from, to);

const byGroup = 'SELECT g, count(*) AS n, sum(w + 0) AS s FROM visit GROUP BY g';
const few = { maxGroupsPerUnit: 1, maxRowsPerGroup: 1 };

const mutants: readonly Mutant[] = [
  {
    name: 'the total order of a unit’s groups',
    world: 'loose',
    sql: 'SELECT lower(g) AS k, count(*) AS n FROM visit GROUP BY 1',
    settings: few,
    from: /ORDER BY (first|hash\([^)]*\)), k0\)/g,
    to: 'ORDER BY 1)',
  },
  {
    name: 'the total order of a unit’s groups over joined tables',
    world: 'loose',
    sql: 'SELECT v.g, count(*) AS n FROM visit v JOIN person p ON v.u = p.u GROUP BY v.g',
    settings: few,
    from: /ORDER BY hash\([^)]*\), k0\)/g,
    to: 'ORDER BY 1)',
  },
  {
    name: 'the total order of a unit’s values in a group',
    world: 'loose',
    sql: 'SELECT count(DISTINCT w) AS d, median(w) AS m FROM visit',
    settings: few,
    from: /ORDER BY hash\([^)]*\), v\d\)/g,
    to: 'ORDER BY 1)',
  },
  { name: 'the clip of counts', world: 'loose', sql: byGroup, settings: few, from: /least\(v0, 1\)/g, to: 'v0' },
  {
    name: 'the clip of sums',
    world: 'loose',
    sql: 'SELECT sum(least(greatest(w, 0), 2)) AS s FROM visit',
    settings: few,
    from: /greatest\(least\((v\d), \d+\), -?\d+\)/g,
    to: '$1',
  },
  { name: 'the filter of groups, K', world: 'loose', sql: byGroup, settings: few, from: /WHERE r <= \d+/g, to: '' },
  {
    name: 'the filter of values in a group, M',
    world: 'loose',
    sql: 'SELECT count(DISTINCT w) AS d, median(w) AS m FROM visit',
    settings: few,
    from: /WHERE n <= \d+/g,
    to: '',
  },
  {
    name: 'the cap by rank',
    world: 'loose',
    sql: byGroup,
    settings: { maxRowsPerUnit: 1 },
    from: /WHERE \(c\d+ <= 1\)/g,
    to: '',
  },
  {
    name: 'the clamp of a row',
    world: 'tight',
    sql: 'SELECT sum(w + 0) AS s FROM visit',
    settings: {},
    from: /least\(greatest\((CAST\(round\()least\(greatest\((.*?), -?\d+e0\), -?\d+e0\)(\) AS BIGINT\)), -?\d+\), \d+\)/g,
    to: '$1$2$3',
  },
  {
    name: 'the count of distinct units',
    world: 'tight',
    sql: 'SELECT p.d AS k, count(*) AS n FROM visit v JOIN person p ON v.u = p.u GROUP BY 1',
    settings: {},
    from: /count\(DISTINCT u\)/g,
    to: 'count(*)',
  },
  {
    name: 'the filter of groups in the selection',
    world: 'loose',
    sql: 'SELECT b, g, count(*) AS n FROM (SELECT v.w > 0 AS b, v.g AS g, v.u AS u FROM visit v) GROUP BY b, g',
    settings: few,
    from: /WHERE r <= \d+/g,
    to: '',
  },
];

test.each(mutants)('without $name a person moves a vector beyond its bound', async (mutant) => {
  const world = mutant.world === 'loose' ? loose : tight;
  const release = await world.release(mutant.sql, mutant.settings);
  expect(printRelease(release, { salt: 'x' }).some(({ sql }) => without(mutant)(sql) !== sql)).toBe(true);
  expect(await isExceeded(world, release, without(mutant))).toBe(true);
  expect(await isExceeded(world, release, asPrinted)).toBe(false);
});
