import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeBins } from '#synth/report/bins.ts';

test('makeBins of many ordered cells: no more bins than asked, in order, NULL in its own', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(50), { minLength: 30, maxLength: 120 }),
      fc.integer({ min: 2, max: 20 }),
      (counts, ordered) => {
        const cells = { kind: 'numbers' as const, edges: [...counts.keys()], none: true };
        const { of, size, labels } = makeBins(cells, Float64Array.from(counts), { ordered, codes: 5 });
        const known = of.slice(0, -1);
        expect(size).toBe(labels.length);
        expect(size).toBeLessThanOrEqual(ordered + 1);
        expect(known).toEqual(known.toSorted());
        expect(of.at(-1)).toBe(size - 1);
        expect(known.includes(size - 1)).toBe(false);
      },
    ),
  );
});

test('makeBins gives the rest of a column its bins where one value is most of it', () => {
  const counts = Float64Array.from({ length: 100 }, (_, at) => (at === 0 ? 10_000 : 10));
  const { of, size } = makeBins({ kind: 'count', max: 99, none: false }, counts, { ordered: 10, codes: 5 });
  const rows = Array.from({ length: size }, (_, bin) =>
    counts.reduce((sum, count, cell) => sum + (of[cell] === bin ? count : 0), 0),
  );
  expect(size).toBe(10);
  expect(rows[0]).toBe(10_000);
  expect(rows.slice(1)).toEqual(Array.from({ length: 9 }, () => 110));
});

test('makeBins keeps frequent codes, puts rare ones together, and NULL apart', () => {
  const cells = { kind: 'codes' as const, values: ['a', 'b', 'c', 'd', 'e'], none: true };
  const { of, labels } = makeBins(cells, Float64Array.of(4, 50, 9, 60, 1, 3), { ordered: 10, codes: 3, least: 5 });
  expect(labels).toEqual(['d', 'b', 'c', '…', 'NULL']);
  expect([...of]).toEqual([3, 1, 2, 0, 3, 4]);
});
