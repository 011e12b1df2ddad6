/** G5: hidden cells that no combination of shown cells equals, but that bounds squeeze. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { auditBounds } from '#policies/disclosure/history/bounds-audit.ts';
import { boundsAsk } from '#policies/disclosure/history/bounds-problem.ts';
import { judgeBounds } from '#policies/disclosure/history/bounds-finding.ts';
import { maxAtoms, neededReach } from '#policies/disclosure/history/bounds.ts';
import type { DeniedSet } from '#policies/disclosure/history/linked-tables.ts';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { SpaceHistory } from '#policies/disclosure/history/space-history.ts';
import { openHighs } from '#sandbox/suppress/highs.ts';
import { aPopulation, aRelease, type Population } from './population.ts';

const solver = await openHighs();

function boundsAfter(
  earlier: readonly KnownRelease[],
  columns: readonly KnownRelease[],
  denied: readonly DeniedSet[] = [],
): HistoryFinding {
  const ask = boundsAsk({ earlier, beside: [], columns, denied });
  return judgeBounds(
    ask,
    ask.problems.map((problem) => auditBounds(problem, solver)),
  );
}

function linearAfter(earlier: readonly KnownRelease[], release: KnownRelease): HistoryFinding {
  const history = new SpaceHistory();
  history.add(earlier);
  return history.audit([release]).finding;
}

/** A table of the cells that these units are in: by unit its cell, or nothing. */
function aTable(run: string, cells: readonly (number | undefined)[], hidden: readonly number[] = []): KnownRelease {
  const levels = Math.max(...cells.map((cell) => cell ?? 0)) + 1;
  const population: Population = {
    units: cells.length,
    attributes: [Uint8Array.from(cells, (cell) => cell ?? 0)],
    levels: [levels],
  };
  return aRelease(population, {
    run,
    by: [0],
    where: (unit) => cells[unit] !== undefined,
    hide: (_, cell) => hidden.includes(cell),
  });
}

const everybody = Array.from({ length: 100 }, (_, unit) => unit);
const among = (run: string, isIn: (unit: number) => boolean): KnownRelease =>
  aTable(
    run,
    everybody.map((unit) => (isIn(unit) ? 0 : undefined)),
  );

/** Units 0 to 2 are hidden; twice they and six others are twelve. */
const small = aTable(
  'small',
  everybody.map((unit) => (unit < 3 ? 0 : 1)),
  [0, 1],
);
const first = among('first', (unit) => unit < 23);
const second = among('second', (unit) => unit < 3 || (unit >= 23 && unit < 43));
const third = among('third', (unit) => unit >= 6 && unit < 40);

test('a hidden cell of three that three releases bound by six fails, though no combination equals it; the recipe names them', () => {
  expect(linearAfter([small, first, second], third)).toMatchObject({ verdict: 'pass' });
  expect(boundsAfter([small, first], [second])).toMatchObject({ verdict: 'pass', levels: { G5: { found: 0 } } });
  expect(boundsAfter([small, first, second], [third])).toEqual({
    verdict: 'fail',
    levels: { G5: { verdict: 'fail', looked: 2, found: 1 } },
    recipes: [
      'cell 1 of run small (3 person, hidden) is at most 6 by cell 1 of run first, cell 1 of run second, cell 1 of this release',
    ],
  });
});

test('the same cell fails when it is the hidden one that comes last', () => {
  const { verdict, recipes } = boundsAfter([first, second, third], [small]);
  // Nobody learns from this release what three others have told.
  expect(verdict).toBe('review');
  expect(recipes[0]).toMatch(/^cell 1 of this release \(3 person, hidden\) is at most 6 by /);
  expect(boundsAfter([small, first, third], [second]).verdict).toBe('fail');
});

test('a hidden cell between a shown part of it and a shown whole goes to people', () => {
  const hides = aTable(
    'hides',
    everybody.map((unit) => (unit < 35 ? 0 : 1)),
    [0, 1],
  );
  const [part, whole] = [among('part', (unit) => unit < 30), among('whole', (unit) => unit < 41)];
  expect(linearAfter([hides, part], whole).verdict).toBe('pass');
  const { verdict, recipes } = boundsAfter([hides, whole], [part]);
  expect(verdict).toBe('review');
  expect(recipes).toContain('cell 1 of run hides (35 person, hidden) is at least 30 by cell 1 of this release');
});

test('sdcTools/UserSupport #136: of two linked tables, each safe alone, one shows the margin that the other hides', () => {
  const people = aPopulation(600, [3, 4, 2]);
  const district = (unit: number): number => people.attributes[0]?.[unit] ?? 0;
  const few = everybody.filter((unit) => district(unit) === 0).slice(0, 4);
  const age = (unit: number): number => {
    const own = people.attributes[1]?.[unit] ?? 0;
    return few.includes(unit) ? 0 : district(unit) === 0 ? Math.max(1, own) : own;
  };
  const by = (run: string, cellOf: (unit: number) => number, hidden: readonly number[] = []): KnownRelease =>
    aTable(
      run,
      Array.from({ length: people.units }, (_, unit) => cellOf(unit)),
      hidden,
    );
  // Four people of the first district and age; the margins of both are hidden with them.
  const inner = by('ages', (unit) => district(unit) * 4 + age(unit), [0]);
  const tables = [inner, by('ages', district, [0]), by('ages', age, [0])].flatMap((release) => release.tables);
  const ages = { ...inner, tables: tables.map((table, grouping) => ({ ...table, grouping })) };
  const sexes = by('sexes', (unit) => district(unit) * 2 + (people.attributes[2]?.[unit] ?? 0));
  expect([boundsAfter([], [ages]).verdict, boundsAfter([], [sexes]).verdict]).toEqual(['pass', 'pass']);
  for (const [one, other] of [
    [ages, sexes],
    [sexes, ages],
  ] as const) {
    const { verdict, recipes } = boundsAfter([one], [other]);
    expect([verdict, linearAfter([one], other).verdict]).toEqual(['fail', 'fail']);
    expect(recipes[0]).toMatch(/^cell 1 of .* \(4 person, hidden\) is 4 by cell .* of run/);
  }
});

test('zero false alarms: a hundred histories of tables with hidden cells that leave room pass', () => {
  let looked = 0;
  for (let seed = 1; seed <= 100; seed += 1) {
    const people = aPopulation(600, [6, 5, 5, 4, 6], seed);
    const pairs = [
      [0, 1],
      [2, 3],
      [1, 4],
      [0, 2],
      [3, 4],
    ] as const;
    // Of every table some cells are hidden, small ones among them, and part of the people is missing.
    const releases = pairs.map((by, index) =>
      aRelease(people, {
        run: `r${index}`,
        by,
        where: (unit) => (unit + index) % 9 > 0,
        hide: (units, cell) => units < 14 || cell % 7 === 3,
      }),
    );
    const [last, ...earlier] = releases.toReversed();
    if (!last) throw new Error('a history has a last release');
    const { verdict, recipes, levels } = boundsAfter(earlier, [last]);
    expect({ seed, verdict, recipes }).toEqual({ seed, verdict: 'pass', recipes: [] });
    looked += levels.G5?.looked ?? 0;
  }
  expect(looked).toBeGreaterThan(1000);
});

const units = 8;
const aCellOf = fc.array(fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined }), {
  minLength: units,
  maxLength: units,
});

test('auditBounds finds the intervals of a program with one variable for each unit', () => {
  let narrow = 0;
  fc.assert(
    fc.property(fc.array(aCellOf, { minLength: 2, maxLength: 4 }), fc.integer({ min: 2, max: 4 }), (tables, k) => {
      const releases = tables
        .map((cells, index) => ({ ...aTable(`r${index}`, cells, [2]), k }) as unknown as KnownRelease)
        .filter(({ tables: [table] }) => table?.cells.some((cell) => cell.units > 0));
      const [last, ...earlier] = releases.toReversed();
      if (!last) return;
      for (const problem of boundsAsk({ earlier, beside: [], columns: [last], denied: [] }).problems) {
        const found = new Map(auditBounds(problem, solver).map((hit) => [hit.target, hit]));
        for (const [at, target] of problem.targets.entries()) {
          const cells = tables[Number(target.run.slice(1))] ?? [];
          const reach = (side: 'below' | 'above', runs: (run: number) => boolean): number =>
            oracle(
              tables.filter((_, index) => runs(index)),
              cells.map((cell) => cell === 2),
              side,
            );
          const needed = neededReach(target);
          const own = Number(target.run.slice(1));
          const isBase = (run: number): boolean =>
            target.isNew ? run === own : `r${run}` !== last.run && releases.some((r) => r.run === `r${run}`);
          const isHit = (['below', 'above'] as const).some((side) => {
            const joint = reach(side, () => true);
            return joint < needed[side] && joint < reach(side, isBase);
          });
          narrow += isHit ? 1 : 0;
          expect(found.has(at)).toBe(isHit);
        }
      }
    }),
    { numRuns: 400 },
  );
  expect(narrow).toBeGreaterThan(50);
});

/** How far the size of a set of units can be from the truth, with one variable for each unit. */
function oracle(
  tables: readonly (readonly (number | undefined)[])[],
  set: readonly boolean[],
  side: 'below' | 'above',
): number {
  const rows = tables.flatMap((cells) =>
    [0, 1].map((cell) => cells.flatMap((mine, unit) => (mine === cell ? [unit] : []))),
  );
  const size = set.filter(Boolean).length;
  const solution = solver.solve({
    sense: side === 'above' ? 'max' : 'min',
    variables: set.map((isIn) => ({ lower: 0, upper: 1000, cost: isIn ? 1 : 0 })),
    constraints: rows
      .filter((row) => row.length > 0)
      .map((row) => ({ variables: row, coefficients: row.map(() => 1), lower: row.length, upper: row.length })),
  });
  if (solution.status !== 'optimal') throw new Error('the truth is a solution');
  return Math.floor(Math.abs(solution.objective - size) + 1e-4);
}

test('what is too large to solve whole is solved around each hidden cell, and what is still too large goes to people', () => {
  const many = maxAtoms + 5000;
  const population = aPopulation(many, [160, 160, 160, 160], 3);
  const hides = aRelease(population, { run: 'hides', by: [0], hide: (_, cell) => cell < 2 });
  const others = [1, 2].map((by) => aRelease(population, { run: `by-${by}`, by: [by] }));
  const last = aRelease(population, { run: 'last', by: [3] });
  const ask = boundsAsk({ earlier: [hides, ...others], beside: [], columns: [last], denied: [] });
  expect(ask.problems.length + ask.tooLarge).toBe(2);
  expect(judgeBounds(ask, undefined)).toMatchObject({ verdict: 'review', levels: { G5: { found: 0 } } });
  expect(boundsAsk({ earlier: others, beside: [], columns: [last], denied: [] })).toEqual({
    problems: [],
    tooLarge: 0,
  });
});
