/** The guard against a slow obvious oracle, on arbitrary small data: SQL and decision together. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isComparable, vectorsOf, type Vector, type VectorKind } from '#policies/disclosure/history-vectors.ts';
import {
  findingOf,
  isolates,
  joinFindings,
  recipeOf,
  maxRecipes,
  type CellPair,
  type HistoryFinding,
} from '#policies/disclosure/history.ts';
import { idSpace, unitCount, type UnitCount } from '#policies/units.ts';
import { Memory, planOf } from './in-process.ts';
import { oracleFails, oracleSql } from './oracle.ts';

const aTrip = fc.record({
  card: fc.integer({ min: 1, max: 14 }),
  line: fc.constantFrom('A', 'B'),
  day: fc.constant(1),
  minutes: fc.option(fc.integer({ min: -1, max: 2 }), { freq: 6 }),
});
const trips = fc.array(aTrip, { maxLength: 30 });

/** Two releases that have most rows in common: independent ones hardly ever differ in a few units. */
const releases = fc.tuple(trips, trips, fc.integer({ min: 0, max: 3 })).map(
  ([rows, others, few]) =>
    [
      [...rows, ...others.slice(0, few)],
      [...others.slice(few, 2 * few), ...rows],
    ] as const,
);

test('the history guard fails exactly where the oracle on sets does', async () => {
  using memory = new Memory();
  const plan = await planOf(oracleSql);
  const seen = { pass: 0, review: 0, fail: 0, identical: 0 };
  await fc.assert(
    fc.asyncProperty(releases, fc.integer({ min: 2, max: 4 }), async ([mine, other], k) => {
      const earlier = await memory.remember(plan, other, k);
      const { levels } = await memory.audit(await memory.remember(plan, mine, k), [earlier]);
      // Every cell is shown, however few are in it: what combinations of such cells say is not asked here.
      const verdict = [levels.G1, levels.G6, levels.G7].some((level) => level?.verdict === 'fail') ? 'fail' : 'pass';
      seen[verdict] += 1;
      expect(verdict).toBe(oracleFails(mine, other, k) ? 'fail' : 'pass');
    }),
    { numRuns: 25 },
  );
  expect(Math.min(seen.pass, seen.fail)).toBeGreaterThan(0);
});

const aPair = fc.record<CellPair>({
  space: fc.constant(idSpace('card')),
  cell: fc.constant('cell 1'),
  other: fc.constant('cell 2'),
  run: fc.constant('r-12'),
  units: fc.nat(30),
  statistics: fc.array(fc.nat(30), { maxLength: 3 }),
});

/** The finding about pairs, as the level G1 of an audit makes it. */
function judgePairs(pairs: readonly CellPair[], k: UnitCount): HistoryFinding {
  const recipes = pairs.flatMap((pair) => recipeOf(pair, k) ?? []);
  const verdict = recipes.length > 0 ? 'fail' : 'pass';
  return findingOf({ G1: { verdict, looked: pairs.length, found: recipes.length } }, recipes);
}

test('recipeOf fails exactly when some difference is 1 to k − 1', () => {
  fc.assert(
    fc.property(fc.array(aPair, { maxLength: 40 }), fc.integer({ min: 1, max: 20 }), (pairs, k) => {
      const { verdict, recipes } = judgePairs(pairs, unitCount(k));
      const small = pairs.filter(({ units, statistics }) => [units, ...statistics].some((d) => d > 0 && d < k));
      expect(verdict).toBe(small.length > 0 ? 'fail' : 'pass');
      expect(recipes).toHaveLength(Math.min(small.length, maxRecipes));
    }),
  );
});

test('joinFindings: one failure fails all, and none passes', () => {
  const fail = judgePairs(
    [{ space: idSpace('card'), cell: 'a', other: 'b', run: 'r-12', units: 4, statistics: [] }],
    unitCount(10),
  );
  expect(fail.recipes).toEqual(['a of this release \u2212 b of run r-12 = 4 card (fewer than 10)']);
  expect(joinFindings([findingOf({}, []), fail])).toEqual(fail);
  expect(joinFindings([])).toEqual({ verdict: 'pass', levels: {}, recipes: [] });
  expect([0, 1, 9, 10].map((difference) => isolates(difference, unitCount(10)))).toEqual([false, true, true, false]);
});

const kinds: readonly VectorKind[] = ['count', 'sum', 'mean', 'terms', 'distinct', 'quantile'];
const names = fc.subarray(['day', 'line', 'minutes']);
const aVector = fc.record<Vector>({
  measure: fc.constant(0),
  kind: fc.constantFrom(...kinds),
  value: names,
  condition: names,
});

test('isComparable is symmetric, and holds of a statistic with itself', () => {
  fc.assert(
    fc.property(aVector, aVector, (a, b) => {
      expect(isComparable(a, b)).toBe(isComparable(b, a));
      expect(isComparable(a, a)).toBe(true);
    }),
  );
});

const table = (column: string): string => `trips.trips.${column}`;

test('vectorsOf names what is added up and what decides', async () => {
  const plan = await planOf(
    "SELECT count(*) AS n, avg(minutes) FILTER (WHERE line = 'A') AS m, count(DISTINCT card) AS c FROM trips",
  );
  expect(vectorsOf(plan)).toEqual([
    { measure: 0, kind: 'count', value: [], condition: [] },
    { measure: 1, kind: 'mean', value: [table('minutes')], condition: [table('line')] },
    { measure: 1, kind: 'terms', value: [], condition: [table('line'), table('minutes')] },
    { measure: 2, kind: 'distinct', value: [table('card')], condition: [] },
  ]);
});
