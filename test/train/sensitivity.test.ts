/** How far one unit moves what the engine returns: attacks on the bounds first, then whether the bounds are tight, then mutants. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { weighted } from '#policies/privacy/train/design.ts';
import { gradientSensitivity2, printGradient } from '#policies/privacy/train/gradient.ts';
import { entriesOf, momentSensitivity2, printMoments } from '#policies/privacy/train/moments.ts';
import type { BinaryField, Feature, Training } from '#policies/privacy/train/training.ts';
import { aBinary, aCategory, aLinear, aLogistic, aNumber, TrainBench, type TrainRow } from './builders.ts';

let bench: TrainBench;
beforeAll(async () => {
  bench = await TrainBench.open();
});
afterAll(() => bench[Symbol.dispose]());

const hostile = [null, Number.NaN, Infinity, -Infinity, 1e300, -1e300, 5e-324, -0, 0, 1, 1e6] as const;
const aValue = fc.oneof(fc.constantFrom(...hostile), fc.double({ min: -20, max: 20, noNaN: true }));
const aWord = fc.constantFrom('red', 'green', "bl'ue", 'unheard of', '', null);
const colour = aCategory('colour', 'red', 'green', "bl'ue");
const anyFeature: fc.Arbitrary<Feature> = fc.constantFrom(
  aNumber('a', 0, 10),
  aNumber('b', -3, 7),
  aNumber('c', 2, 4),
  colour,
);

const anyFeatures = fc
  .uniqueArray(anyFeature, { minLength: 1, maxLength: 4, selector: ({ name }) => name })
  .map((list): Training['features'] => [list[0] ?? colour, ...list.slice(1)]);

/** Units with more rows than count, numbered as the engine would. */
function anyRows(features: readonly Feature[]): fc.Arbitrary<TrainRow[]> {
  const x = fc.tuple(
    ...features.map(({ kind }): fc.Arbitrary<number | string | null> => (kind === 'category' ? aWord : aValue)),
  );
  const y = fc.oneof(aValue, fc.constantFrom(0, 1));
  const unit = fc.array(fc.record({ x, y }), { minLength: 1, maxLength: 5 });
  return fc
    .array(unit, { minLength: 1, maxLength: 6 })
    .map((units) => units.flatMap((rows, u) => rows.map((row, i) => ({ ...row, u, rk: i + 1 }))));
}

const anyCase = fc
  .record({
    features: anyFeatures,
    intercept: fc.boolean(),
    rowsPerUnit: fc.integer({ min: 1, max: 4 }),
    binary: fc.boolean(),
  })
  .chain((choice) => fc.record({ choice: fc.constant(choice), rows: anyRows(choice.features) }));

/** The largest squared distance between the answer on all rows and on all but one unit. */
async function moved(sql: string, features: readonly Feature[], rows: readonly TrainRow[]): Promise<bigint> {
  await bench.load(features, rows);
  const all = await bench.measure(sql);
  let most = 0n;
  for (const unit of new Set(rows.map(({ u }) => u))) {
    await bench.load(
      features,
      rows.filter(({ u }) => u !== unit),
    );
    const less = await bench.measure(sql);
    const distance = all.reduce((sum, value, i) => sum + (value - (less[i] ?? 0n)) ** 2n, 0n);
    if (distance > most) most = distance;
  }
  return most;
}

test('printMoments: taking one unit away moves the vector by at most momentSensitivity2', async () => {
  await fc.assert(
    fc.asyncProperty(anyCase, async ({ choice: { binary, ...shape }, rows }) => {
      const training: Training = { ...shape, target: binary ? aBinary() : aNumber('y', -2, 6) };
      expect(await moved(printMoments(training), shape.features, rows)).toBeLessThanOrEqual(
        momentSensitivity2(training),
      );
    }),
    { numRuns: 120 },
  );
});

test('printGradient: taking one unit away moves the vector by at most gradientSensitivity2, at all weights', async () => {
  const weight = fc.oneof(fc.double({ min: -50, max: 50, noNaN: true }), fc.constantFrom(1e300, -1e300, 0));
  await fc.assert(
    fc.asyncProperty(anyCase, fc.array(weight, { minLength: 12, maxLength: 12 }), async ({ choice, rows }, weights) => {
      const training = aLogistic({
        features: choice.features,
        intercept: choice.intercept,
        rowsPerUnit: choice.rowsPerUnit,
      });
      const sql = printGradient(training, weights.slice(0, weighted(training).length));
      expect(await moved(sql, choice.features, rows)).toBeLessThanOrEqual(gradientSensitivity2(training));
    }),
    { numRuns: 120 },
  );
});

test('entriesOf asks for no product that follows from another', () => {
  // 1, a, two indicators, y of 0 and 1: fifteen products, without the squares of three and the product of the indicators.
  expect(entriesOf(aLogistic({ features: [aNumber('a'), colour] })).length).toBe(11);
  expect(entriesOf(aLinear()).length).toBe(10);
});

/** One unit at the corner of the bounds, with as many rows as count and one more. */
function corner(count: number): TrainRow[] {
  return Array.from({ length: count + 1 }, (_, i) => ({ u: 1, rk: i + 1, x: [10, -5], y: 20 }));
}

test.each([1, 3])('momentSensitivity2 is attained by a unit of %i rows at its bounds', async (rowsPerUnit) => {
  const training = aLinear({ rowsPerUnit });
  expect(await moved(printMoments(training), training.features, corner(rowsPerUnit))).toBe(
    momentSensitivity2(training),
  );
});

test('momentSensitivity2 is attained to 5 % with categories and a target of 0 and 1', async () => {
  const training = aLogistic({ features: [aNumber('a'), aNumber('b'), aNumber('c'), colour] });
  const distance = await moved(printMoments(training), training.features, [
    { u: 1, rk: 1, x: [1, -1, 1, 'green'], y: 1 },
  ]);
  expect(distance).toBeLessThanOrEqual(momentSensitivity2(training));
  expect(Number(distance) / Number(momentSensitivity2(training))).toBeGreaterThan(0.95);
});

test('gradientSensitivity2 is attained where the model is sure and wrong', async () => {
  const training = aLogistic({ rowsPerUnit: 2, features: [aNumber('a', 0, 10), aNumber('b', -5, 5), colour] });
  const rows = [1, 2, 3].map((rk) => ({ u: 1, rk, x: [10, -5, 'green'], y: 0 }));
  const distance = await moved(printGradient(training, [100, 0, 0, 0, 0]), training.features, rows);
  expect(distance).toBe(gradientSensitivity2(training));
});

const unclamped = (sql: string): string => sql.replaceAll(/least\(greatest\((x\d|y), -\([^)]*\)\), \([^)]*\)\)/g, '$1');

test('mutant: without the clamp of a value, the bounds are broken', async () => {
  const rows = [{ u: 1, rk: 1, x: [1000, -5], y: 1 }];
  const [linear, logistic] = [aLinear(), aLogistic()];
  const [moments, gradient] = [printMoments(linear), printGradient(logistic, [0, 0, 0])].map(unclamped);
  expect(moments).not.toBe(printMoments(linear));
  expect(await moved(moments ?? '', linear.features, rows)).toBeGreaterThan(momentSensitivity2(linear));
  expect(await moved(gradient ?? '', logistic.features, rows)).toBeGreaterThan(gradientSensitivity2(logistic));
});

const uncapped = (sql: string): string => sql.replace(/rk BETWEEN 1 AND \d+/, 'TRUE');

test('mutant: without the cap of ranks, the bounds are broken', async () => {
  const rows = Array.from({ length: 8 }, (_, i) => ({ u: 1, rk: i + 1, x: [10, -5], y: 0 }));
  const [linear, logistic] = [aLinear(), aLogistic()];
  expect(await moved(uncapped(printMoments(linear)), linear.features, rows)).toBeGreaterThan(
    momentSensitivity2(linear),
  );
  const sql = uncapped(printGradient(logistic, [0, 0, 0]));
  expect(await moved(sql, logistic.features, rows)).toBeGreaterThan(gradientSensitivity2(logistic));
});

test.each([
  ['NULL', null],
  ['NaN', Number.NaN],
])('a row with %s in a feature or in the target is as if it were not there', async (_, bad) => {
  const good: TrainRow = { u: 1, rk: 1, x: [3, 1], y: 1 };
  const spoilt: readonly TrainRow[] = [
    { u: 2, rk: 1, x: [bad, 1], y: 1 },
    { u: 3, rk: 1, x: [3, bad], y: 1 },
    { u: 4, rk: 1, x: [3, 1], y: bad },
  ];
  for (const sql of [printMoments(aLinear()), printGradient(aLogistic(), [0.1, 0.2, 0.3])]) {
    await bench.load(aLinear().features, [good]);
    const alone = await bench.measure(sql);
    await bench.load(aLinear().features, [good, ...spoilt]);
    expect(await bench.measure(sql)).toEqual(alone);
  }
});

test.each([Infinity, 1e300, 10.000001])('%d counts as the bound', async (huge) => {
  const sql = printMoments(aLinear());
  await bench.load(aLinear().features, [{ u: 1, rk: 1, x: [10, 0], y: 1 }]);
  const bound = await bench.measure(sql);
  await bench.load(aLinear().features, [{ u: 1, rk: 1, x: [huge, 0], y: 1 }]);
  expect(await bench.measure(sql)).toEqual(bound);
});

test('a target that is neither 0 nor 1, or a word that was not declared, leaves the row out', async () => {
  const training: Training<BinaryField> = aLogistic({ features: [colour] });
  await bench.load(training.features, [
    { u: 1, rk: 1, x: ['red'], y: 0.5 },
    { u: 2, rk: 1, x: ['purple'], y: 1 },
    { u: 3, rk: 0, x: ['red'], y: 1 },
  ]);
  expect((await bench.measure(printMoments(training))).every((value) => value === 0n)).toBe(true);
});

test('on no rows, all sums are 0', async () => {
  await bench.load(aLinear().features, []);
  expect(await bench.measure(printMoments(aLinear()))).toEqual(Array.from({ length: 10 }, () => 0n));
  expect(await bench.measure(printGradient(aLogistic(), [1, 2, 3]))).toEqual([0n, 0n, 0n]);
});

test('printGradient throws when a weight is not finite', () => {
  expect(() => printGradient(aLogistic(), [Number.NaN, 0, 0])).toThrow(RangeError);
});

test('no row order and no number of threads changes the answer', async () => {
  const rows = Array.from({ length: 5000 }, (_, u) => ({ u, rk: 1, x: [(u * 7919) % 11, Math.sin(u) * 6], y: u % 2 }));
  const sql = printGradient(aLogistic(), [0.123456789, -1.7, 2.9]);
  await bench.load(aLogistic().features, rows);
  const one = await bench.measure(sql);
  await bench.load(aLogistic().features, rows.toReversed());
  expect(await bench.measure(sql)).toEqual(one);
});
