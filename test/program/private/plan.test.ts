/** What a private program costs, when it answers, and what is told of it, before anything is opened. */
import { expect, test } from 'vitest';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { describeCost } from '#policies/privacy/describe.ts';
import { tickClasses, type TickName } from '#policies/privacy/tick.ts';
import { clipSteps } from '#policies/program/map-noise.ts';
import { mapShares } from '#policies/program/map-shares.ts';
import { describeNoise, programNoise } from '#policies/program/private-describe.ts';
import { planProgram } from '#policies/program/private-plan.ts';
import { blocksTick, mapTick } from '#policies/program/program-tick.ts';
import { unwrap } from '#policies/refusal.ts';
import { rowCount } from '#policies/units.ts';
import { canonOf } from '#sandbox/private/canon.ts';
import { clipSteps as stepsOfWorker } from '#sandbox/program/clip-vectors.ts';
import { programTable } from '#sandbox/program/program-table.ts';
import { codesOf } from '../../gateway/refused.ts';
import { aBlocksPlan, aBlocksScript, aMapPlan, aMapScript, anAsk, mean } from './plans.ts';

test.each([
  [0.1, 1],
  [1, 20],
  [8, 200],
])('the shares of ε = %s among %s passes add up, and stay within ε at the stated δ', (epsilon, iterations) => {
  const { cost, pass, failure } = unwrap(mapShares(epsilon, iterations));
  expect(pass * BigInt(iterations) + failure.rho).toBe(cost.rho);
  expect(failure.rho * 10n).toBeGreaterThanOrEqual(cost.rho);
  const told = describeCost(cost);
  expect(told.delta).toBe(1e-6);
  expect(told.epsilon).toBeLessThanOrEqual(epsilon);
  expect(told.epsilon).toBeGreaterThan(epsilon * 0.999);
  expect(cost.delta).toBe(1_000_000_000n);
});

test('the noise is for vectors of the length to which they are cut', () => {
  expect(clipSteps).toBe(BigInt(stepsOfWorker));
});

test('mapShares refuses a price that is too small to be shared', () => {
  expect(codesOf(mapShares(0.001, 200))).toEqual(['E_INPUT']);
});

test('blocks spend all of ρ on their numbers and no δ', () => {
  const { cost } = aBlocksPlan();
  expect(cost.delta).toBe(0n);
  expect(epsilonOf(cost, 1e-6)).toBeLessThanOrEqual(1);
});

test('a range without width is refused', () => {
  const results = [{ ...mean, lo: 1, hi: 1 }];
  expect(codesOf(planProgram(anAsk(aBlocksScript({ results }))))).toEqual(['E_INPUT']);
  expect(codesOf(planProgram(anAsk(aMapScript({ results }))))).toEqual(['E_INPUT']);
});

const windowOf = (name: TickName): number => tickClasses.find((one) => one.name === name)?.window ?? 0;

test('the tick of map fits the worst run that the allowance admits', () => {
  for (const own of [{}, { iterations: 20 }, { unitMillis: 5, iterations: 10 }, { unitMillis: 500 }]) {
    const { tick, times, allowance } = aMapPlan(own, { epsilon: 4 });
    expect(times.passes + allowance.most * times.unit).toBeLessThan(windowOf(tick.name));
    // One unit can be slow in every pass and be killed in the last.
    const { iterations, unitMillis } = aMapScript(own);
    expect(times.unit).toBeGreaterThan(iterations * unitMillis);
  }
});

test('the tick of blocks fits all blocks late, and where none does, the remedy names a callMillis that fits', () => {
  for (const [count, callMillis] of [
    [10, 10],
    [100, 500],
    [400, 1000],
  ] as const) {
    const tick = unwrap(blocksTick({ count, callMillis, rows: rowCount(1000) }));
    expect(count * callMillis).toBeLessThan(windowOf(tick.name));
  }
  const refused = blocksTick({ count: 500, callMillis: 10_000, rows: rowCount(1000) });
  expect(codesOf(refused)).toEqual(['E_COST_CLASS']);
  const remedy = refused.ok ? '' : (refused.refusals[0].remedy ?? '');
  const [, most = '0'] = /callMillis of at most (\d+)/.exec(remedy) ?? [];
  expect(blocksTick({ count: 500, callMillis: Number(most), rows: rowCount(1000) }).ok).toBe(true);
  expect(blocksTick({ count: 500, callMillis: Number(most) + 1, rows: rowCount(1000) }).ok).toBe(false);
});

test('a run that might take longer than the longest tick is refused, with what to change', () => {
  const size = { iterations: 200, unitMillis: 1000, rows: rowCount(1000) };
  const refused = mapTick(size, { most: 100 });
  expect(codesOf(refused)).toEqual(['E_COST_CLASS']);
  expect(JSON.stringify(refused)).toContain('shorter unitMillis');
});

test('describeNoise tells the noise of each sum, and of each number of a result', () => {
  const map = describeNoise(aMapPlan({ iterations: 4 }));
  expect(programNoise.parse(map)).toEqual(map);
  expect(map).toMatchObject({ mode: 'map', iterations: 4, sums: 2, clip: 10, rowsPerUnit: 4 });
  const blocks = describeNoise(aBlocksPlan());
  expect(programNoise.parse(blocks)).toEqual(blocks);
  expect(blocks).toMatchObject({ mode: 'blocks', blocks: 10 });
  const [first, second] = blocks.mode === 'blocks' ? blocks.results : [];
  // Ranges of 10 and 200.
  expect((second?.sigma ?? 0) / (first?.sigma ?? 1)).toBeCloseTo(20, 9);
});

test('another script, value, price or snapshot is another question; nothing else is', () => {
  const plan = aMapPlan();
  const name = canonOf(plan, ['a/b']);
  expect(canonOf(aMapPlan(), ['a/b'])).toBe(name);
  const others = [
    canonOf(plan, ['a/c']),
    canonOf(aMapPlan({ bundle: 'var program = {};;' }), ['a/b']),
    canonOf(aMapPlan({ iterations: 2 }), ['a/b']),
    canonOf(aMapPlan({ results: [{ ...mean, step: 1 }] }), ['a/b']),
    canonOf(aMapPlan({}, { epsilon: 2 }), ['a/b']),
    canonOf(aMapPlan({}, { parameters: [{ name: 'year', value: 2025 }] }), ['a/b']),
    canonOf(aMapPlan({}, { units: { ...plan.units, rowsPerUnit: 3 } }), ['a/b']),
    canonOf(
      aMapPlan({}, { units: { ...plan.units, columns: [{ name: 'y', id: 2, kind: 'number', type: 'DOUBLE' }] } }),
      ['a/b'],
    ),
    canonOf(aBlocksPlan(), ['a/b']),
  ];
  expect(new Set([name, ...others]).size).toBe(others.length + 1);
});

test('programTable names each number by result and place, and hides what is null', () => {
  const results = [
    { ...mean, length: 2 },
    { ...mean, name: 'other' },
  ];
  expect(programTable({ results }, [1, null, 3])).toMatchObject({
    rows: [
      ['mean', 0, 1],
      ['mean', 1, null],
      ['other', 0, 3],
    ],
    hidden: [
      [false, false, false],
      [false, false, true],
      [false, false, false],
    ],
  });
  expect(() => programTable({ results }, [1])).toThrow('must be 3; got 1');
});
