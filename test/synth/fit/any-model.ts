/** Arbitrary small models, with zeros that leave something possible, for properties. */
import * as fc from 'fast-check';
import type { Factor, Shape } from '#synth/fit/types.ts';

export interface AnyModel {
  readonly shape: Shape;
  readonly potentials: readonly Factor[];
}

const cells = (attributes: readonly number[], sizes: readonly number[]): number =>
  attributes.reduce((product, attribute) => product * (sizes[attribute] ?? 0), 1);

const factor = (sizes: readonly number[], value: fc.Arbitrary<number>, least: number): fc.Arbitrary<Factor> =>
  fc
    .subarray([...sizes.keys()], { minLength: Math.min(least, sizes.length), maxLength: Math.min(3, sizes.length) })
    .chain((attributes) =>
      fc
        .array(value, { minLength: cells(attributes, sizes), maxLength: cells(attributes, sizes) })
        .map((values) => ({ attributes, values: Float64Array.from(values) })),
    );

/** Values of the potentials are up to `reach` from 0. The combination of all first bins is always possible. */
export function anyModel({ reach = 3, zeros = 2 } = {}): fc.Arbitrary<AnyModel> {
  const theta = fc.double({ min: -reach, max: reach, noNaN: true });
  return fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 }).chain((sizes) =>
    fc.record({
      potentials: fc.uniqueArray(factor(sizes, theta, 1), {
        maxLength: 6,
        selector: ({ attributes }) => attributes.join(),
      }),
      shape: fc.record({
        sizes: fc.constant(sizes),
        given: fc.integer({ min: 0, max: sizes.length - 1 }),
        zeros: fc
          .array(factor(sizes, fc.constantFrom(0, 1, 1), 2), { maxLength: zeros })
          .map((those) =>
            those.map((one) => ({ ...one, values: one.values.map((value, i) => (i === 0 ? 1 : value)) })),
          ),
      }),
    }),
  );
}
