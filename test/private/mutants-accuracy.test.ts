/**
 * Guards whose loss no sensitivity shows, because a later one still holds it: without them the numbers are wrong.
 *
 * @see query-and-privacy.md §4.2
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PrivacySettings } from '#policies/privacy/settings.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import { openCrowd } from './crowd.ts';
import { asPrinted, type Rewrite, type World } from './world.ts';

let loose: World;

beforeAll(async () => {
  loose = await openCrowd('loose');
});

afterAll(() => {
  loose[Symbol.dispose]();
});

/** One person's visits, as the groups and values of the rows. */
async function publishOne(rows: readonly (readonly [group: string, value: string])[]): Promise<void> {
  const values = rows.map(([group, value]) => `('u1', '${group}', 1, 0, 0, ${value}, NULL)`);
  await loose.run('DELETE FROM source.main.visit');
  await loose.run(`INSERT INTO source.main.visit VALUES ${values.join(', ')}`);
  await loose.publishSource('one');
}

async function answer(
  sql: string,
  settings: Partial<PrivacySettings>,
  { rewrite = asPrinted, salt = 'x' } = {},
): Promise<readonly (readonly string[])[]> {
  const release = await loose.release(sql, settings);
  const [measured] = await loose.measureAll(printRelease(release, { salt }), 'one', rewrite);
  return (measured?.rows ?? []).map((row) => row.map(String));
}

const sumOfDoubles = 'SELECT sum(z + 0) AS s FROM visit';
const four = { maxRowsPerGroup: 4 };

const unclamped: Rewrite = (text) =>
  text.replaceAll(
    /ELSE least\(greatest\(CAST\(round\(least\(greatest\((.*?), -10000e0\), 10000e0\)\) AS BIGINT\), -10000\), 10000\) END/g,
    'ELSE CAST(round(least($1, 1e15)) AS BIGINT) END',
  );

const unguarded: Rewrite = (text) =>
  text.replaceAll(/CASE WHEN TRY_CAST\(.*? THEN NULL ELSE/g, 'CASE WHEN false THEN NULL ELSE');

const unsalted: Rewrite = (text) => text.replaceAll(/hash\(('[^']*'), k0\)/g, 'hash($1)');

// The clip of a unit's sum holds the sensitivity here, so only the number itself shows that rows are clamped first.
test('without the clamp of a row one value of a person outweighs all others of theirs', async () => {
  await publishOne([
    ['a', "'inf'"],
    ['a', '-50'],
    ['a', "'nan'"],
  ]);
  expect(await answer(sumOfDoubles, four)).toEqual([['5000']]);
  expect(await answer(sumOfDoubles, four, { rewrite: unclamped })).toEqual([['40000']]);
});

test('without the guard of NaN and NULL a missing value counts as a bound', async () => {
  await publishOne([
    ['a', "'nan'"],
    ['a', "'nan'"],
    ['a', 'NULL'],
    ['a', '7'],
  ]);
  expect(await answer(sumOfDoubles, four)).toEqual([['700']]);
  expect(await answer(sumOfDoubles, four, { rewrite: unguarded })).toEqual([['10700']]);
});

test('without the key in the salted hash everybody’s kept group is the first one', async () => {
  await publishOne([
    ['a', '1'],
    ['b', '1'],
    ['c', '1'],
  ]);
  expect(await keptUnderSalts(asPrinted)).toEqual(new Set(['a', 'b', 'c']));
  expect(await keptUnderSalts(unsalted)).toEqual(new Set(['a']));
});

/** Joined rows have no rank of their own, so a hash decides which group is kept. */
async function keptUnderSalts(rewrite: Rewrite): Promise<ReadonlySet<unknown>> {
  const sql = 'SELECT v.g, count(*) AS n FROM visit v JOIN visit w ON v.u = w.u GROUP BY v.g';
  const kept = new Set<unknown>();
  for (let salt = 0; salt < 30; salt++) {
    const [row] = await answer(sql, { maxGroupsPerUnit: 1, maxRowsPerGroup: 1 }, { rewrite, salt: `salt ${salt}` });
    kept.add(row?.[0]);
  }
  return kept;
}
