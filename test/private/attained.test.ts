/**
 * The bounds are the least that hold: for every tier and every kind of vector there is a person who moves the numbers by exactly Δ₂. A
 * bound that nobody reaches would hide a bug in what is measured.
 *
 * @see query-and-privacy.md §3.3, §4.2
 */
import { expect, test } from 'vitest';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import type { Declared } from './catalog.ts';
import { openCrowd } from './crowd.ts';
import { distances } from './distance.ts';
import type { World } from './world.ts';

/** A person with one visit for each group named; values at the bound, all different in `z`. */
async function publishOne(world: World, groups: readonly string[]): Promise<void> {
  const rows = groups.map((group, at) => `('u1', '${group}', 1, 1000000, 1, ${at}, NULL)`);
  const others = `('u2', 'a', 1, 5, 1, -1, NULL), ('u3', 'z', 1, NULL, 1, 'nan', NULL)`;
  for (const [version, values] of [
    ['none', others],
    ['all', `${rows.join(', ')}, ${others}`],
  ] as const) {
    await world.run('DELETE FROM source.main.visit');
    await world.run('DELETE FROM source.main.person');
    await world.run(`INSERT INTO source.main.visit VALUES ${values}`);
    await world.publishSource(version);
  }
}

const statistics =
  'count(*) AS n, count(DISTINCT u) AS units, sum(w) AS s, avg(w) AS m, var_pop(w) AS v, median(w) AS q, count(DISTINCT z) AS d';
const texts = [
  `SELECT g, ${statistics} FROM visit GROUP BY g`,
  `SELECT w > 0 AS k, g, ${statistics} FROM visit GROUP BY 1, 2`,
];

interface Case {
  readonly tier: string;
  readonly declared: Declared;
  readonly settings: Partial<PrivacySettings>;
  /** Groups of the person's rows where few of them are full, and where there are as many groups as can be. */
  readonly deep: readonly string[];
  readonly wide: readonly string[];
}

const cases: readonly Case[] = [
  { tier: 'T0', declared: 'tight', settings: {}, deep: ['b', 'b', 'b'], wide: ['b', 'c', 'd'] },
  { tier: 'T1', declared: 'tight', settings: { maxRowsPerUnit: 2 }, deep: ['b', 'b', 'b'], wide: ['b', 'c', 'd'] },
  {
    tier: 'T1',
    declared: 'loose',
    settings: { maxRowsPerUnit: 5, maxRowsPerGroup: 2 },
    deep: ['b', 'b', 'c', 'c', 'd'],
    wide: ['b', 'c', 'd', 'e', 'f'],
  },
  {
    tier: 'T2',
    declared: 'loose',
    settings: { maxGroupsPerUnit: 2, maxRowsPerGroup: 2 },
    deep: ['b', 'b', 'b', 'c', 'c', 'd', 'd'],
    wide: ['b', 'c', 'd', 'e'],
  },
];

test.each(cases)('sensitivityOf is reached by every kind of vector under $tier, $settings', async (one) => {
  using world = await openCrowd(one.declared);
  const most = new Map<string, bigint>();
  const bounds = new Map<string, bigint>();
  for (const groups of [one.deep, one.wide]) {
    await publishOne(world, groups);
    for (const sql of texts) {
      const release = await world.release(sql, one.settings);
      expect(release.bounding.tier).toBe(one.tier);
      const found = distances(release, await world.measure(release, 'all'), await world.measure(release, 'none'));
      for (const { kind, squared, allowed } of found) {
        expect(squared, kind).toBeLessThanOrEqual(allowed);
        bounds.set(kind, allowed);
        if (squared > (most.get(kind) ?? -1n)) most.set(kind, squared);
      }
    }
  }
  expect([...most.keys()].sort()).toEqual([
    'centred',
    'distinct',
    'rows',
    'selection',
    'square',
    'sum',
    'tree',
    'units',
  ]);
  expect(most).toEqual(bounds);
});
