/**
 * The samplers' first numbers from a known stream. They were computed by a second program, written from the paper's algorithms with
 * fractions; that a number changes means that bytes are used in another way, and the distribution has to be looked at again.
 *
 * @see Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Algorithms 1–3
 */
import { expect, test } from 'vitest';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { sampleDiscreteLaplace } from '#policies/privacy/laplace.ts';
import { rational } from '#policies/privacy/rational.ts';
import { uniformBelow } from '#policies/privacy/uniform.ts';
import { draw, knownStream } from './known-stream.ts';

test('uniformBelow(1000) gives the known numbers', () => {
  const random = knownStream('known answers');
  const known = [231, 316, 586, 565, 515, 986, 953, 602, 725, 368, 29, 734, 809, 159, 988, 534];
  expect(draw(16, () => Number(uniformBelow(1000n, random)))).toEqual(known);
});

test.each([
  [rational(1n, 4n), [0, 1, 0, 0, 0, -1, 0, 1, 0, 0, 0, 1, 0, 0, 0, -1]],
  [rational(9n), [0, 2, -1, -2, 1, -1, 4, -1, 0, 3, 1, 9, -5, -1, 4, -2]],
  [rational(1_000_000_000n, 24_355_970n), [1, -8, 4, -4, 1, 3, -1, 7, -2, 4, -2, 6, 4, 2, -5, -1]],
  [rational(1_000_000n), [231, -534, 948, -1421, 1261, -544, -1155, -751, 67, 197, -359, 142, 1588, -26, -253, 364]],
])('sampleDiscreteGaussian of variance %o gives the known numbers', (variance, known) => {
  const random = knownStream('known answers');
  expect(draw(16, () => sampleDiscreteGaussian(variance, random))).toEqual(known.map(BigInt));
});

test.each([
  [rational(1n), [2, 1, 0, 1, 1, 0, 0, -1, -1, -1, -4, 0, 0, 1, 0, -1]],
  [rational(7n, 3n), [0, 3, 1, -2, -10, -1, -4, 0, -2, 1, -3, 1, 3, 0, 4, -2]],
  [rational(1000n), [231, -534, 948, -453, -1420, 2782, 53, -544, 3253, -560, 914, -397, -2018, -305, 945, -1456]],
])('sampleDiscreteLaplace of scale %o gives the known numbers', (scale, known) => {
  const random = knownStream('known answers');
  expect(draw(16, () => sampleDiscreteLaplace(scale, random))).toEqual(known.map(BigInt));
});
