/** Where counts begin and end under noise: made-up histograms with known noise. */
import { expect, test } from 'vitest';
import { sampleDiscreteGaussian } from '#policies/privacy/gaussian.ts';
import { occupiedCells } from '#synth/fit/occupied.ts';
import { knownStream } from '../../privacy/known-stream.ts';

const sigma = 40;
const runs = 200;

/** As many noisy histograms of those counts as there are runs. */
function noisy(counts: readonly number[]): readonly Float64Array[] {
  const random = knownStream('occupied');
  const variance = { num: BigInt(sigma ** 2), den: 1n };
  return Array.from({ length: runs }, () =>
    Float64Array.from(counts, (count) => count + Number(sampleDiscreteGaussian(variance, random))),
  );
}

const zeros = (length: number): readonly number[] => Array.from({ length }, () => 0);

test('occupiedCells finds both ends of counts far above the noise, and leaves few of the empty cells beyond them', () => {
  const counts = [...zeros(60), ...Array.from({ length: 30 }, () => 500), ...zeros(130)];
  const found = noisy(counts).map((of) => occupiedCells(of, sigma));
  expect(found.every(({ first, end }) => first <= 60 && end >= 90)).toBe(true);
  const left = found.map(({ first, end }) => (60 - first + (end - 90)) / 190);
  expect(left.reduce((a, b) => a + b) / runs).toBeLessThan(0.25);
});

test('occupiedCells cuts little of a tail whose cells are all below the noise', () => {
  const counts = [...Array.from({ length: 30 }, () => 1_000), ...Array.from({ length: 200 }, () => sigma / 2)];
  const all = counts.reduce((a, b) => a + b);
  const cut = noisy(counts).map((of) => counts.slice(occupiedCells(of, sigma).end).reduce((a, b) => a + b, 0) / all);
  expect(Math.max(...cut)).toBeLessThan(0.1);
  expect(cut.reduce((a, b) => a + b) / runs).toBeLessThan(0.03);
});

test('occupiedCells keeps all where noise explains all, and where nothing is empty', () => {
  const whole = { first: 0, end: 3 };
  expect(occupiedCells(Float64Array.of(1, -2, 1), 5)).toEqual(whole);
  expect(occupiedCells(Float64Array.of(50, 0, 60), 5)).toEqual(whole);
  expect(occupiedCells(new Float64Array(), 5)).toEqual({ first: 0, end: 0 });
});
