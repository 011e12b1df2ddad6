/** Mode `blocks`: every slot runs, whatever becomes of it, and counts. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { averageSigmas, blockSums, noisyAverages } from '#policies/program/blocks-noise.ts';
import { blockSteps, rangeSteps } from '#policies/program/blocks-steps.ts';
import { declaredNumbers, settle } from '#policies/program/declared-numbers.ts';
import { nanoRho } from '#policies/units.ts';
import type { Guest } from '#sandbox/program/guest.ts';
import { sumBlocks } from '#sandbox/program/run-blocks.ts';
import { draw, knownStream } from '../../privacy/known-stream.ts';
import { oracleGuest } from './oracle-guest.ts';
import { aBlocksPlan, largest, mean } from './plans.ts';
import { attackByBlocks, meanByBlocks } from './programs.ts';
import { recording } from './recording.ts';
import { segmented, type Person } from './rows.ts';

const columns = [{ name: 'x' }];
const declared = declaredNumbers([mean, largest]);
const steps = Number(rangeSteps);
const persons: readonly Person[] = Array.from({ length: 40 }, (_, at) => ({ block: at % 9, rows: [at % 5] }));

async function run(bundle: string, of: readonly Person[]) {
  const log = recording(oracleGuest({ bundle, columns }));
  const sums = await sumBlocks(aBlocksPlan(), { guest: log.guest, rows: segmented(of) });
  return { ...log, made: sums };
}

test.each(['hangs', 'throws', 'writes NaN', 'writes and then hangs', 'leaves a mark'])(
  'a person whose row %s changes no question that is asked: all slots run, the empty one too',
  async (name) => {
    const [there, absent] = [
      await run(attackByBlocks(name), [{ block: 4, rows: [13] }, ...persons]),
      await run(attackByBlocks(name), persons),
    ];
    Reflect.deleteProperty(globalThis, 'seen');
    expect(there.asked).toEqual(absent.asked);
    expect(there.asked).toEqual([
      `evaluate ${Array.from({ length: 10 }, (_, at) => `only${at}`).join()} mean×1,largest×1`,
    ]);
    expect(there.made.length).toBe(2);
  },
);

const alone = async (bundle: string): Promise<readonly bigint[]> => (await run(bundle, [])).made;

test('a block that fails counts as the middle of each range, also when it had written before', async () => {
  const middles = [10n * (rangeSteps / 2n), 10n * (rangeSteps / 2n)];
  for (const body of [
    'throw 1;',
    'hang();',
    'output.mean[0] = 9; output.largest[0] = 9; throw 1;',
    'output.mean[0] = 9; hang();',
    '',
  ])
    expect(await alone(`var program = { default(input, output) { ${body} } };`)).toEqual(middles);
  // What was left out alone is in the middle.
  expect(await alone('var program = { default(input, output) { output.mean[0] = 10; } };')).toEqual([
    10n * rangeSteps,
    middles[1],
  ]);
});

test.each([
  [0, 0],
  [-0, 0],
  [10, steps],
  [-1e-300, 0],
  [Number.NEGATIVE_INFINITY, 0],
  [Number.POSITIVE_INFINITY, steps],
  [Number.MAX_VALUE, steps],
  [Number.MIN_VALUE, 0],
  [5, steps / 2],
  [Number.NaN, steps / 2],
  [9.999_999_999, steps - 1],
])('blockSteps of %s in a range of 0 to 10 is %s', (written, expected) => {
  expect(blockSteps(declared.slice(0, 1), Float64Array.of(written))).toEqual([expected]);
});

test('blockSteps is whole and in its range for every number and every range', () => {
  const range = fc.tuple(
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
    fc.double({ min: -1e12, max: 1e12, noNaN: true }),
  );
  fc.assert(
    fc.property(
      fc.double(),
      range.filter(([a, b]) => a !== b),
      (value, [a, b]) => {
        const one = { name: 'one', place: 0, lo: Math.min(a, b), hi: Math.max(a, b), step: 1 };
        const [found = -1] = blockSteps([one], Float64Array.of(value));
        expect(Number.isInteger(found) && found >= 0 && found <= steps && !Object.is(found, -0)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('a NaN with bits of its own counts as any other', () => {
  const payload = new Float64Array(new BigUint64Array([0x7ff8_0001_dead_beefn, 0xfff8_0000_0000_0001n]).buffer);
  expect(blockSteps(declared, payload)).toEqual([steps / 2, steps / 2]);
});

test('blockSums wants every slot', () => {
  expect(() =>
    blockSums(
      { declared, count: 10 },
      Array.from({ length: 9 }, () => undefined),
    ),
  ).toThrow('must be 10 blocks; got 9');
});

test('sumBlocks refuses rows in another number of segments: two units of one block would share a slot', async () => {
  const guest: Guest = oracleGuest({ bundle: meanByBlocks, columns });
  await expect(sumBlocks(aBlocksPlan(), { guest, rows: segmented([], 11) })).rejects.toThrow(
    'must be 10 segments; got 11',
  );
});

test('two runs give the same sums before noise', async () => {
  expect((await run(meanByBlocks, persons)).made).toEqual((await run(meanByBlocks, persons)).made);
});

test('noisyAverages have the standard deviation that they say, and stay in their ranges', () => {
  const wide = { name: 'wide', place: 0, lo: -500, hi: 500, step: 0.000_001 };
  const noise = { declared: [wide, wide], count: 100, rho: nanoRho(50_000_000n) };
  const random = knownStream('averages');
  const sums = [50n * rangeSteps, 50n * rangeSteps];
  const drawn = draw(2000, () => noisyAverages(sums, noise, random)).flat();
  const average = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const sigma = Math.sqrt(drawn.reduce((sum, value) => sum + (value - average) ** 2, 0) / drawn.length);
  // (hi − lo) · √(m / 2ρ) / k
  const [said = 0] = averageSigmas(noise);
  expect(said).toBeCloseTo((1000 * Math.sqrt(2 / 0.1)) / 100, 9);
  expect(sigma / said).toBeGreaterThan(0.95);
  expect(sigma / said).toBeLessThan(1.05);
  expect(Math.abs(average)).toBeLessThan((4 * said) / Math.sqrt(drawn.length));
  const narrow = { ...noise, rho: nanoRho(1n) };
  const ends = draw(50, () => noisyAverages(sums, narrow, random)).flat();
  expect(ends.every((value) => value >= -500 && value <= 500)).toBe(true);
  expect(new Set(ends)).toContain(500);
});

test('averages say the mean of blocks when there is next to no noise', async () => {
  const { made } = await run(
    meanByBlocks,
    persons.map((person) => ({ ...person, rows: [3] })),
  );
  const [found, top] = noisyAverages(made, { declared, count: 10, rho: nanoRho(10n ** 21n) }, knownStream('exact'));
  // Nine blocks of threes; the tenth is empty, its mean is missing and counts as 5, its largest is −∞ and counts as −100.
  expect(found).toBe(3.2);
  expect(top).toBe(-7.3);
});

test.each([
  [{ lo: 0, hi: 10, step: 0.5 }, 3.3, 3.5],
  [{ lo: 0, hi: 10, step: 0.1 }, 0.30000000000000004, 0.3],
  [{ lo: 0.25, hi: 0.75, step: 1 }, 0.9, 0.75],
  [{ lo: -1, hi: 1, step: 0.001 }, -1e-9, 0],
  [{ lo: -1e12, hi: 1e12, step: 1e-9 }, 1e12, 1e12],
])('settle in %o of %s is %s', (declaredAs, value, settled) => {
  expect(Object.is(settle(value, declaredAs), settled)).toBe(true);
});
