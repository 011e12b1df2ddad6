import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { countMarginals } from '#sandbox/fit/count.ts';
import { setsOf } from './variation.ts';

/** One row after the other, into an object. */
function countedSlowly(rows: readonly (readonly number[])[], weights: readonly number[], set: readonly number[]) {
  const counts = new Map<string, number>();
  for (const [at, row] of rows.entries()) {
    const key = set.map((attribute) => row[attribute]).join();
    counts.set(key, (counts.get(key) ?? 0) + (weights[at] ?? 0));
  }
  return counts;
}

function keyOf(cell: number, set: readonly number[], sizes: readonly number[]): string {
  let left = cell;
  const codes = set.toReversed().map((attribute) => {
    const code = left % (sizes[attribute] ?? 1);
    left = Math.floor(left / (sizes[attribute] ?? 1));
    return code;
  });
  return codes.toReversed().join();
}

const sizes = [3, 1, 4, 2];
const row = fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: size - 1 })));
const weighted = fc.array(fc.record({ row, weight: fc.integer({ min: 0, max: 2 ** 20 }) }), { maxLength: 40 });

test('countMarginals counts each set of one to three attributes as a slow reader does, in any order of sets', () => {
  const sets = [1, 2, 3].flatMap((size) => setsOf(sizes.length, size));
  const shuffled = fc.shuffledSubarray([...sets], { minLength: 1 });
  fc.assert(
    fc.property(weighted, shuffled, (drawn, asked) => {
      const rows = drawn.map((one) => one.row);
      const weights = drawn.map(({ weight }) => weight);
      const columns = sizes.map((_, at) => Uint16Array.from(rows, (cells) => cells[at] ?? 0));
      const counted = countMarginals({ columns, weights: Uint32Array.from(weights), sizes }, asked);
      for (const [at, set] of asked.entries()) {
        const slow = countedSlowly(rows, weights, set);
        expect([...(counted[at] ?? [])]).toEqual(
          Array.from(counted[at] ?? [], (_, cell) => slow.get(keyOf(cell, set, sizes)) ?? 0),
        );
        expect(counted[at]?.reduce((sum, count) => sum + count, 0)).toBe(weights.reduce((sum, w) => sum + w, 0));
      }
    }),
  );
});

test('countMarginals goes on where a block of rows ends, and with sums beyond 2³²', () => {
  const length = 10_001;
  const columns = [0, 1].map((shift) => Uint16Array.from({ length }, (_, at) => (at >> shift) % 2));
  const weights = new Uint32Array(length).fill(2 ** 20);
  const [single, pair] = countMarginals({ columns, weights, sizes: [2, 2] }, [[1], [0, 1]]);
  const counts = [0, 1, 2, 3].map(
    (code) => Array.from({ length }, (_, at) => at % 4).filter((at) => at === code).length,
  );
  // Rows go through the codes 00, 10, 01, 11.
  expect([...(pair ?? [])]).toEqual([counts[0], counts[2], counts[1], counts[3]].map((n) => (n ?? 0) * 2 ** 20));
  expect(single?.[0]).toBe(((counts[0] ?? 0) + (counts[1] ?? 0)) * 2 ** 20);
});
