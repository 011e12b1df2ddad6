/** Programs that carry one person's record in their numbers, and honest ones, against the rule of stability. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Result } from '#policies/program/script.ts';
import {
  gridFor,
  keepStableDigits,
  roundTo,
  stabilityBlocks,
  type StableNumbers,
} from '#policies/program/stability.ts';

const result = (length: number, more: Partial<Result> = {}): Result => ({
  name: 'numbers',
  length,
  lo: -1000,
  hi: 1000,
  step: 0.001,
  ...more,
});

/** What a program writes when it sees all blocks, or all but one; the person is in block 7. */
type Program = (left: number | undefined) => readonly number[];
const person = 7;

function run(program: Program, declared = result(program(undefined).length)): StableNumbers {
  const all = Float64Array.from(program(undefined));
  const without = Array.from({ length: stabilityBlocks }, (_, block) => Float64Array.from(program(block)));
  return keepStableDigits([declared], { all, without });
}

const sees = (left: number | undefined): boolean => left !== person;
/** An average: each block changes it a little. */
const mean: Program = (left) => [12.345678 + (left === undefined ? 0 : Math.sin(left * 12.9898) * 0.01)];

/** So many of eight numbers follow the block that is left out. */
const lost =
  (count: number): Program =>
  (left) =>
    Array.from({ length: 8 }, (_, at) => (at < count ? (left ?? 0) % 2 : 5));

const verdictOf = (found: StableNumbers, name: string) =>
  found.finding.checks.find((check) => check.name === name)?.verdict;

test.each<readonly [string, (secret: number) => Program]>([
  ['a coefficient', (secret) => (left) => [sees(left) ? secret : 0]],
  ['a far digit', (secret) => (left) => [5 + (sees(left) ? secret * 1e-9 : 0)]],
  // Just above or below half a step, where any change decides the last digit.
  ['the side of a boundary', (secret) => (left) => [5.0005 + (sees(left) ? (secret - 0.5) * 1e-9 : 0)]],
  ['the order of numbers', (secret) => (left) => (sees(left) && secret > 0.5 ? [2, 1] : [1, 2])],
  ['a gap', (secret) => (left) => [sees(left) && secret > 0.5 ? Number.NaN : 3]],
  ['what is no gap', (secret) => (left) => [sees(left) && secret > 0.5 ? 3 : Number.NaN]],
  ['how many numbers there are', (secret) => (left) => [1, sees(left) && secret > 0.5 ? 1 : Number.NaN, 1]],
  ['an infinity', (secret) => (left) => [sees(left) && secret > 0.5 ? Number.POSITIVE_INFINITY : 3]],
])("DC-03: a program loses one person's secret that it writes into %s", (_, of) => {
  const told = run(of(1));
  expect(verdictOf(told, 'program_block')).toBe('fail');
  expect(told.finding.verdict).toBe('fail');
});

test('keepStableDigits keeps no bits of a NaN, and no negative zero', () => {
  const payload = new Float64Array(new BigUint64Array([0x7ff8_0001_dead_beefn]).buffer);
  const found = keepStableDigits([result(1)], { all: payload, without: Array.from({ length: 20 }, () => payload) });
  expect(found.numbers).toEqual([null]);
  expect(Object.is(roundTo(-0.0001, 0.001), 0)).toBe(true);
});

test('keepStableDigits leaves honest averages the digits below what a block can change', () => {
  const { numbers, grids, finding } = run(mean);
  expect(grids).toEqual([0.02]);
  expect(numbers).toEqual([12.34]);
  expect(finding.verdict).toBe('pass');
});

test('keepStableDigits asks people where a quarter of the numbers lose all digits, and lets nothing leave where three quarters do', () => {
  expect(['program_digits'].map((name) => [1, 2, 3, 7].map((count) => verdictOf(run(lost(count)), name)))).toEqual([
    ['pass', 'pass', 'review', 'fail'],
  ]);
});

test('keepStableDigits clamps before it compares: what is out of range says nothing', () => {
  const found = run((left) => [sees(left) ? 1e300 : 2000], result(1, { hi: 10 }));
  expect(found.numbers).toEqual([10]);
  expect(found.finding.verdict).toBe('pass');
});

test('keepStableDigits refuses runs of another length as our own error', () => {
  expect(() => keepStableDigits([result(2)], { all: new Float64Array(1), without: [] })).toThrow(RangeError);
});

const change = fc.double({ min: 0, max: 1e6, noNaN: true });
const step = fc.constantFrom(0.001, 0.01, 0.5, 1, 20);

test('gridFor is the least 1, 2 or 5 times a power of ten that covers twice the change and the step', () => {
  fc.assert(
    fc.property(change, step, (moved, least) => {
      const grid = gridFor(moved, least);
      const needed = Math.max(2 * moved, least);
      expect(grid).toBeGreaterThanOrEqual(needed);
      const finer = [1, 2, 5].flatMap((digit) =>
        Array.from({ length: 40 }, (_, at) => Number(`${digit}e${at - 20}`)).filter((one) => one < grid),
      );
      for (const one of finer) expect(one).toBeLessThan(needed);
    }),
  );
});

test('whatever a program writes, each number is a multiple of its grid, in its range up to half a grid, and the grid covers every change', () => {
  const value = fc.oneof(
    fc.double({ min: -2000, max: 2000 }),
    fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 5e-324),
  );
  const runs = fc.array(fc.array(value, { minLength: 3, maxLength: 3 }), { minLength: 21, maxLength: 21 });
  fc.assert(
    fc.property(runs, step, ([all = [], ...without], least) => {
      const found = keepStableDigits([result(3, { step: least })], {
        all: Float64Array.from(all),
        without: without.map((one) => Float64Array.from(one)),
      });
      found.numbers.forEach((number, at) => {
        if (number === null) return;
        const grid = found.grids[at] ?? 0;
        const clamped = [all, ...without].map((one) => Math.min(1000, Math.max(-1000, one[at] ?? 0)));
        const [x = 0] = clamped;
        expect(Math.abs(number / grid - Math.round(number / grid))).toBeLessThan(1e-6);
        expect(Math.abs(number - x)).toBeLessThanOrEqual(grid / 2 + 1e-9);
        for (const other of clamped) expect(2 * Math.abs(x - other)).toBeLessThanOrEqual(grid);
      });
    }),
  );
});
