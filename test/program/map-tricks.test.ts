/**
 * In mode `map` the vector of a unit depends on that unit alone, whatever the program does: in every order and every subset the sum is the sum
 * of what each unit gives by itself. The guarantee of the private lane rests on it.
 *
 * @see programs.md finding 7, §D.3(6)
 */
import { expect, test } from 'vitest';
import type { Guest, PackedRows } from '#sandbox/program/guest.ts';
import { openWorkshop } from './worker/programs.ts';
import { tricks } from './map-tricks.ts';

const units = [
  [4711, 1],
  [12, 0],
  [250, 1, 90, 1],
  [7, 0],
] as const;
const orders = [
  [0, 1, 2, 3],
  [3, 2, 1, 0],
  [2, 0, 3, 1],
  [0, 1],
  [1, 0],
  [0, 0, 0],
  [3, 0, 2],
  [1, 1, 1, 1, 1, 1, 1, 1, 0, 1],
] as const;

function packed(order: readonly number[]): PackedRows {
  const chosen = order.map((unit) => units[unit] ?? []);
  let at = 0;
  const offsets = Uint32Array.from([0, ...chosen.map(({ length }) => (at += length / 2))]);
  return { width: 2, values: Float64Array.from(chosen.flat()), offsets };
}

async function sumOver(guest: Guest, order: readonly number[]): Promise<readonly bigint[]> {
  const pass = { state: new Float64Array(2), length: 4, clip: 256, skip: new Set<number>(), mostKilled: 0 };
  const { sums, killed, gaveUp } = await guest.mapUnits(packed(order), pass);
  if (gaveUp || killed.size > 0) throw new Error('a unit was killed');
  return sums;
}

function plus(a: readonly bigint[], b: readonly bigint[]): readonly bigint[] {
  return a.map((value, place) => value + (b[place] ?? 0n));
}

test.each(tricks.flatMap((trick) => [false, true].map((jit) => ({ ...trick, jit }))))(
  'map: no unit tells another by $name (jit: $jit)',
  async ({ bundle, jit }) => {
    await using workshop = await openWorkshop();
    const program = {
      bundle,
      mode: 'map',
      columns: [{ name: 'x' }, { name: 'sector', levels: ['a', 'b'] }],
      parameters: { threshold: 5 },
      callMillis: 1_000,
      jit,
    } as const;
    using alone = await workshop.open(program);
    const single: (readonly bigint[])[] = [];
    for (const unit of units.keys()) single.push(await sumOver(alone, [unit]));
    using together = await workshop.open(program);
    for (const order of orders) {
      const expected = order.map((unit) => single[unit] ?? []).reduce(plus);
      expect(await sumOver(together, order), `units ${order.join(', ')}`).toEqual(expected);
    }
  },
);
