/** Solving over few atoms against solving over all: the same is known, also where those few do not span it. */
import { expect, test } from 'vitest';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { atomsOf, withMargins } from '#policies/disclosure/history/family.ts';
import { makeFamily } from '#policies/disclosure/history/families.ts';
import { correct } from '#policies/disclosure/history/null-vector.ts';
import { SpaceHistory } from '#policies/disclosure/history/space-history.ts';
import { nullVectors, spanningAtoms } from '#policies/disclosure/history/spanning.ts';
import { isZero, solvedOf } from '#policies/disclosure/history/suspects.ts';
import { everyAtom, rowSums, systemOf } from '#policies/disclosure/history/system.ts';
import { randomVectors } from '#policies/disclosure/history/vectors.ts';
import { mix } from '#policies/disclosure/history/atoms.ts';
import { aPopulation, aRelease } from './population.ts';

const people = aPopulation(20_000, [7, 5, 4, 6, 3, 5]);
const tables = [
  [0, 1],
  [2, 3],
  [4, 5],
  [0, 3],
  [1, 5],
].map((by, at) => aRelease(people, { run: `table-${at}`, by }));

const p = (unit: number): boolean => mix(unit, 7001) % 2 === 0;
const q = (unit: number): boolean => mix(unit, 7002) % 2 === 0;

function total(run: string, where: (unit: number) => boolean): KnownRelease {
  return aRelease(people, { run, by: [], where });
}

/** A − B − C leaves one person, whom no other cells single out. */
function threeThatLeave(person: number): readonly KnownRelease[] {
  return [
    total('A', (unit) => p(unit) || unit === person),
    total('B', (unit) => p(unit) && q(unit) && unit !== person),
    total('C', (unit) => p(unit) && !q(unit) && unit !== person),
  ];
}

/** Beyond all that are chosen: cells are covered long before. */
const outside = 17_017;

function solve(releases: readonly KnownRelease[]): { few: readonly number[]; all: readonly number[]; on: number } {
  const state = withMargins(makeFamily('units').with(releases));
  const atoms = atomsOf(state);
  const from = randomVectors(atoms);
  const quick = nullVectors(state, atoms, { from });
  const sums = rowSums(state, { atoms, v: from });
  const { vectors: change } = correct(systemOf(state, atoms), sums, 600);
  const full = { vectors: from.map((value, at) => value + (change[at] ?? 0)), on: everyAtom(atoms.sizes.length) };
  const known = (vectors: { vectors: Float64Array; on: Int32Array }): readonly number[] =>
    [...atoms.some].filter((_, atom) => isZero(solvedOf(atoms, vectors), atom));
  expect(spanningAtoms(state, atoms).length).toBeLessThan(atoms.sizes.length / 4);
  return { few: known(quick), all: known(full), on: quick.on.length / atoms.sizes.length };
}

test('nullVectors over few atoms know what they know over all: nobody in harmless tables', () => {
  const { few, all, on } = solve(tables);
  expect({ few, all }).toEqual({ few: [], all: [] });
  expect(on).toBeLessThan(0.25);
});

test('nullVectors take all atoms where few do not span: a person outside them is known', () => {
  const { few, all, on } = solve([...tables, ...threeThatLeave(outside)]);
  expect({ few, all, on }).toEqual({ few: [outside], all: [outside], on: 1 });
});

test('SpaceHistory catches a person outside the chosen atoms, fresh, one release after the other, and after what was known before', () => {
  const [a, b, c] = threeThatLeave(outside);
  if (!a || !b || !c) throw new Error('three releases');
  const recipe = [expect.stringMatching(/^cell 1 of run A − cell 1 of this release − cell 1 of run B = 1 person/)];
  const loaded = new SpaceHistory();
  loaded.add([...tables, a, b]);
  expect(loaded.audit([c]).finding).toMatchObject({ verdict: 'fail', recipes: recipe });
  const grown = new SpaceHistory();
  for (const release of [...tables, a, b]) grown.audit([release]).commit();
  const { finding, commit } = grown.audit([c]);
  expect(finding).toMatchObject({ verdict: 'fail', recipes: recipe });
  commit();
  // What is known already is not held against the next; one more person is.
  expect(grown.audit([aRelease(people, { run: 'next', by: [2, 5] })]).finding.verdict).toBe('pass');
  const more = threeThatLeave(outside + 1).map((release) => ({
    ...release,
    run: `${release.run}2`,
    plan: `${release.run}2`,
  }));
  for (const release of more.slice(0, 2)) grown.audit([release]).commit();
  expect(more.slice(2).map((release) => grown.audit([release]).finding.verdict)).toEqual(['fail']);
});
