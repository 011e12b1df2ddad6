/** The p-table of cell-key perturbation against published tables, and what it promises for all parameters. @see SDC Handbook §5.4 */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { maximumEntropy, varianceRange } from '#policies/disclosure/treat/maximum-entropy.ts';
import { faultsOf, keyRange, makePTable, noiseOf, type PTable } from '#policies/disclosure/treat/p-table.ts';

const shares = (table: PTable, count: number): readonly number[] =>
  (table[count] ?? []).map(({ probability }) => probability);
const noises = (table: PTable, count: number): readonly number[] => (table[count] ?? []).map(({ noise }) => noise);

test('SDC Handbook table 5.16: with D = 1, V = 0.6 a large count stays with probability 0.4', () => {
  const row = makePTable({ largest: 1, variance: 0.6, floor: 0 })[1] ?? [];
  expect(row.map(({ noise }) => noise)).toEqual([-1, 0, 1]);
  for (const [index, expected] of [0.3, 0.4, 0.3].entries()) expect(row[index]?.probability).toBeCloseTo(expected, 12);
});

const step = (noise: number, probability: number, below: number) => ({ noise, probability, below: below * keyRange });

test('faultsOf finds the mean that row 2 of SDC Handbook table 5.16 has, which calls itself fictional', () => {
  const handbook: PTable = [
    [step(0, 1, 1)],
    [step(-1, 0.5, 0.5), step(1, 0.5, 1)],
    [step(0, 0.8, 0.8), step(1, 0.2, 1)],
    [step(-1, 0.3, 0.3), step(0, 0.4, 0.7), step(1, 0.3, 1)],
  ];
  const faults = faultsOf(handbook, { largest: 1, variance: 0.6, floor: 1 });
  expect(faults).toEqual(['1 has another variance', '2 has a mean', '2 has another variance']);
});

test('cellKey package, test_countvars.R: D = 5, V = 3, js = 2 gives 9 distributions in 66 steps, and the R package ptable a staying probability', () => {
  const table = makePTable({ largest: 5, variance: 3, floor: 2, stay: 0.5 });
  expect(table).toHaveLength(9);
  expect(table.flat()).toHaveLength(66);
  expect(table.slice(3).every((row) => row.some(({ noise, probability }) => noise === 0 && probability === 0.5))).toBe(
    true,
  );
});

test('ptable vignette: D = 4, V = 1, pstay = 0.5 is kept by every count', () => {
  const parameters = { largest: 4, variance: 1, floor: 0, stay: 0.5 };
  const table = makePTable(parameters);
  expect(faultsOf(table, parameters)).toEqual([]);
  expect(table.slice(1).map((row) => row.find(({ noise }) => noise === 0)?.probability)).toEqual([0.5, 0.5, 0.5, 0.5]);
});

test('R package ptable as quoted by Langsrud (Pmatrix(D=2)): where the variance does not bind, a large count is spread evenly', () => {
  for (const probability of shares(makePTable({ largest: 2, variance: 1.999_999, floor: 0 }), 2))
    expect(probability).toBeCloseTo(0.2, 5);
});

test('maximumEntropy has the form exp(αv + βv²), so that second differences of its logarithm are all alike', () => {
  const support = [-1, 0, 1, 2, 3];
  const logs = maximumEntropy(support, 1.3).map(Math.log);
  const second = logs.slice(2).map((log, index) => log - 2 * (logs[index + 1] ?? 0) + (logs[index] ?? 0));
  for (const difference of second) expect(difference).toBeCloseTo(second[0] ?? 0, 8);
});

test('maximumEntropy refuses a variance that no noise of mean 0 has', () => {
  expect(varianceRange([-1, 3, 4, 5])).toEqual({ least: 3, most: 5 });
  expect(() => maximumEntropy([-1, 3, 4, 5], 3)).toThrow(RangeError);
  expect(() => maximumEntropy([-1, 3, 4, 5], 5)).toThrow(RangeError);
  expect(() => maximumEntropy([1, 2], 1)).toThrow(RangeError);
});

const parameters = fc
  .record({
    floor: fc.integer({ min: 0, max: 4 }),
    more: fc.integer({ min: 1, max: 8 }),
    at: fc.double({ min: 0.02, max: 0.98, noNaN: true }),
  })
  .map(({ floor, more, at }) => {
    // A small count of i is raised at least past the floor or lowered to 0: i(js + 1 − i) ≤ V ≤ iD.
    const largest = Math.ceil(((floor + 1) / 2) ** 2) + floor + more;
    const least = Math.max(0, ...Array.from({ length: floor }, (_, index) => (index + 1) * (floor - index)));
    return { largest, floor, variance: least + at * (largest - least) };
  });

test('makePTable gives no fault for any parameters, equal input an equal table', () => {
  fc.assert(
    fc.property(parameters, (noise) => {
      const table = makePTable(noise);
      expect(faultsOf(table, noise)).toEqual([]);
      expect(makePTable(noise)).toEqual(table);
    }),
    { numRuns: 40 },
  );
});

test('faultsOf sees each promise broken', () => {
  const good = { largest: 3, variance: 1.5, floor: 1 };
  const table = makePTable(good);
  expect(faultsOf(table, { ...good, largest: 2 }).some((fault) => fault.endsWith('moves too far'))).toBe(true);
  expect(faultsOf(table, { ...good, variance: 1.4 }).length).toBeGreaterThan(0);
  expect(faultsOf(makePTable({ ...good, floor: 0 }), good)).toContain('2 releases a small count');
  expect(faultsOf([...table, [{ noise: -9, probability: 1, below: 1 }]], good)).toEqual(
    expect.arrayContaining(['5 reaches below 0', '5 has a mean'].map((fault) => fault.replace('5', `${table.length}`))),
  );
});

test('noises of a small count jump over the forbidden counts', () => {
  expect(noises(makePTable({ largest: 5, variance: 3, floor: 2 }), 1)).toEqual([-1, 2, 3, 4, 5]);
  expect(noises(makePTable({ largest: 5, variance: 3, floor: 2 }), 4)).toEqual([-4, -1, 0, 1, 2, 3, 4, 5]);
});

test('noiseOf takes the last row for large counts, and the step whose bounds hold the key', () => {
  const table = makePTable({ largest: 2, variance: 1, floor: 0 });
  const row = table.at(-1) ?? [];
  for (const [index, { noise, below }] of row.entries()) {
    expect(noiseOf(table, { count: 1_000_000, key: below - 1 })).toBe(noise);
    expect(noiseOf(table, { count: 2, key: row[index - 1]?.below ?? 0 })).toBe(noise);
  }
  expect(noiseOf(table, { count: 0, key: 5 })).toBe(0);
});
