/** Clipping to whole steps, against a slow oracle on exact fractions. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clipSteps, openSums, toSteps } from '#sandbox/program/clip-vectors.ts';

const ball = BigInt(clipSteps) ** 2n;
const clips = fc.oneof(fc.constantFrom(1e-6, 0.1, 1, 3, 1e9), fc.double({ min: 1e-6, max: 1e9, noNaN: true }));
const vectors = fc.oneof(
  fc.array(fc.double(), { minLength: 1, maxLength: 20 }),
  fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 1, maxLength: 256 }),
  fc.array(fc.constantFrom(0, -0, 1, -1, 5e-324, Number.MAX_VALUE, 1e9), { minLength: 1, maxLength: 256 }),
);

function stepsOf(vector: readonly number[], clip: number): readonly bigint[] {
  const steps = new Float64Array(vector.length);
  toSteps(Float64Array.from(vector), clip, steps);
  return Array.from(steps, BigInt);
}

function squares(steps: readonly bigint[]): bigint {
  return steps.reduce((sum, step) => sum + step * step, 0n);
}

/** A number as numerator over 2^1074: exact. */
function exact(number: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, number);
  const word = bits.getBigUint64(0);
  const exponent = (word >> 52n) & 0x7ffn;
  const fraction = word & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | 0x10000000000000n) << (exponent - 1n);
  return word >> 63n === 0n ? size : -size;
}

function root(square: bigint): bigint {
  if (square < 2n) return square;
  let guess = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (;;) {
    const next = (guess + square / guess) >> 1n;
    if (next >= guess) return guess;
    guess = next;
  }
}

/** Each number, times the steps, over the longer of clip and length, towards zero. */
function oracle(vector: readonly number[], clip: number): readonly bigint[] {
  if (!vector.every(Number.isFinite)) return vector.map(() => 0n);
  const numbers = vector.map(exact);
  const [length, longest] = [root(squares(numbers)), exact(clip)];
  const divisor = length > longest ? length : longest;
  return numbers.map((number) => (number * BigInt(clipSteps)) / divisor);
}

test('toSteps never makes a vector longer than 2^20', () => {
  fc.assert(
    fc.property(vectors, clips, (vector, clip) => {
      expect(squares(stepsOf(vector, clip)) <= ball).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

test('toSteps is the exact clip, a step at most apart', () => {
  fc.assert(
    fc.property(vectors, clips, (vector, clip) => {
      const [steps, expected] = [stepsOf(vector, clip), oracle(vector, clip)];
      const apart = steps.map((step, at) => step - (expected[at] ?? 0n));
      expect(apart.filter((gap) => gap > 1n || gap < -1n)).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

test('toSteps does not lengthen where the length rounds down', () => {
  for (let length = 1; length <= 256; length++) {
    const same = stepsOf(
      Array.from({ length }, () => 1),
      1e-6,
    );
    expect(squares(same) <= ball).toBe(true);
  }
});

test.each([
  [[Number.NaN, 1], 1],
  [[1, Number.POSITIVE_INFINITY], 1],
  [[Number.NEGATIVE_INFINITY], 1e9],
])('toSteps makes zero of %j', (vector, clip) => {
  expect(stepsOf(vector, clip).every((step) => step === 0n)).toBe(true);
});

test('toSteps cuts off towards zero and keeps whole steps', () => {
  expect(stepsOf([0.5, -0.25, 1.9 / clipSteps, -1.9 / clipSteps], 1)).toEqual([524_288n, -262_144n, 1n, -1n]);
  expect(stepsOf([3, 4], 1)).toEqual([629_145n, 838_860n]);
  expect(stepsOf([Number.MAX_VALUE, 0], 1)).toEqual([1_048_576n, 0n]);
});

test('openSums adds vectors as they come, exactly', () => {
  const sums = openSums(2, 1);
  sums.add(Float64Array.of(1, 0, 0, 1));
  sums.add(new Float64Array(0));
  for (let i = 0; i < 1_000; i++) sums.add(Float64Array.of(-0.5, 0.25));
  expect(sums.sums()).toEqual([1_048_576n - 524_288_000n, 1_048_576n + 262_144_000n]);
});
