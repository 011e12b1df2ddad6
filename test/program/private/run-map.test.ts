/** Mode `map`, pass after pass: what a program can make of its failures, and what an honest one gets. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Allowance } from '#policies/program/failure.ts';
import { clipSteps, noisySums, sumSigma } from '#policies/program/map-noise.ts';
import type { MapPlan } from '#policies/program/private-plan.ts';
import { rational } from '#policies/privacy/rational.ts';
import { unwrap } from '#policies/refusal.ts';
import { millis, nanoRho } from '#policies/units.ts';
import type { Guest, PackedRows } from '#sandbox/program/guest.ts';
import { runMap } from '#sandbox/program/run-map.ts';
import { codesOf } from '../../gateway/refused.ts';
import { knownStream } from '../../privacy/known-stream.ts';
import { oracleGuest } from './oracle-guest.ts';
import { aMapPlan, mean } from './plans.ts';
import { attackByMap, gradientDescent, meanByMap } from './programs.ts';
import { recording, type Recording } from './recording.ts';
import { packed, type Person } from './rows.ts';

const columns = [{ name: 'x' }];
const person = (x: number): Person => ({ block: 0, rows: [x] });
const crowd = (...secrets: readonly number[]): PackedRows =>
  packed([...secrets, ...Array.from({ length: 20 }, (_, at) => at % 5)].map(person));

/** So many may be killed, almost surely: what the noise does is tested elsewhere. */
const exactly = (killed: number): Allowance => ({ variance: rational(1n, 1000n), usual: killed, most: 2 * killed });
const noiseless = nanoRho(10n ** 21n);

async function run(bundle: string, rows: PackedRows, plan: MapPlan = aMapPlan()) {
  const log = recording(oracleGuest({ bundle, columns }));
  const done = await runMap(plan, { guest: log.guest, rows, random: knownStream('map'), pass: noiseless });
  return { ...log, done };
}

test.each(['hangs', 'throws', 'writes NaN', 'writes and then hangs'])(
  'a person whose row %s changes no question that is asked, nor the form of the answer',
  async (name) => {
    const plan = aMapPlan({ iterations: 3 });
    const [there, absent] = [
      await run(attackByMap(name), crowd(13), plan),
      await run(attackByMap(name), crowd(), plan),
    ];
    expect(there.asked).toEqual(absent.asked);
    expect(there.asked.length).toBe(7);
    expect([there.done.ok, absent.done.ok]).toEqual([true, true]);
    expect(unwrap(there.done).length).toBe(unwrap(absent.done).length);
  },
);

test('runMap is given up when more are killed than were drawn, and not before; each counts once over all passes', async () => {
  const plan = { ...aMapPlan({ iterations: 5 }), allowance: exactly(2) };
  const two = await run(attackByMap('hangs'), crowd(13, 13), plan);
  expect(two.done.ok).toBe(true);
  const three = await run(attackByMap('hangs'), crowd(13, 13, 13), plan);
  expect(codesOf(three.done)).toEqual(['E_PROGRAM']);
  expect(three.asked.length).toBe(1);
});

test('runMap asks nobody again who was killed', async () => {
  const skipped: number[] = [];
  const oracle = oracleGuest({ bundle: attackByMap('hangs'), columns });
  const guest: Guest = {
    ...oracle,
    mapUnits: (rows, pass) => {
      skipped.push(pass.skip.size);
      return oracle.mapUnits(rows, pass);
    },
  };
  const plan = { ...aMapPlan({ iterations: 3 }), allowance: exactly(5) };
  unwrap(await runMap(plan, { guest, rows: crowd(13, 1, 13), random: knownStream('skip') }));
  expect(skipped).toEqual([0, 2, 2]);
});

test('a worker that reports more killed than it may is not believed', async () => {
  const oracle = oracleGuest({ bundle: meanByMap, columns });
  const guest: Guest = {
    ...oracle,
    mapUnits: async (rows, pass) => ({ ...(await oracle.mapUnits(rows, pass)), killed: new Set([0, 1, 2, 3]) }),
  };
  const plan = { ...aMapPlan(), allowance: exactly(2) };
  expect(codesOf(await runMap(plan, { guest, rows: crowd(), random: knownStream('lie') }))).toEqual(['E_PROGRAM']);
});

test('a run that is later than it may be ends its worker, and says what is said of killed units', async () => {
  const late = aMapPlan();
  const never = recording({
    ...oracleGuest({ bundle: meanByMap, columns }),
    mapUnits: () => new Promise(() => undefined),
  });
  const plan = { ...late, allowance: exactly(2), times: { passes: millis(5), unit: millis(5) } };
  const done = await runMap(plan, { guest: never.guest, rows: crowd(), random: knownStream('late') });
  const killed = await run(attackByMap('hangs'), crowd(13, 13, 13, 13, 13), { ...late, allowance: exactly(2) });
  expect(done).toEqual(killed.done);
  expect(never.disposed).toBe(true);
});

test('a run may be as late as the drawn number says', async () => {
  const oracle = oracleGuest({ bundle: meanByMap, columns });
  const slow: Guest = { ...oracle, mapUnits: (rows, pass) => wait(50).then(() => oracle.mapUnits(rows, pass)) };
  const plan = { ...aMapPlan(), allowance: exactly(2), times: { passes: millis(1), unit: millis(30_000) } };
  expect((await runMap(plan, { guest: slow, rows: crowd(), random: knownStream('late') })).ok).toBe(true);
});

test('a worker that fails after the run was given up harms nobody', async () => {
  const { promise: failing, reject: fail } = Promise.withResolvers<never>();
  const guest: Guest = { ...oracleGuest({ bundle: meanByMap, columns }), mapUnits: () => failing };
  const plan = { ...aMapPlan(), allowance: exactly(1), times: { passes: millis(1), unit: millis(1) } };
  expect((await runMap(plan, { guest, rows: crowd(), random: knownStream('late') })).ok).toBe(false);
  fail(new Error('killed'));
});

const publicProgram = (update: string, finish: string): string =>
  `var program = { map(unit, state, out) { out[0] = 1; }, update(state, sums, iteration, next) { ${update} }, finish(state, output) { ${finish} } };`;

test.each([
  ['next[0] = NaN;', '', 'next[0]'],
  ['', '', 'mean[0]'],
])('where %j is all that update does, the refusal says which number is missing', async (update, finish, place) => {
  expect(JSON.stringify((await run(publicProgram(update, finish), crowd())).done)).toContain(place);
});

test.each([
  ['update throws', 'throw 1;', 'output.mean[0] = 1;'],
  ['update makes a state that is no number', 'next[0] = NaN;', 'output.mean[0] = 1;'],
  ['update makes an infinite state', 'next[0] = 1 / 0;', 'output.mean[0] = 1;'],
  ['update hangs', 'hang();', 'output.mean[0] = 1;'],
  ['finish throws', '', 'output.mean[0] = 1; throw 1;'],
  ['finish leaves a number out', '', ''],
  ['finish writes NaN', '', 'output.mean[0] = NaN;'],
])('where %s, which follows from public numbers, the run fails openly', async (_, update, finish) => {
  expect(codesOf((await run(publicProgram(update, finish), crowd())).done)).toEqual(['E_PROGRAM']);
});

test.each([
  ['Infinity', 10],
  ['-Infinity', 0],
  ['1e300', 10],
  ['-0', 0],
  ['3.24159', 3.242],
])('finish that writes %s hands out %s: in its range, on its grid', async (written, told) => {
  const { done } = await run(publicProgram('', `output.mean[0] = ${written};`), crowd());
  expect(unwrap(done)).toEqual([told]);
  expect(Object.is(unwrap(done)[0], -0)).toBe(false);
});

test('two runs add up the same bytes before noise, and the state is what update made of the noisy sums', async () => {
  const plan = aMapPlan({ iterations: 3 });
  const [first, second]: Recording[] = [await run(meanByMap, crowd(), plan), await run(meanByMap, crowd(), plan)];
  expect(second?.sums).toEqual(first?.sums);
  expect(first?.asked.filter((line) => line.startsWith('update'))).toEqual(
    [0, 1, 2].map((at) => `update 2 2 ${at} state×2`),
  );
  expect(first?.asked.at(-1)).toBe('finish 2 2 3 mean×1');
});

test('each pass has the noise of its share of the price, and no other', async () => {
  const length = 256;
  const result = { name: 'all', length, lo: -1e9, hi: 1e9, step: 1e-6 };
  const vector = { length, clip: 10 };
  const plan = aMapPlan({ vector, state: { length }, iterations: 4, results: [result] });
  const bundle = `var program = { map() {}, update(state, sums, iteration, next) { next.set(sums); }, finish(state, output) { output.all.set(state); } };`;
  const guest = oracleGuest({ bundle, columns });
  const drawn: number[] = [];
  const random = knownStream('share');
  for (let at = 0; at < 8; at++) drawn.push(...unwrap(await runMap(plan, { guest, rows: crowd(), random })));
  const sigma = Math.sqrt(drawn.reduce((sum, value) => sum + value ** 2, 0) / drawn.length);
  // ε = 1 at 10⁻⁶ is ρ = 0.02435; nine tenths of it for four passes.
  const expected = 10 / Math.sqrt((2 * 0.9 * 0.024_35) / 4);
  expect(sigma / expected).toBeGreaterThan(0.95);
  expect(sigma / expected).toBeLessThan(1.05);
});

test('noisySums has the standard deviation that it says, in the units of the vector', () => {
  const noise = { rho: nanoRho(5_000_000n), clip: 3 };
  const sums = Array.from({ length: 4000 }, () => 7n * clipSteps);
  const noisy = noisySums(sums, noise, knownStream('sums'));
  const average = noisy.reduce((sum, value) => sum + value, 0) / noisy.length;
  const sigma = Math.sqrt(noisy.reduce((sum, value) => sum + (value - average) ** 2, 0) / noisy.length);
  // Δ₂ = clip, so σ = clip / √2ρ.
  expect(sumSigma(noise)).toBeCloseTo(3 / Math.sqrt(0.01), 6);
  expect(sigma / sumSigma(noise)).toBeGreaterThan(0.95);
  expect(sigma / sumSigma(noise)).toBeLessThan(1.05);
  expect(Math.abs(average - 21)).toBeLessThan(4 * (30 / Math.sqrt(4000)));
});

test('a DP mean by map is near the mean', async () => {
  const persons = Array.from({ length: 3000 }, (_, at) => person(at % 9));
  const plan = aMapPlan({ results: [mean], vector: { length: 2, clip: 10 } });
  const guest = oracleGuest({ bundle: meanByMap, columns });
  const [found] = unwrap(await runMap(plan, { guest, rows: packed(persons), random: knownStream('mean') }));
  expect(Math.abs((found ?? 0) - 4)).toBeLessThan(0.3);
});

test('DP gradient descent by map finds a logistic model', async () => {
  const three = ['a', 'b', 'y'].map((name) => ({ name }));
  const values = Array.from({ length: 3000 }, (_, at) => {
    const [a, b] = [Math.sin(at * 12.9898), Math.sin(at * 78.233)];
    const chance = 1 / (1 + Math.exp(-(2 * a - b)));
    return [a, b, Math.abs(Math.sin(at * 37.719) * 43758.5453) % 1 < chance ? 1 : 0];
  });
  const rows = {
    width: 3,
    values: Float64Array.from(values.flat()),
    offsets: Uint32Array.from({ length: 3001 }, (_, at) => at),
  };
  const plan = aMapPlan(
    {
      vector: { length: 4, clip: 2 },
      state: { length: 3 },
      iterations: 15,
      results: [{ name: 'weights', length: 3, lo: -20, hi: 20, step: 0.001 }],
    },
    { epsilon: 2 },
  );
  const guest = oracleGuest({ bundle: gradientDescent, columns: three });
  const weights = unwrap(await runMap(plan, { guest, rows, random: knownStream('descent') }));
  const right = values.filter(([a = 0, b = 0, y]) => {
    const margin = (weights[0] ?? 0) + (weights[1] ?? 0) * a + (weights[2] ?? 0) * b;
    return (margin > 0 ? 1 : 0) === y;
  }).length;
  const best = values.filter(([a = 0, b = 0, y]) => (2 * a - b > 0 ? 1 : 0) === y).length;
  expect(right).toBeGreaterThan(best - 0.03 * values.length);
});
