import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { allot, groupRows } from '#synth/fit/allot.ts';
import { openGenerator } from '#synth/fit/generator.ts';

const weights = fc
  .array(fc.oneof(fc.constant(0), fc.double({ min: 0, max: 1e6, noNaN: true })), { minLength: 1, maxLength: 12 })
  .filter((those) => those.some((weight) => weight > 1e-200));

test('allot gives each code its share, rounded down or up, and none without weight', () => {
  fc.assert(
    fc.property(weights, fc.integer({ min: 0, max: 300 }), fc.integer(), (those, rows, seed) => {
      const codes = new Uint16Array(rows + 2).fill(99);
      const random = openGenerator(seed, 'allot');
      allot(
        { codes, from: 1, to: rows + 1 },
        { table: Float64Array.from(those), start: 0, length: those.length },
        random,
      );
      expect([codes[0], codes[rows + 1]]).toEqual([99, 99]);
      const sum = those.reduce((a, b) => a + b, 0);
      those.forEach((weight, code) => {
        const got = codes.filter((one) => one === code).length;
        expect(Math.abs(got - (rows * weight) / sum)).toBeLessThan(1 + 1e-9);
        if (weight === 0) expect(got).toBe(0);
      });
    }),
  );
});

test('allot is fair: over many seeds each code comes as often as its weight says, in every place', () => {
  const table = Float64Array.of(1, 2.5, 0, 0.5);
  const places = [0, 1, 2].map(() => [0, 0, 0, 0]);
  for (let seed = 0; seed < 20_000; seed++) {
    const codes = new Uint16Array(3);
    allot({ codes, from: 0, to: 3 }, { table, start: 0, length: 4 }, openGenerator(seed, 'fair'));
    codes.forEach((code, place) => {
      const counts = places[place] ?? [];
      counts[code] = (counts[code] ?? 0) + 1;
    });
  }
  for (const counts of places)
    counts.forEach((got, code) => expect(Math.abs(got - (20_000 * (table[code] ?? 0)) / 4)).toBeLessThan(400));
});

test('groupRows puts rows of one key together, in their order', () => {
  const { starts, order } = groupRows(Int32Array.of(2, 0, 2, 0, 0), 4);
  expect([...starts]).toEqual([0, 3, 3, 5, 5]);
  expect([...order]).toEqual([1, 3, 4, 0, 2]);
});

test('openGenerator is even, and no stream follows from another', () => {
  const [a, b] = ['a', 'b'].map((name) => openGenerator(1, name));
  const cells = new Float64Array(100);
  for (let i = 0; i < 100_000; i++) {
    const at = Math.floor((a?.() ?? 0) * 10) * 10 + Math.floor((b?.() ?? 0) * 10);
    cells[at] = (cells[at] ?? 0) + 1;
  }
  const statistic = cells.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: about 161 is passed once in ten thousand times.
  expect(statistic).toBeLessThan(161);
});
