import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { openGenerator } from '#synth/fit/generator.ts';
import { infer } from '#synth/fit/infer.ts';
import type { Measurement, Model, Shape } from '#synth/fit/types.ts';
import { anyModel } from './any-model.ts';
import { type Joint, jointOf, marginalOf } from './brute-force.ts';

const total = 10_000;

/** What a noiseless measurement of a joint distribution would say. */
function measure(joint: Joint, shape: Shape, attributes: readonly number[]): Measurement {
  const values = Float64Array.from(marginalOf(joint, attributes, shape.sizes), (value) => value * total);
  return { attributes, values, variance: 1 };
}

function furthest(model: Model, measurements: readonly Measurement[]): number {
  return Math.max(
    0,
    ...measurements.map(({ attributes, values }) => {
      const got = model.marginal(attributes);
      return values.reduce((sum, value, i) => sum + Math.abs(value - (got[i] ?? Number.NaN)), 0) / total;
    }),
  );
}

const shape: Shape = { sizes: [3, 2, 4, 3], given: 0, zeros: [] };

/** A distribution without a zero, the same each time. */
function someJoint(of: Shape): Joint {
  const random = openGenerator(5, 'joint');
  const cells = of.sizes.reduce((a, b) => a * b, 1);
  const values = Float64Array.from({ length: cells }, () => 2 * random());
  return jointOf(of, [{ attributes: [...of.sizes.keys()], values }]);
}

const joint = someJoint(shape);
const one = [[0], [1], [2], [3]].map((attributes) => measure(joint, shape, attributes));
const pairs = [
  [0, 1],
  [1, 2],
  [2, 3],
].map((attributes) => measure(joint, shape, attributes));

test('infer reaches the measured marginals where they are exact, of any distribution with the same zeros', () => {
  fc.assert(
    fc.property(anyModel({ reach: 1.5 }), ({ shape: of, potentials }) => {
      const exact = jointOf(of, potentials);
      const measurements = potentials.map(({ attributes }) => measure(exact, of, attributes));
      const model = infer(of, measurements, { total, iterations: 3000 });
      expect(furthest(model, measurements)).toBeLessThan(0.02);
    }),
    { numRuns: 60 },
  );
});

test('infer makes attributes independent of which only single ones were measured', () => {
  const model = infer(shape, one, { total, iterations: 500 });
  const [a, b] = [model.marginal([0]), model.marginal([3])];
  model.marginal([0, 3]).forEach((value, i) => {
    expect(value).toBeCloseTo(((a[Math.floor(i / 3)] ?? 0) * (b[i % 3] ?? 0)) / total, 6);
  });
});

test('infer believes a measurement as its variance says', () => {
  const [low, high] = [1, 9].map((variance, i) => ({ attributes: [0], values: Float64Array.of(i, 1 - i), variance }));
  const model = infer(
    { sizes: [2], given: 0, zeros: [] },
    [low, high].flatMap((m) => m ?? []),
    {
      total: 1,
      iterations: 2000,
    },
  );
  expect(model.marginal([0])[0]).toBeCloseTo(0.1, 3);
});

test('infer believes a bin of merged cells less, as its weight says', () => {
  const of: Shape = { sizes: [2], given: 0, zeros: [] };
  const values = Float64Array.of(60, 70);
  const weights = Float64Array.of(1, 0.25);
  const model = infer(of, [{ attributes: [0], values, weights, variance: 4 }], { total: 100, iterations: 2000 });
  // 30 too many in all: the heavier noise takes four fifths of them.
  expect(model.marginal([0])[0]).toBeCloseTo(60 - 6, 1);
});

test('infer from an earlier model of another tree ends where it would have ended, and sooner', () => {
  const measured = [...one, ...pairs];
  const cold = infer(shape, measured, { total, iterations: 3000 });
  const start = infer(shape, [...one, ...pairs.slice(0, 2)], { total, iterations: 1000 });
  const few = { total, iterations: 8 };
  expect(furthest(infer(shape, measured, { ...few, start }), measured)).toBeLessThan(
    furthest(infer(shape, measured, few), measured),
  );
  const warm = infer(shape, measured, { total, iterations: 3000, start });
  expect(furthest(warm, measured)).toBeLessThan(0.005);
  warm.marginal([0, 3]).forEach((value, i) => {
    expect(Math.abs(value - (cold.marginal([0, 3])[i] ?? 0))).toBeLessThan(total * 0.005);
  });
});

test('infer starts anew from a model whose bins were others', () => {
  const start = infer({ ...shape, sizes: [6, 2, 4, 3] }, [], { total, iterations: 1 });
  expect(furthest(infer(shape, pairs, { total, iterations: 2000, start }), pairs)).toBeLessThan(0.005);
});

test('infer gives zeros no mass, whatever the noise says', () => {
  const values = Float64Array.from({ length: 6 }, (_, i) => (i === 2 || i === 3 ? 0 : 1));
  const of: Shape = { ...shape, zeros: [{ attributes: [0, 1], values }] };
  const model = infer(of, [...one, ...pairs], { total, iterations: 300 });
  expect(model.marginal([0, 1])[2]).toBe(0);
  expect(model.marginal([0, 1])[3]).toBe(0);
  expect(model.marginal([0, 1, 3]).reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
});

test('infer refuses zeros that leave nothing, and measurements that fit no histogram', () => {
  const nothing: Shape = { ...shape, zeros: [{ attributes: [0, 1], values: new Float64Array(6) }] };
  expect(() => infer(nothing, one, { total, iterations: 1 })).toThrow('leave something possible');
  const bad = { attributes: [0], values: new Float64Array(2), variance: 1 };
  expect(() => infer(shape, [bad], { total, iterations: 1 })).toThrow('3 values');
  expect(() => infer(shape, [{ ...bad, attributes: [1, 0] }], { total, iterations: 1 })).toThrow('ascending');
});

test('infer keeps to numbers where noise asks for the impossible', () => {
  const mad = [
    { attributes: [0, 1], values: Float64Array.of(1e9, -1e9, 0, 0, 0, 1e9), variance: 1e-6 },
    { attributes: [1, 2], values: Float64Array.from({ length: 8 }, (_, i) => (i % 3) * -1e8), variance: 1e-6 },
  ];
  const model = infer(shape, [...one, ...mad], { total, iterations: 400 });
  for (const attributes of [
    [0, 1],
    [1, 2],
    [0, 2, 3],
  ]) {
    const sum = model.marginal(attributes).reduce((a, b) => a + b, 0);
    expect(sum).toBeCloseTo(total, 3);
  }
  for (const { values } of model.potentials) expect(values.every((value) => Math.abs(value) <= 600)).toBe(true);
});

test('infer of nothing measured is even over what is possible', () => {
  const values = Float64Array.of(1, 1, 0, 1, 1, 1);
  const model = infer({ ...shape, zeros: [{ attributes: [0, 1], values }] }, [], { total: 5, iterations: 10 });
  expect([...model.marginal([0])].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([2, 1, 2]);
});

test('infer works over one attribute, attributes of one bin, and forty attributes', () => {
  const single = infer(
    { sizes: [1], given: 0, zeros: [] },
    [{ attributes: [0], values: Float64Array.of(7), variance: 1 }],
    {
      total,
      iterations: 5,
    },
  );
  expect([...single.marginal([0])]).toEqual([total]);
  const wide: Shape = { sizes: Array.from({ length: 40 }, (_, i) => 1 + (i % 3)), given: 0, zeros: [] };
  const chain = Array.from({ length: 39 }, (_, i) => {
    const cells = (wide.sizes[i] ?? 0) * (wide.sizes[i + 1] ?? 0);
    return { attributes: [i, i + 1], values: new Float64Array(cells).fill(total / cells), variance: 4 };
  });
  const model = infer(wide, chain, { total, iterations: 50 });
  expect(model.marginal([0, 20, 39]).reduce((a, b) => a + b, 0)).toBeCloseTo(total, 6);
});
