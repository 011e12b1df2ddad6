/** The generators make what they promise: texts that are rarely refused, and rows with every hard value. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planExact } from '#policies/query/plan.ts';
import { catalogOf } from './generate/catalog.ts';
import { features, smallest } from './generate/features.ts';
import { aQuery } from './generate/query.ts';
import { onlyUnit, someTables, unitsOf, withoutUnit } from './generate/tables.ts';
import { Judge } from './judge.ts';

let judge: Judge;

beforeAll(async () => {
  judge = await Judge.open();
});

afterAll(() => {
  judge[Symbol.dispose]();
});

const seed = 20260302;

test.each(features)('the language has %s', async (feature) => {
  expect(await judge.resolve(smallest[feature])).toMatchObject({ ok: true });
});

test('aQuery of the lane unit is nearly always a release over rows that stay apart by unit', async () => {
  const refusals: unknown[] = [];
  for (const { sql } of fc.sample(aQuery({ lane: 'unit' }), { numRuns: 300, seed })) {
    const query = await judge.resolve(sql, 'unit');
    const plan = query.ok ? planExact(query.value, 'standard') : query;
    if (!plan.ok) refusals.push([sql, plan.refusals[0]]);
    else expect(plan.value.kind).toBe('exact');
  }
  expect(refusals.length, JSON.stringify(refusals)).toBeLessThan(45);
});

test('aQuery uses every part of the language in both lanes', () => {
  const wordsOf = {
    unit: ['LEFT JOIN', 'SEMI JOIN', 'OVER', 'QUALIFY', 'UNION ALL', 'EXISTS', 'IN (SELECT', '(SELECT max', 'DISTINCT'],
    public: [
      'FULL JOIN',
      'ROLLUP',
      'CUBE',
      'EXCEPT',
      'INTERSECT',
      'RANGE',
      'GROUPS',
      'ROWS',
      'LIMIT',
      'WITH',
      'ANTI JOIN',
    ],
  } as const;
  for (const lane of ['unit', 'public'] as const) {
    const texts = fc.sample(aQuery({ lane }), { numRuns: 1000, seed }).map(({ sql }) => sql);
    for (const word of wordsOf[lane])
      expect(texts.filter((text) => text.includes(word)).length, word).toBeGreaterThan(9);
  }
});

test('aQuery without features uses none of them', () => {
  const texts = fc.sample(aQuery({ features: new Set() }), { numRuns: 300, seed }).map(({ sql }) => sql);
  expect(texts.filter((text) => /OVER|UNION|EXISTS|FULL|ROLLUP|<=? \(SELECT|SEMI/.test(text))).toEqual([]);
});

test('someTables has empty tables, NULLs, NaN, infinities, extremes, duplicates and visits of nobody', () => {
  const all = fc.sample(someTables(), { numRuns: 200, seed });
  const values = all.flatMap((tables) => [...tables.values()].flat().flatMap((row) => Object.values(row)));
  for (const value of [null, Number.NaN, Infinity, -Infinity, '', 2n ** 63n - 1n, -(2n ** 31n)])
    expect(values.includes(value), String(value)).toBe(true);
  const rowsOf = (tables: (typeof all)[number], name: string) => tables.get(name) ?? [];
  expect(all.some((tables) => rowsOf(tables, 'person').length === 0)).toBe(true);
  expect(
    all.some(
      (tables) => new Set(rowsOf(tables, 'person').map((row) => row['u'])).size < rowsOf(tables, 'person').length,
    ),
  ).toBe(true);
  const persons = (tables: (typeof all)[number]) => new Set(rowsOf(tables, 'person').map((row) => row['u']));
  expect(all.some((tables) => rowsOf(tables, 'visit').some((row) => !persons(tables).has(row['u'] ?? null)))).toBe(
    true,
  );
});

test('withoutUnit and onlyUnit part the rows of a unit from the others, and keep public rows in both', () => {
  fc.assert(
    fc.property(someTables(), (tables) => {
      const [unit = 'nobody'] = unitsOf(tables);
      const [without, only] = [withoutUnit(tables, unit), onlyUnit(tables, unit)];
      expect(unitsOf(without)).not.toContain(unit);
      expect([[], [unit]]).toContainEqual(unitsOf(only));
      for (const { name } of catalogOf('unit')[0].tables) {
        const count = (of: typeof tables): number => of.get(name)?.length ?? 0;
        expect(count(without) + count(only)).toBe(count(tables));
      }
      expect(without.get('area')).toEqual(only.get('area'));
    }),
    { numRuns: 100, seed },
  );
});
