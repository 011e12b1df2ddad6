/** The one place where bytes become numbers: unbiased, and never fewer bytes than asked for. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniformBelow } from '#policies/privacy/uniform.ts';
import { fitOf } from './chi-square.ts';
import { draw, fixedBytes, knownStream } from './known-stream.ts';

/** How often each value comes up over every possible first byte; what is thrown away draws a second byte, which is 0. */
function overAllBytes(n: bigint): readonly number[] {
  const counts = Array.from({ length: Number(n) }, () => 0);
  for (let byte = 0; byte < 256; byte++) {
    try {
      const value = Number(uniformBelow(n, fixedBytes([byte])));
      counts[value] = (counts[value] ?? 0) + 1;
    } catch {
      // Thrown away: nothing follows in the known bytes.
    }
  }
  return counts;
}

test.each([2n, 3n, 5n, 6n, 7n, 10n, 100n, 127n, 128n, 129n, 200n, 255n, 256n])(
  'uniformBelow(%s) gives every value for equally many bytes',
  (n) => {
    const counts = overAllBytes(n);
    expect(new Set(counts).size).toBe(1);
    expect(counts[0]).toBeGreaterThan(0);
  },
);

test('uniformBelow draws again rather than take a remainder', () => {
  // 3 values need two bits: 0b11 is thrown away, 0b10 is 2.
  expect(uniformBelow(3n, fixedBytes([0b1100_0000, 0b1000_0000]))).toBe(2n);
});

test('uniformBelow is uniform above one byte too', () => {
  const random = knownStream('uniform');
  for (const n of [1000n, 70_001n, 2n ** 64n + 13n]) {
    const cells = 50n;
    const samples = draw(50_000, () => (uniformBelow(n, random) * cells) / n);
    const { statistic, critical } = fitOf(
      samples.map((cell) => cell - 25n),
      { weight: (z) => (z >= -25 && z < 25 ? 1 : 0), reach: 25 },
    );
    expect(statistic).toBeLessThan(critical);
  }
});

test('uniformBelow stays below n, for every n', () => {
  const random = knownStream('below');
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 200n }), (n) => {
      const value = uniformBelow(n, random);
      return value >= 0n && value < n;
    }),
  );
});

test('uniformBelow refuses a bound that leaves nothing to draw', () => {
  expect(() => uniformBelow(0n, knownStream('none'))).toThrow(RangeError);
  expect(() => uniformBelow(-5n, knownStream('none'))).toThrow(RangeError);
});

test('uniformBelow refuses a source that gives too few bytes: a missing byte is not a zero', () => {
  expect(() => uniformBelow(1000n, { bytes: () => new Uint8Array(1) })).toThrow(/needs 2 bytes; got 1/);
  expect(() => uniformBelow(1000n, { bytes: () => new Uint8Array(3) })).toThrow(/needs 2 bytes; got 3/);
});
