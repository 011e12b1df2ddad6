/**
 * In mode `map` the vector of a unit depends on that unit alone, whatever the program does: in every order and every subset the sum is the sum
 * of what each unit gives by itself. The guarantee of the private lane rests on it.
 *
 * @see programs.md finding 7, §D.3(6)
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Guest, PackedRows } from '#sandbox/program/guest.ts';
import { tricks } from './map-tricks.ts';
import { openWorkshop, type Workshop } from './worker/programs.ts';

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop[Symbol.asyncDispose]());

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

function sumOver(guest: Guest, order: readonly number[]) {
  const pass = { state: new Float64Array(2), length: 4, clip: 256, skip: new Set<number>(), mostKilled: order.length };
  return guest.mapUnits(packed(order), pass);
}

function open({ bundle, jit, callMillis }: Opened): Promise<Guest> {
  return workshop.open({
    bundle,
    mode: 'map',
    columns: [{ name: 'x' }, { name: 'sector', levels: ['a', 'b'] }],
    parameters: { threshold: 5 },
    callMillis,
    jit,
  });
}

interface Opened {
  readonly bundle: string;
  readonly jit: boolean;
  readonly callMillis: number;
}

function plus(a: readonly bigint[], b: readonly bigint[]): readonly bigint[] {
  return a.map((value, place) => value + (b[place] ?? 0n));
}

/** Without a compiler all of them; with one every fourth, and what is about the compiler. */
const all = tricks.flatMap((trick, place) =>
  trick.digs || place % 4 === 0 ? [false, true].map((jit) => ({ ...trick, jit })) : [{ ...trick, jit: false }],
);

test.concurrent.each(all.filter(({ digs }) => !digs))(
  'map: no unit tells another by $name (jit: $jit)',
  async ({ bundle, jit }) => {
    using guest = await open({ bundle, jit, callMillis: 10_000 });
    const single: (readonly bigint[])[] = [];
    for (const unit of units.keys()) {
      const { sums, killed } = await sumOver(guest, [unit]);
      expect([...killed], `unit ${unit}`).toEqual([]);
      single.push(sums);
    }
    for (const order of orders) {
      const { sums, killed } = await sumOver(guest, order);
      expect([...killed], `units ${order.join(', ')}`).toEqual([]);
      expect(sums, `units ${order.join(', ')}`).toEqual(order.map((unit) => single[unit] ?? []).reduce(plus));
    }
  },
);

test.concurrent.each(all.filter(({ digs }) => digs))(
  'map: no unit comes to the end of the stack, for $name (jit: $jit)',
  async ({ bundle, jit }) => {
    using guest = await open({ bundle, jit, callMillis: 100 });
    const { sums, killed } = await sumOver(guest, [0, 1]);
    expect([...killed]).toEqual([0, 1]);
    expect(sums).toEqual([0n, 0n, 0n, 0n]);
  },
);
