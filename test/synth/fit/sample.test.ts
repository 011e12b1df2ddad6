import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openGenerator } from '#synth/fit/generator.ts';
import { infer } from '#synth/fit/infer.ts';
import { modelOf } from '#synth/fit/model.ts';
import { drawCells, drawRows } from '#synth/fit/sample.ts';
import type { CodeColumns, Factor, Model, Shape } from '#synth/fit/types.ts';
import { anyModel } from './any-model.ts';
import { jointOf, marginalOf, placeOf } from './brute-force.ts';

const factor = (attributes: readonly number[], values: readonly number[]): Factor => ({
  attributes,
  values: Float64Array.from(values),
});

/** How many rows have each combination of bins. */
function count(rows: CodeColumns, attributes: readonly number[], sizes: readonly number[]): number[] {
  const sums = Array.from({ length: attributes.reduce((n, attribute) => n * (sizes[attribute] ?? 0), 1) }, () => 0);
  rows[0]?.forEach((_, row) => {
    const cell = rows.map((codes) => codes[row] ?? 0);
    const at = placeOf(attributes, cell, sizes);
    sums[at] = (sums[at] ?? 0) + 1;
  });
  return sums;
}

test('drawRows draws the whole joint distribution: no cell strays from its brute-force share as chance would not', () => {
  fc.assert(
    fc.property(anyModel({ reach: 2 }), fc.integer(), ({ shape, potentials }, seed) => {
      const rows = drawRows(modelOf({ shape, potentials, total: 1 }), 20_000, seed);
      const expected = jointOf(shape, potentials).probabilities.map((probability) => probability * 20_000);
      count(rows, [...shape.sizes.keys()], shape.sizes).forEach((got, cell) => {
        const share = expected[cell] ?? 0;
        expect(Math.abs(got - share)).toBeLessThan(6 * Math.sqrt(share) + 6);
        if (share === 0) expect(got).toBe(0);
      });
    }),
    { numRuns: 60 },
  );
});

const shape: Shape = { sizes: [3, 4, 5], given: 0, zeros: [] };
const random = openGenerator(3, 'potentials');
const pair = (attributes: readonly number[]): Factor => {
  const cells = attributes.reduce((n, attribute) => n * (shape.sizes[attribute] ?? 0), 1);
  return factor(
    attributes,
    Array.from({ length: cells }, () => 3 * random()),
  );
};
const chain = [pair([0, 1]), pair([1, 2])];
const model = modelOf({ shape, potentials: chain, total: 1 });

test('drawRows keeps the margin of the root within one row, and of what depends on it within one a group', () => {
  const rows = drawRows(model, 12_345, 1);
  const joint = jointOf(shape, chain);
  const strays = (attributes: readonly number[]): number => {
    const shares = marginalOf(joint, attributes, shape.sizes);
    const got = count(rows, attributes, shape.sizes);
    return Math.max(...got.map((n, cell) => Math.abs(n - (shares[cell] ?? 0) * 12_345)));
  };
  expect(Math.min(...[0, 1, 2].map((attribute) => strays([attribute])))).toBeLessThan(1);
  for (const attribute of [0, 1, 2]) expect(strays([attribute])).toBeLessThan(6);
  for (const attributes of [
    [0, 1],
    [1, 2],
  ])
    expect(strays(attributes)).toBeLessThan(3);
});

test('drawRows keeps apart what the model keeps apart: independent attributes pass a chi-square test', () => {
  const even = modelOf({ shape: { sizes: [4, 4], given: 0, zeros: [] }, potentials: [], total: 1 });
  const got = count(drawRows(even, 16_000, 9), [0, 1], [4, 4]);
  const statistic = got.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0);
  // Nine degrees of freedom: 33.7 is passed once in ten thousand times; nothing at all would be too even.
  expect(statistic).toBeLessThan(33.7);
  expect(statistic).toBeGreaterThan(0.5);
});

test('drawRows follows its seed: equal ones give equal rows, others give others', () => {
  const [a, b, c] = [4, 4, 5].map((seed) => drawRows(model, 500, seed));
  expect(a).toEqual(b);
  expect(a).not.toEqual(c);
});

test('drawRows gives the same rows on every machine', () => {
  expect(drawRows(model, 12, 1).map((codes) => codes.join(''))).toMatchInlineSnapshot(`
    [
      "121021122011",
      "333130233313",
      "223240311043",
    ]
  `);
});

test('drawRows passes given values through, and draws the others as brute force would given them', () => {
  const of: Shape = { ...shape, given: 1 };
  const potentials = [pair([0, 1]), pair([1, 2]), pair([0, 2])];
  const given = Uint16Array.from({ length: 9000 }, (_, row) => (row % 9 === 0 ? 2 : 0));
  const rows = drawRows(modelOf({ shape: of, potentials, total: 1 }), 9000, 2, [given]);
  expect(rows[0]).toEqual(given);
  const joint = marginalOf(jointOf(of, potentials), [0, 1, 2], of.sizes);
  const got = count(rows, [0, 1, 2], of.sizes);
  for (const [value, many] of [8000, 0, 1000].entries()) {
    const own = joint.slice(value * 20, value * 20 + 20);
    const mass = own.reduce((a, b) => a + b, 0);
    own.forEach((share, cell) =>
      expect(Math.abs((got[value * 20 + cell] ?? 0) - (many * share) / mass)).toBeLessThan(5),
    );
  }
});

test('drawRows never draws a row that the zeros exclude', () => {
  fc.assert(
    fc.property(
      anyModel({ reach: 50, zeros: 3 }).filter(({ shape: { given } }) => given > 0),
      fc.nat(),
      ({ shape: of, potentials }, pick) => {
        const possible = jointOf(of, []);
        const allowed = possible.cells.filter((_, i) => (possible.probabilities[i] ?? 0) > 0);
        const given = Array.from({ length: of.given }, (_, attribute) =>
          Uint16Array.from({ length: 30 }, (__, row) => allowed[(pick + row * 7) % allowed.length]?.[attribute] ?? 0),
        );
        const rows = drawRows(modelOf({ shape: of, potentials, total: 1 }), 30, pick, given);
        const at = count(rows, [...of.sizes.keys()], of.sizes);
        for (const [cell, many] of at.entries()) if (many > 0) expect(possible.probabilities[cell]).toBeGreaterThan(0);
      },
    ),
  );
});

test('drawRows keeps to the zeros where the model has no mass left for what is given, and to its marginals else', () => {
  const zeros = [factor([0, 1], [0, 1, 1, 1]), factor([1, 2], [1, 1, 1, 1, 0, 0])];
  // Two potentials of −600 leave the given value 0 no mass that a number could hold.
  const potentials = [factor([0], [-600, 0]), factor([0, 1], [-600, -600, 0, 0]), factor([2], [0, 0, Math.log(8)])];
  const of = modelOf({ shape: { sizes: [2, 2, 3], given: 1, zeros }, potentials, total: 1 });
  expect(of.marginal([0])[0]).toBe(0);
  expect(drawRows(of, 3, 1, [new Uint16Array(3)]).slice(1)).toEqual([Uint16Array.of(1, 1, 1), new Uint16Array(3)]);
  const free = modelOf({ shape: { sizes: [2, 2, 3], given: 1, zeros: [] }, potentials, total: 1 });
  expect(count(drawRows(free, 100, 1, [new Uint16Array(100)]), [2], [2, 2, 3])).toEqual([10, 10, 80]);
});

test('drawRows goes on where the given values are impossible themselves', () => {
  const zeros = [factor([0, 1], [0, 0, 1, 1])];
  const of = modelOf({ shape: { sizes: [2, 2], given: 1, zeros }, potentials: [], total: 1 });
  expect(drawRows(of, 4, 1, [Uint16Array.of(0, 1, 0, 1)])[1]?.length).toBe(4);
});

test('drawRows refuses given values that are not of the model', () => {
  const of = modelOf({ shape: { ...shape, given: 2 }, potentials: chain, total: 1 });
  expect(() => drawRows(of, 2, 1, [Uint16Array.of(0, 0)])).toThrow('2 attributes must be given');
  expect(() => drawRows(of, 2, 1, [Uint16Array.of(0, 3), Uint16Array.of(0, 0)])).toThrow('below 3');
});

test('drawRows draws no row, one row, one attribute, attributes of one bin, and forty attributes', () => {
  expect(drawRows(model, 0, 1).map((codes) => codes.length)).toEqual([0, 0, 0]);
  expect(drawRows(model, 1, 1).map((codes) => codes.length)).toEqual([1, 1, 1]);
  const tiny: Model = modelOf({ shape: { sizes: [1], given: 0, zeros: [] }, potentials: [], total: 1 });
  expect(drawRows(tiny, 3, 1)).toEqual([Uint16Array.of(0, 0, 0)]);
  const wide = infer({ sizes: Array.from({ length: 40 }, (_, i) => 1 + (i % 4)), given: 3, zeros: [] }, [], {
    total: 10,
    iterations: 1,
  });
  expect(drawRows(wide, 10, 1).length).toBe(40);
});

test('drawCells draws cells of each row’s bin, by mass', () => {
  const attribute = { bins: [0, 1, 1, 0, 2], mass: [3, 1, 0, 1, 5] };
  const bins = Uint16Array.from({ length: 4000 }, (_, row) => (row < 400 ? 0 : 1 + (row % 2)));
  const cells = drawCells(attribute, bins, 11);
  const got = count([cells], [0], [5]);
  expect(got).toEqual([300, 1800, 0, 100, 1800]);
  cells.forEach((cell, row) => expect(attribute.bins[cell]).toBe(bins[row]));
  expect(drawCells(attribute, bins, 11)).toEqual(cells);
  expect(drawCells(attribute, bins, 12)).not.toEqual(cells);
});

test('drawCells takes the cells of a bin without mass alike', () => {
  expect(count([drawCells({ bins: [0, 0], mass: [0, 0] }, new Uint16Array(10), 1)], [0], [2])).toEqual([5, 5]);
});
