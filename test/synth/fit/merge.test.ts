import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeMeasurement, mergeNeighbours, mergeRare } from '#synth/fit/merge.ts';
import { estimateTotal } from '#synth/fit/total.ts';

test('mergeRare keeps cells of σ or more, and makes one bin of the others', () => {
  const merge = mergeRare(Float64Array.of(50, 3, 10, -8, 9.9), 10);
  expect(merge.bins).toEqual([0, 2, 1, 2, 2]);
  expect(merge).toMatchObject({ count: 3, merged: [1, 1, 3] });
  expect(merge.mass).toEqual([50, 3, 10, 0.1, 9.9]);
});

test('mergeRare keeps all where none is rare, and has one bin where all are', () => {
  expect(mergeRare(Float64Array.of(5, 6), 1)).toMatchObject({ bins: [0, 1], count: 2 });
  expect(mergeRare(Float64Array.of(5, 6), 10)).toMatchObject({ bins: [0, 0], count: 1, merged: [2] });
  expect(mergeRare(Float64Array.of(25, 35), 10, 3).bins).toEqual([1, 0]);
});

test('mergeNeighbours closes a bin once it has its share', () => {
  const merge = mergeNeighbours(new Float64Array(12).fill(10), 1, { bins: 4, none: false });
  expect(merge.bins).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
});

test('mergeNeighbours closes no bin below four σ', () => {
  expect(mergeNeighbours(new Float64Array(12).fill(10), 15, { bins: 12, none: false }).merged).toEqual([6, 6]);
});

test('mergeNeighbours lets a cell that has enough alone stay alone, and its neighbours on both sides apart', () => {
  const merge = mergeNeighbours(Float64Array.of(1, 1, 60, 1, 1, 60, 30, 30, 1), 0.1, { bins: 4, none: false });
  expect(merge.bins).toEqual([0, 0, 1, 2, 2, 3, 4, 4, 4]);
});

test('mergeNeighbours keeps the cell of NULL, however rare', () => {
  const merge = mergeNeighbours(Float64Array.of(10, 10, 10, 10, -3), 1, { bins: 2, none: true });
  expect(merge).toMatchObject({ bins: [0, 0, 1, 1, 2], merged: [2, 2, 1] });
  expect(merge.mass[4]).toBe(0.01);
  expect(mergeNeighbours(Float64Array.of(4), 1, { bins: 2, none: true }).bins).toEqual([0]);
});

test('mergeNeighbours gives empty ends to the bins beside them, and draws nothing there', () => {
  const noisy = Float64Array.of(4, -7, 80, 90, 90, 80, -3, 9, -12, 6, 2, 5);
  const merge = mergeNeighbours(noisy, 10, { bins: 2, none: true });
  expect(merge.bins).toEqual([0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 2]);
  expect(merge.mass).toEqual([0, 0, 80, 90, 90, 80, 0, 0, 0, 0, 0, 5]);
});

test('mergeNeighbours makes runs: bins start at 0, never fall, and grow by 1', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: -50, max: 500, noNaN: true }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 40 }),
      (noisy, bins) => {
        const merge = mergeNeighbours(Float64Array.from(noisy), 20, { bins, none: false });
        expect(merge.bins[0]).toBe(0);
        merge.bins.forEach((bin, cell) => expect(bin - (merge.bins[cell - 1] ?? bin)).toBeOneOf([0, 1]));
        expect(merge.merged.reduce((a, b) => a + b, 0)).toBe(noisy.length);
        expect(merge.count).toBeLessThanOrEqual(2 * bins + 1);
      },
    ),
  );
});

test('mergeMeasurement adds up, and says how much noise was added', () => {
  const merge = mergeRare(Float64Array.of(50, 3, -1), 10);
  const merged = mergeMeasurement({ attributes: [4], values: Float64Array.of(50, 3, -1), variance: 100 }, merge);
  expect(merged).toEqual({
    attributes: [4],
    values: Float64Array.of(50, 2),
    variance: 100,
    weights: Float64Array.of(1, 0.5),
  });
});

test('estimateTotal believes totals of fewer cells more, and is the same after merging', () => {
  const few = { attributes: [0], values: Float64Array.of(40, 60), variance: 1 };
  const many = { attributes: [1], values: new Float64Array(8).fill(20), variance: 1 };
  const pair = { attributes: [0, 1], values: new Float64Array(16).fill(1000), variance: 1 };
  expect(estimateTotal([few, many, pair])).toBeCloseTo((100 * 4 + 160) / 5);
  const merge = mergeRare(many.values, 30);
  expect(estimateTotal([few, mergeMeasurement(many, merge)])).toBeCloseTo(112);
});

test('estimateTotal is at least 1', () => {
  expect(estimateTotal([{ attributes: [0], values: Float64Array.of(-40), variance: 1 }])).toBe(1);
  expect(estimateTotal([])).toBe(1);
});
