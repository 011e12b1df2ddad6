/** Attacks over many releases, planted among nineteen harmless ones, and histories that are harmless altogether. */
import { describe, expect, test } from 'vitest';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { SpaceHistory } from '#policies/disclosure/history/space-history.ts';
import type { Vector } from '#policies/disclosure/history-vectors.ts';
import { aCity, harmless, planted } from './attacks.ts';
import { aPopulation, aRelease, count } from './population.ts';

const city = aCity(50_000);
const clean = harmless(city);

function after(earlier: readonly KnownRelease[], release: KnownRelease): ReturnType<SpaceHistory['audit']>['finding'] {
  const history = new SpaceHistory();
  history.add(earlier);
  return history.audit([release]).finding;
}

describe('among nineteen tables over 50,000 people', () => {
  test.for(planted(city))('$name: fails with a recipe', ({ releases, recipe }) => {
    const last = releases.slice(-1).flatMap((release) => [release])[0];
    if (!last) throw new Error('an attack has a last release');
    const { verdict, recipes } = after([...clean, ...releases.slice(0, -1)], last);
    expect(verdict).toBe('fail');
    expect(recipes.filter((text) => recipe.test(text))).not.toEqual([]);
  });

  test('an attack over three and more cells is invisible to pairs: G3 and G4 find it', () => {
    for (const { name, releases } of planted(city)) {
      if (name.startsWith('snapshot')) continue;
      const { levels } = after(
        [...clean, ...releases.slice(0, -1)],
        releases.slice(-1).flatMap((r) => [r])[0] ?? aRelease(city, { run: '', by: [] }),
      );
      expect([levels.G1?.verdict, levels.G3?.verdict, levels.G4?.verdict]).toEqual(['pass', 'fail', 'fail']);
    }
  });

  test('all but the last release of an attack pass, one after the other', () => {
    const history = new SpaceHistory();
    history.add(clean);
    const vendors = planted(city).find(({ name }) => name.startsWith('three vendors'));
    for (const release of vendors?.releases.slice(0, -1) ?? []) {
      const { finding, commit } = history.audit([release]);
      expect(finding.verdict).toBe('pass');
      commit();
    }
    expect(history.releases).toHaveLength(21);
  });
});

test('zero false alarms: a hundred harmless histories of eight tables pass, and nearly everybody is an atom of his own', () => {
  let solved = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const people = aPopulation(3000, [5, 4, 6, 5, 4], seed);
    const history = new SpaceHistory();
    const pairs = [
      [0, 1],
      [2, 3],
      [1, 4],
      [0, 2],
      [3, 4],
      [1, 3],
      [0, 4],
      [2, 4],
    ] as const;
    history.add(pairs.slice(0, 7).map((by, index) => aRelease(people, { run: `r${index}`, by })));
    const { finding } = history.audit([aRelease(people, { run: 'last', by: pairs[7] })]);
    expect(finding).toMatchObject({ verdict: 'pass', recipes: [] });
    solved += finding.levels.G2?.found ?? 0;
  }
  expect(solved).toBe(100);
});

test('G2: where every atom has k units, nothing is solved', () => {
  const people = aPopulation(5000, [3, 4, 5]);
  const release = aRelease(people, { run: 'second', by: [1, 2] });
  const { verdict, levels } = after([aRelease(people, { run: 'first', by: [0, 1] })], release);
  expect(verdict).toBe('pass');
  expect(levels).toMatchObject({ G2: { looked: 60, found: 0 } });
  expect(levels.G3).toBeUndefined();
});

test('a hidden cell of k units that follows from what is shown goes to people, also where no atom is small', () => {
  const people = aPopulation(2000, [4, 3]);
  const hides = aRelease(people, { run: 'hides', by: [0, 1], hide: (_, cell) => cell < 2 });
  const total = aRelease(people, { run: 'total', by: [0] });
  const one = aRelease(people, { run: 'one', by: [0, 1], hide: (_, cell) => cell !== 0 });
  expect(after([], hides).verdict).toBe('pass');
  expect(after([hides], total).verdict).toBe('pass');
  const { verdict, recipes } = after([hides, total], one);
  expect(verdict).toBe('review');
  expect(recipes.join()).toMatch(/\(hidden\)/);
});

test('unrelated statistics are not subtracted: what only they single out goes to people', () => {
  const people = aPopulation(2000, [4, 3]);
  const income: Vector = { measure: 0, kind: 'sum', value: ['income'], condition: [] };
  const ask = (run: string, where: (unit: number) => boolean, vectors = [count]): KnownRelease =>
    aRelease(people, { run, by: [], where, vectors });
  const parts = [ask('B', (unit) => unit % 2 === 0), ask('C', (unit) => unit % 2 === 1 && unit !== 17)];
  expect(
    after(
      parts,
      ask('A', () => true),
    ).verdict,
  ).toBe('fail');
  expect(
    after(
      parts,
      ask('A', () => true, [income]),
    ),
  ).toMatchObject({ verdict: 'review', levels: { G1: { verdict: 'pass' } } });
});

test('contributions are solved, not only people: of twelve who leave, three had a contribution', () => {
  const people = aPopulation(3000, [4]);
  const ask = (run: string, where: (unit: number) => boolean): KnownRelease =>
    aRelease(people, { run, by: [], where, rows: (unit) => (unit < 9 ? 0 : 1) });
  const parts = [ask('B', (unit) => unit % 2 === 0 && unit >= 12), ask('C', (unit) => unit % 2 === 1 && unit >= 12)];
  const { verdict, recipes } = after(
    parts,
    ask('A', () => true),
  );
  expect(verdict).toBe('fail');
  expect(recipes).toEqual([expect.stringMatching(/^cell 1 of this release .* = 3 person \(fewer than 10\)$/)]);
});
