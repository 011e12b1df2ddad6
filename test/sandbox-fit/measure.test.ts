/** What one unit changes. The stream is the same on both sides, so what differs is what the unit adds. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { nanoRho } from '#policies/units.ts';
import { weightScale } from '#sandbox/fit/encoded.ts';
import { ProtectedTable, type Question } from '#sandbox/fit/measure.ts';
import { knownStream } from '../privacy/known-stream.ts';
import { encodedOf } from './toy.ts';

const sizes = [3, 2, 4];
const row = fc.tuple(...sizes.map((size) => fc.integer({ min: 0, max: size - 1 })));
const unit = fc.array(row, { minLength: 1, maxLength: 7 });
const units = fc.array(unit, { maxLength: 12 });

function opened(of: readonly (readonly (readonly number[])[])[], rho = nanoRho(10_000_000n)): ProtectedTable {
  return new ProtectedTable(encodedOf({ sizes, units: of }), { sizes, rho, random: knownStream('neighbours') });
}

const cost = nanoRho(1_000_000n);

test('a unit adds at most 1 to a histogram, whatever its rows', () => {
  fc.assert(
    fc.property(units, unit, fc.subarray([0, 1, 2], { minLength: 1 }), (others, one, set) => {
      const without = opened(others).histogram(set, cost).values;
      const added = opened([...others, one])
        .histogram(set, cost)
        .values.map((value, cell) => value - (without[cell] ?? 0));
      const sum = added.reduce((total, value) => total + value, 0);
      return added.every((value) => value > -1e-6) && sum <= 1 + 1e-6 && sum > 1 - one.length / weightScale - 1e-6;
    }),
  );
});

test('a unit moves the distance of a histogram from a model by at most 1, whatever the model', () => {
  const cells = fc.array(fc.double({ min: 0, max: 9, noNaN: true }), { minLength: 12, maxLength: 12 });
  fc.assert(
    fc.property(units, unit, cells, (others, one, model) => {
      const sets = [{ attributes: [0, 2], expected: Float64Array.from(model) }];
      const [before, after] = [others, [...others, one]].map((of) => opened(of).totalDistance(sets, cost).value);
      return Math.abs((after ?? 0) - (before ?? 0)) <= 1 + 1e-6;
    }),
  );
});

function question(attributes: readonly number[], expected: readonly number[], weight = 1): Question {
  const candidate = { attributes, cells: expected.length, weight };
  return { candidate, expected: Float64Array.from(expected), bias: 0 };
}

test('choose finds what the model misses most, where noise is small', () => {
  const table = opened([[[0, 0, 0]], [[1, 1, 1]], [[2, 1, 3]]], nanoRho(10n ** 15n));
  const questions = [question([0], [1, 1, 1]), question([1], [3, 0]), question([2], [1, 1, 0, 1])];
  expect(table.choose(questions, nanoRho(10n ** 14n)).attributes).toEqual([1]);
});

test('choose weighs distances and takes off the bias', () => {
  const table = opened([[[0, 0, 0]], [[1, 1, 1]]], nanoRho(10n ** 15n));
  const near = question([0], [1, 0, 0], 5);
  const far = question([1], [0, 0], 2);
  expect(table.choose([near, far], nanoRho(10n ** 14n)).attributes).toEqual([0]);
  expect(table.choose([{ ...near, bias: 0.5 }, far], nanoRho(10n ** 14n)).attributes).toEqual([1]);
});

test('choose is as sharp as the heaviest weight allows: scores 20 and 8, a unit moves one by up to 5', () => {
  const units = Array.from({ length: 4 }, () => [[0, 0, 0]]);
  const table = opened(units, nanoRho(10n ** 12n));
  const questions = [question([0], [0, 0, 0], 5), question([1], [0, 0], 2)];
  // e = 1/2, so ρ = 1/32.
  const rho = nanoRho(31_250_000n);
  const chosen = Array.from({ length: 4000 }, () => table.choose(questions, rho).weight);
  const share = chosen.filter((weight) => weight === 5).length / chosen.length;
  expect(Math.abs(share - 1 / (1 + Math.exp((-0.5 * 12) / (2 * 5))))).toBeLessThan(0.03);
});

test('nothing is measured beyond the budget, and what was refused was not drawn', () => {
  const table = opened([[[0, 0, 0]]], nanoRho(10n));
  table.histogram([0], nanoRho(7n));
  expect(() => table.histogram([0], nanoRho(4n))).toThrow(RangeError);
  expect(() => table.choose([], nanoRho(4n))).toThrow(RangeError);
  expect(() => table.totalDistance([], nanoRho(4n))).toThrow(RangeError);
  expect([table.spent, table.rest]).toEqual([7n, 3n]);
});

test('rows of a unit that weigh more than 1 together are refused', () => {
  const encoded = encodedOf({ sizes, units: [[[0, 0, 0]], [[1, 1, 1]]] });
  const options = { sizes, rho: cost, random: knownStream('bounded') };
  expect(() => new ProtectedTable({ ...encoded, units: Uint32Array.of(7, 7) }, options)).toThrow(RangeError);
  expect(() => new ProtectedTable(encoded, options)).not.toThrow();
});

test('merge sees the rows through coarser cells', () => {
  const table = opened([[[0, 0, 0]], [[2, 1, 3]], [[1, 1, 3]]], nanoRho(10n ** 16n));
  table.prepare([{ attributes: [0, 2], cells: 12, weight: 1 }]);
  const bins = [
    [0, 1, 1],
    [0, 1],
    [0, 0, 0, 1],
  ];
  table.merge(bins, [2, 2, 2]);
  const merged = table.histogram([0, 2], nanoRho(10n ** 15n)).values;
  expect(Array.from(merged, Math.round)).toEqual([1, 0, 0, 2]);
});

/** Root mean square. */
function spreadOf(values: readonly number[]): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
}

test.each([1, weightScale])('the noise is as large as ρ asks for, in units, at a scale of %d', (scale) => {
  const many = [2000, 1];
  const table = new ProtectedTable(encodedOf({ sizes: many, units: [], scale }), {
    sizes: many,
    rho: nanoRho(10n ** 9n),
    random: knownStream('spread'),
  });
  const rho = nanoRho(200_000n);
  const sigma = Math.sqrt(1 / (2 * 0.0002));
  const { values, variance } = table.histogram([0], rho);
  expect(variance).toBeCloseTo(sigma ** 2, 6);
  expect(Math.abs(spreadOf([...values]) / sigma - 1)).toBeLessThan(0.05);
  const sets = [[1], [1], [1]].map((attributes) => ({ attributes, expected: new Float64Array(1) }));
  const totals = Array.from({ length: 1000 }, () => table.totalDistance(sets, rho));
  expect(totals[0]?.sigma).toBeCloseTo(3 * sigma, 6);
  expect(Math.abs(spreadOf(totals.map(({ value }) => value)) / (3 * sigma) - 1)).toBeLessThan(0.07);
});
