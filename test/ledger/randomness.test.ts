/** Each byte is given once and kept nowhere. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRandomness, pooled } from '#sandbox/ledger/randomness.ts';

/** Fills with 1, 2, … 255, 1, …: no zero, so that what was wiped shows. */
function counting() {
  let next = 0;
  return (target: Uint8Array) => {
    for (let at = 0; at < target.length; at += 1) target[at] = 1 + (next++ % 255);
  };
}

test('query-and-privacy §2.12: bytes are wiped from the pool as they are given', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(24), { maxLength: 40 }), (counts) => {
      const pool = new Uint8Array(16);
      const source = pooled(pool, counting());
      let left = 0;
      for (const count of counts) {
        const given = source.bytes(count);
        expect(given).toHaveLength(count);
        expect(given.buffer).not.toBe(pool.buffer);
        expect([...given]).not.toContain(0);
        if (count <= 16) left = (count > left ? 16 : left) - count;
        // What was not given yet is the end of the pool; all before it is gone.
        expect([...pool].map((byte) => byte !== 0)).toEqual(Array.from({ length: 16 }, (_, at) => at >= 16 - left));
      }
    }),
  );
});

test('pooled gives what it was filled with, in order, and throws the rest of a pool away', () => {
  const source = pooled(new Uint8Array(4), counting());
  expect([3, 1, 4, 0, 2, 3, 6, 1].map((count) => [...source.bytes(count)])).toEqual([
    [1, 2, 3],
    [4],
    [5, 6, 7, 8],
    [],
    [9, 10],
    [13, 14, 15],
    [17, 18, 19, 20, 21, 22],
    [16],
  ]);
});

test.each([-1, 0.5, Number.NaN, Infinity])('pooled refuses a count of %d', (count) => {
  expect(() => openRandomness().bytes(count)).toThrow(RangeError);
});

test('openRandomness uses all values of a byte, and two sources do not agree', () => {
  const [one, two] = [openRandomness(), openRandomness()];
  const bytes = [...one.bytes(10_000), ...Array.from({ length: 10_000 }, () => one.bytes(1)[0] ?? -1)];
  expect(new Set(bytes).size).toBe(256);
  expect(one.bytes(32)).not.toEqual(two.bytes(32));
});
