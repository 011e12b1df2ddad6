/**
 * The same programs in the real worker and in the plain guest of the tests: equal whole numbers, row for row; and one person moves them by the bound at
 * most.
 *
 * @see programs.md §D.6
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import type { Guest } from '#sandbox/program/guest.ts';
import { sumBlocks } from '#sandbox/program/run-blocks.ts';
import { runMap } from '#sandbox/program/run-map.ts';
import { knownStream } from '../../privacy/known-stream.ts';
import { openWorkshop, type Workshop } from '../worker/programs.ts';
import { oracleGuest, squared } from './oracle-guest.ts';
import { aBlocksPlan, aMapPlan } from './plans.ts';
import { attackByBlocks, attackByMap, attacks, gradientDescent, meanByMap, withHang } from './programs.ts';
import { packed, people, segmented, without, type Person } from './rows.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

const columns = [{ name: 'x' }];
/** Known people: every run of this test asks the same. */
const crowds: readonly (readonly Person[])[] = fc.sample(people, { numRuns: 6, seed: 7 });
/** Frozen, the realm refuses a mark with an exception, where the plain guest has a new realm. */
const same = Object.keys(attacks).filter((name) => !name.includes('mark'));

async function sumsOf(guest: Guest, persons: readonly Person[]): Promise<readonly bigint[]> {
  const pass = { length: 2, clip: 10, mostKilled: 100, state: Float64Array.of(0, 1), skip: new Set<number>() };
  const { sums, killed } = await guest.mapUnits(packed(persons), pass);
  return [...sums, BigInt(killed.size)];
}

test.each(same)(
  'map: a person whose row %s counts in the worker as in the plain guest',
  async (name) => {
    const bundle = attackByMap(name);
    using guest = await workshop.open({ mode: 'map', callMillis: 100, bundle: withHang(bundle) });
    const oracle = oracleGuest({ bundle, columns });
    for (const persons of crowds.slice(0, name.includes('hangs') ? 2 : 6))
      expect(await sumsOf(guest, persons)).toEqual(await sumsOf(oracle, persons));
  },
  60_000,
);

test.each(Object.keys(attacks))(
  'map: one person whose row %s moves the worker\u2019s sums by one vector',
  async (name) => {
    using guest = await workshop.open({ mode: 'map', callMillis: 100, bundle: withHang(attackByMap(name)) });
    const persons = [...(crowds[0] ?? []), { block: 0, rows: [13] }, { block: 1, rows: [2] }];
    const all = await sumsOf(guest, persons);
    const rest = await sumsOf(guest, without(persons, persons.length - 2));
    const moved = all.map((sum, at) => sum - (rest[at] ?? 0n));
    expect(squared(moved.slice(0, 2))).toBeLessThanOrEqual(2n ** 40n);
    expect([0n, 1n]).toContain(moved[2]);
  },
  60_000,
);

test.each(same.filter((name) => !name.includes('hangs')))(
  'blocks: a person whose row %s counts in the worker as in the plain guest',
  async (name) => {
    const bundle = attackByBlocks(name);
    using guest = await workshop.open({ mode: 'blocks', callMillis: 1000, bundle: withHang(bundle) });
    const oracle = oracleGuest({ bundle, columns });
    const plan = aBlocksPlan();
    for (const persons of crowds.slice(0, 3))
      expect(await sumBlocks(plan, { guest, rows: segmented(persons) })).toEqual(
        await sumBlocks(plan, { guest: oracle, rows: segmented(persons) }),
      );
  },
  60_000,
);

test('blocks: all slots run in the worker, one that hangs counts as the middle', async () => {
  const bundle = attackByBlocks('hangs');
  using guest = await workshop.open({ mode: 'blocks', callMillis: 300, bundle: withHang(bundle) });
  const persons = [
    { block: 3, rows: [13] },
    { block: 4, rows: [1] },
  ];
  const plan = aBlocksPlan();
  const oracle = oracleGuest({ bundle, columns });
  expect(await sumBlocks(plan, { guest, rows: segmented(persons) })).toEqual(
    await sumBlocks(plan, { guest: oracle, rows: segmented(persons) }),
  );
}, 60_000);

test.each([
  ['a mean', meanByMap, {}, 1],
  [
    'gradient descent',
    gradientDescent,
    {
      vector: { length: 4, clip: 2 },
      state: { length: 3 },
      results: [{ name: 'weights', length: 3, lo: -20, hi: 20, step: 0.001 }],
    },
    3,
  ],
])(
  'the numbers of %s are the same in the worker and in the plain guest, pass after pass, with the same noise',
  async (_, bundle, own, width) => {
    const names = [{ name: 'x' }, { name: 'a' }, { name: 'b' }, { name: 'y' }].slice(
      ...(width === 1 ? [0, 1] : [1, 4]),
    );
    const values = Float64Array.from({ length: 300 * width }, (_value, at) => Math.abs(Math.sin(at)));
    const rows = { width, values, offsets: Uint32Array.from({ length: 301 }, (_value, at) => at) };
    const plan = aMapPlan({ iterations: 3, ...own });
    using guest = await workshop.open({ mode: 'map', callMillis: 100, bundle, columns: names });
    const found = await runMap(plan, { guest, rows, random: knownStream('both') });
    const oracle = await runMap(plan, {
      guest: oracleGuest({ bundle, columns: names }),
      rows,
      random: knownStream('both'),
    });
    expect(unwrap(found)).toEqual(unwrap(oracle));
  },
  60_000,
);
