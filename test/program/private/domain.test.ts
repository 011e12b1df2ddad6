/** Private programs through real workers, from the text to the ledger: what they say, what they cost, and what failing tells. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { codesOf } from '../../gateway/refused.ts';
import { ProgramDomain } from './domain.ts';
import { aBlocksScript, aMapScript, largest, mean } from './plans.ts';
import { attackByMap, meanByBlocks, meanByMap, withHang } from './programs.ts';

let domain: ProgramDomain;
beforeAll(async () => {
  // The mean is 4, but for one person.
  domain = await ProgramDomain.open([13, ...Array.from({ length: 900 }, (_, at) => at % 9)]);
});
afterAll(async () => domain[Symbol.asyncDispose]());

const byMap = aMapScript({ bundle: meanByMap, iterations: 2 });
const byBlocks = aBlocksScript({ bundle: meanByBlocks, count: 20 });

test('analysePrivateProgram says columns, price, noise and tick, from text and manifest alone', async () => {
  const { explanation, tick } = unwrap(await domain.analyse({ script: byMap, epsilon: 1 }));
  expect(explanation.columns.map(({ name }) => name)).toEqual(['result', 'place', 'value']);
  expect(explanation).toMatchObject({
    kind: 'private',
    units: ['person'],
    entries: ['people'],
    program: { mode: 'map', numbers: 1 },
  });
  expect(explanation.private).toMatchObject({
    delta: 1e-6,
    releases: [],
    noise: { mode: 'map', iterations: 2, clip: 10 },
  });
  expect(explanation.private?.epsilon).toBeLessThanOrEqual(1);
  expect(explanation.private?.tick.name).toBe(tick.name);
});

test('a DP mean by map comes at the tick, is charged once, and is told again for nothing', async () => {
  const before = domain.spent();
  const first = unwrap(await domain.run({ script: byMap }));
  expect(first.table.rows.map(([result, place]) => [result, place])).toEqual([['mean', 0]]);
  expect(Math.abs(Number(first.table.rows[0]?.[2]) - 4)).toBeLessThan(0.5);
  expect(first.program).toMatchObject({ iterations: 2 });
  const { plan } = unwrap(await domain.analyse({ script: byMap }));
  expect(domain.spent() - before).toBe(plan.cost.rho);
  const again = unwrap(await domain.run({ script: byMap }));
  expect(again).toMatchObject({ table: first.table, answered: { cached: true } });
  expect(domain.spent() - before).toBe(plan.cost.rho);
});

test('a mean of blocks comes with the standard deviation of its noise', async () => {
  const { table, program } = unwrap(await domain.run({ script: byBlocks }));
  const [found, top] = table.rows.map((row) => Number(row[2]));
  const [sigma = 0, ofTop = 0] = program?.sigma ?? [];
  expect(Math.abs((found ?? 0) - 4)).toBeLessThan(5 * sigma + 0.2);
  expect(Math.abs((top ?? 0) - 8)).toBeLessThan(5 * ofTop + 0.5);
});

test('one person that a program hangs on changes neither that it answers nor the form of the answer', async () => {
  const script = aMapScript({ bundle: withHang(attackByMap('hangs')), results: [mean] });
  const there = unwrap(await domain.run({ script }));
  const absent = unwrap(await domain.run({ script, sql: 'SELECT least(amount, 8) AS x FROM people' }));
  expect(there.table.rows.map((row) => row.slice(0, 2))).toEqual(absent.table.rows.map((row) => row.slice(0, 2)));
  expect(domain.failures).toEqual([]);
});

test('a program that hangs on everybody fails with the one text at the tick, and is charged', async () => {
  const before = domain.spent();
  const script = aMapScript({ bundle: withHang('var program = { map() { hang(); } };'), unitMillis: 5 });
  const done = await domain.run({ script });
  expect(done).toEqual({ ok: false, refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }] });
  expect(domain.spent()).toBeGreaterThan(before);
});

test.each([
  ['throws', 'throw new Error("700.5");'],
  ['writes no number', 'next.fill(NaN);'],
])('an update that %s is told as any failure', async (_, body) => {
  const script = aMapScript({
    bundle: `var program = { map() {}, update(state, sums, at, next) { ${body} }, finish() {} };`,
  });
  expect(await domain.run({ script })).toEqual({
    ok: false,
    refusals: [{ code: 'E_EXEC', detail: 'Cannot complete the run' }],
  });
});

test('simulation shows the numbers without noise, those that the price would buy, and the console', async () => {
  const before = domain.spent();
  const script = aMapScript({
    ...byMap,
    bundle: meanByMap.replace('next.set(sums)', 'console.log("pass", iteration); next.set(sums)'),
  });
  const { table, forecast, program } = unwrap(await domain.simulate({ script, epsilon: 1 }));
  expect(table.rows).toEqual([['mean', 0, expect.closeTo(3613 / 901, 2)]]);
  expect(forecast.rows).not.toEqual(table.rows);
  expect(program?.console.join()).toContain('pass');
  const blocks = unwrap(await domain.simulate({ script: byBlocks }));
  expect(blocks.table.rows.map((row) => row[0])).toEqual([mean.name, largest.name]);
  expect(blocks.program).toMatchObject({ calls: 20, failed: 0 });
  expect(domain.spent()).toBe(before);
});

test('simulation says why a program failed', async () => {
  const script = aMapScript({ bundle: 'var program = { map() {}, update() { throw new Error("no such luck"); } };' });
  const done = await domain.simulate({ script });
  expect(codesOf(done)).toEqual(['E_PROGRAM']);
  expect(JSON.stringify(done)).toContain('no such luck');
});

test('column rules and bounds of groups are refused before anything is opened', async () => {
  expect(codesOf(await domain.analyse({ script: byMap, sql: 'SELECT id AS x FROM people' }))).toEqual([
    'E_COLUMN_RULE',
  ]);
  const { plan } = unwrap(await domain.analyse({ script: byMap }));
  expect(plan.units.rowsPerUnit).toBeGreaterThan(0);
});
