/**
 * The definition of sensitivity, tried on programs that look for one person: rows with and without that person give whole numbers that lie no further
 * apart than the proofs say.
 *
 * @see policies/program/map.proof.md §2; policies/program/blocks.proof.md §2
 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Guest } from '#sandbox/program/guest.ts';
import { sumBlocks } from '#sandbox/program/run-blocks.ts';
import { oracleGuest, squared } from './oracle-guest.ts';
import { aBlocksPlan } from './plans.ts';
import { attackByBlocks, attackByMap, attacks } from './programs.ts';
import { packed, people, segmented, without, type Person } from './rows.ts';

const columns = [{ name: 'x' }];
const limit = 2n ** 20n;

/** What is left in the realm needs a new one each time, and those are slow. */
const isMark = (name: string): boolean => name.includes('mark');

interface Pair {
  readonly persons: readonly Person[];
  readonly place: number;
}
const pairs = fc
  .tuple(people, fc.nat(11))
  .map(([persons, place]): Pair => ({ persons, place: place % persons.length }));

/** Two passes, so that who was killed in the first is skipped in the second. */
async function passes(guest: Guest, persons: readonly Person[]) {
  const pass = { length: 2, clip: 10, mostKilled: 1000, state: new Float64Array(2) };
  const first = await guest.mapUnits(packed(persons), { ...pass, skip: new Set() });
  const second = await guest.mapUnits(packed(persons), { ...pass, state: Float64Array.of(1, 2), skip: first.killed });
  return { sums: [first.sums, second.sums], killed: second.killed.size };
}

test.each(Object.keys(attacks))('map: one person whose row %s moves each pass by one vector, and one count', (name) =>
  fc.assert(
    fc.asyncProperty(pairs, async ({ persons, place }) => {
      const guest = oracleGuest({ bundle: attackByMap(name), columns, freshRealm: isMark(name) });
      const [all, rest] = [await passes(guest, persons), await passes(guest, without(persons, place))];
      all.sums.forEach((sums, pass) => {
        const moved = squared(sums.map((sum, at) => sum - (rest.sums[pass]?.[at] ?? 0n)));
        expect(moved).toBeLessThanOrEqual(limit ** 2n);
      });
      expect(all.killed - rest.killed).toBeGreaterThanOrEqual(0);
      expect(all.killed - rest.killed).toBeLessThanOrEqual(1);
    }),
    { numRuns: isMark(name) ? 10 : 100 },
  ),
);

test.each(Object.keys(attacks))('blocks: one person whose row %s moves each sum by one range', (name) =>
  fc.assert(
    fc.asyncProperty(pairs, async ({ persons, place }) => {
      const guest = oracleGuest({ bundle: attackByBlocks(name), columns, freshRealm: isMark(name) });
      const plan = aBlocksPlan();
      const all = await sumBlocks(plan, { guest, rows: segmented(persons) });
      const rest = await sumBlocks(plan, { guest, rows: segmented(without(persons, place)) });
      const moved = all.map((sum, at) => sum - (rest[at] ?? 0n));
      for (const one of moved) expect(one < 0n ? -one : one).toBeLessThanOrEqual(limit);
    }),
    { numRuns: isMark(name) ? 10 : 100 },
  ),
);

test('the bounds are reached: a block that jumps from one end to the other, a vector of the full length', async () => {
  const jump =
    'var program = { default(input, output) { const v = input.count > 0 ? 1e9 : -1e9; output.mean[0] = v; output.largest[0] = v; } };';
  const guest = oracleGuest({ bundle: jump, columns });
  const one: Person = { block: 3, rows: [1] };
  const plan = aBlocksPlan();
  const with1 = await sumBlocks(plan, { guest, rows: segmented([one]) });
  const none = await sumBlocks(plan, { guest, rows: segmented([]) });
  expect(with1.map((sum, at) => sum - (none[at] ?? 0n))).toEqual([limit, limit]);
  const long = oracleGuest({ bundle: 'var program = { map(unit, state, out) { out[0] = 1e9; } };', columns });
  const { sums } = await passes(long, [one]);
  expect(sums[0]).toEqual([limit, 0n]);
});

test('control: without a new realm, what one person leaves behind moves the others', async () => {
  const guest = oracleGuest({ bundle: attackByMap('leaves a mark'), columns });
  const persons = [13, 1, 1, 1].map((x, block) => ({ block, rows: [x] }));
  const rest = await passes(guest, without(persons, 0));
  const all = await passes(guest, persons);
  Reflect.deleteProperty(globalThis, 'seen');
  expect(squared((all.sums[0] ?? []).map((sum, at) => sum - (rest.sums[0]?.[at] ?? 0n)))).toBeGreaterThan(0n);
});

test('control: a guest in which one person marks all others is found out', async () => {
  // One realm for all, as finding 7 warns of.
  let seen = false;
  const plain = oracleGuest({ bundle: attackByMap('writes its number'), columns });
  const leaky: Guest = {
    ...plain,
    mapUnits: async (rows, pass) => {
      seen ||= rows.values.includes(13);
      const done = await plain.mapUnits(rows, pass);
      return seen ? { ...done, sums: done.sums.map((sum) => sum + BigInt(rows.offsets.length - 1) * limit) } : done;
    },
  };
  const persons = [13, 1, 1].map((x, block) => ({ block, rows: [x] }));
  const rest = await passes(leaky, without(persons, 0));
  const all = await passes(leaky, persons);
  expect(squared((all.sums[0] ?? []).map((sum, at) => sum - (rest.sums[0]?.[at] ?? 0n)))).toBeGreaterThan(limit ** 2n);
});
