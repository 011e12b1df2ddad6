/** The linear audit against elimination over fractions, on arbitrary tiny histories. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { HistoryFinding } from '#policies/disclosure/history.ts';
import { SpaceHistory } from '#policies/disclosure/history/space-history.ts';
import type { KnownRelease } from '#policies/disclosure/history/membership.ts';
import { fractionOf, primes, solveMod, timesMod } from '#policies/disclosure/history/modular.ts';
import { aPopulation, aRelease } from './population.ts';
import { isCombination } from './rational.ts';

const units = 7;

/** The cell of each unit: 0 to 2; 3 is hidden. */
const aTable = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: units, maxLength: units });
const aHistory = fc.tuple(
  fc.array(aTable, { minLength: 0, maxLength: 3 }),
  fc.array(aTable, { minLength: 1, maxLength: 2 }),
);

function releaseOf(cells: readonly number[], run: string, k: number): KnownRelease {
  const population = { units, attributes: [Uint8Array.from(cells)], levels: [4] };
  return aRelease(population, { run, by: [0], k, hide: (_, cell) => cell === 3 });
}

function rowsOf(tables: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return tables.flatMap((cells) => [0, 1, 2].map((cell) => cells.map((mine) => (mine === cell ? 1 : 0))));
}

/** One unit; for k = 3 also two units, added or subtracted. */
function smallSets(k: number): readonly (readonly number[])[] {
  const all = Array.from({ length: units }, (_, unit) => unit);
  const one = (unit: number, value = 1): readonly number[] => all.map((other) => (other === unit ? value : 0));
  const two = all.flatMap((a) =>
    all.slice(a + 1).flatMap((b) => [1, -1].map((sign) => one(a).map((value, u) => value + (one(b, sign)[u] ?? 0)))),
  );
  return [...all.map((unit) => one(unit)), ...(k > 2 ? two : [])];
}

/** Two cells, one of the last table, that differ in fewer than k units: these count even when they were known. */
function differs(last: readonly number[], others: readonly (readonly number[])[], k: number): boolean {
  return others.some((other) =>
    [0, 1, 2].some((a) =>
      [0, 1, 2].some((b) => {
        const apart = last.filter((mine, unit) => (mine === a) !== (other[unit] === b)).length;
        return last.some((mine, unit) => mine === a && other[unit] === b) && apart > 0 && apart < k;
      }),
    ),
  );
}

function known(tables: readonly (readonly number[])[], set: readonly number[]): boolean {
  return isCombination(rowsOf(tables), set);
}

function verdictsOf({ verdict, levels }: HistoryFinding): readonly string[] {
  return [verdict, ...Object.values(levels).map((level) => level.verdict)];
}

const seen = { pass: 0, review: 0, identical: 0, fail: 0 };

test('SpaceHistory fails exactly where elimination over fractions finds a new set of 1 to k − 1 units, fresh and after earlier audits', () => {
  fc.assert(
    fc.property(aHistory, fc.integer({ min: 2, max: 3 }), ([before, added], k) => {
      const old = before.map((cells, index) => releaseOf(cells, `old-${index}`, k));
      const news = added.map((cells, index) => releaseOf(cells, `new-${index}`, k));
      const last = news.slice(-1);
      const loaded = new SpaceHistory();
      loaded.add(old);
      const audited = new SpaceHistory();
      for (const release of old) audited.audit([release]).commit();
      const { finding } = loaded.audit(last, news.slice(0, -1));
      // One set may have several recipes.
      expect(verdictsOf(audited.audit(last, news.slice(0, -1)).finding)).toEqual(verdictsOf(finding));
      seen[finding.verdict] += 1;
      const isNew = smallSets(k).some((set) => known([...before, ...added], set) && !known(before, set));
      const mine = added[added.length - 1] ?? [];
      const fails = isNew || differs(mine, [...before, ...added.slice(0, -1)], k);
      // A hidden cell of k units and more that follows from the others is for people to judge.
      expect(finding.verdict === 'fail').toBe(fails);
    }),
    { numRuns: 1500 },
  );
  expect(Math.min(seen.pass, seen.fail)).toBeGreaterThan(20);
});

test('SpaceHistory: an audit leaves nothing behind', () => {
  const population = aPopulation(400, [3, 4]);
  const history = new SpaceHistory();
  history.add([aRelease(population, { run: 'first', by: [0] })]);
  const all = aRelease(population, { run: 'all', by: [] });
  const less = aRelease(population, { run: 'less', by: [], where: (unit) => unit > 2 });
  expect(history.audit([less], [all]).finding.verdict).toBe('fail');
  expect(history.audit([less]).finding.verdict).toBe('fail');
  const joined = aRelease(population, { run: 'joined', by: [1] });
  expect(history.audit([joined]).finding.verdict).toBe('pass');
});

test('timesMod and solveMod compute as whole numbers of any size do', () => {
  const residue = fc.integer({ min: 0, max: primes[1] - 1 });
  fc.assert(
    fc.property(residue, residue, fc.constantFrom(...primes), (a, b, p) => {
      expect(BigInt(timesMod(a, b, p))).toBe((BigInt(a) * BigInt(b)) % BigInt(p));
    }),
  );
  expect(
    primes.map((p) =>
      [
        ...(solveMod(
          [
            [2, 0, 1],
            [1, 1, 0],
          ],
          2,
          p,
        ) ?? []),
      ].map((value) => fractionOf(value, p)),
    ),
  ).toEqual(
    primes.map(() => [
      { top: 1, bottom: 2 },
      { top: -1, bottom: 2 },
    ]),
  );
  expect(
    solveMod(
      [
        [1, 1, 1],
        [1, 1, 2],
      ],
      2,
      primes[0],
    ),
  ).toBeUndefined();
});
