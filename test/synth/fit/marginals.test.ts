import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelOf } from '#synth/fit/model.ts';
import { anyModel } from './any-model.ts';
import { jointOf, marginalOf } from './brute-force.ts';

function expectNear(got: Float64Array, expected: readonly number[], scale: number): void {
  expect(got.length).toBe(expected.length);
  expected.forEach((value, i) => expect(Math.abs((got[i] ?? Number.NaN) - value * scale)).toBeLessThan(1e-9 * scale));
}

test('Model.marginal is that of the whole joint distribution, in cliques, between them, and across parts', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyModel(), anyModel({ reach: 50 })).chain((model) =>
        fc.record({
          model: fc.constant(model),
          asked: fc.array(fc.subarray([...model.shape.sizes.keys()], { minLength: 1 }), { minLength: 1, maxLength: 5 }),
        }),
      ),
      ({ model, asked }) => {
        const { shape, potentials } = model;
        const joint = jointOf(shape, potentials);
        const fitted = modelOf({ shape, potentials, total: 1000 });
        for (const attributes of asked)
          expectNear(fitted.marginal(attributes), marginalOf(joint, attributes, shape.sizes), 1000);
      },
    ),
    { numRuns: 300 },
  );
});
