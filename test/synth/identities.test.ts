import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeResidentId, closeUscc } from '#synth/checks.ts';
import { fmix32, hashMacros, seedOf } from '#synth/hash.ts';
import { identityTable } from '#synth/identities.ts';
import { isCardNumber, isResidentId, isUscc } from './oracles.ts';
import { type Bench, openBench } from './support.ts';

const count = 20_000;
let bench: Bench;

beforeAll(async () => {
  bench = await openBench();
  for (const macro of hashMacros) await bench.rows(macro);
  await bench.rows(`CREATE TABLE numbers AS SELECT i FROM range(${count}) AS r(i)`);
});

afterAll(() => bench.close());

test('isUscc and isResidentId accept the worked examples of the standards', () => {
  expect(isUscc('91350100M000100Y43')).toBe(true);
  expect(isUscc('91350100M000100Y44')).toBe(false);
  expect(isResidentId('11010519491231002X')).toBe(true);
  expect(isResidentId('110105194912310020')).toBe(false);
});

test('closeUscc gives the worked example of GB 32100', () => {
  expect(closeUscc('91350100M000100Y')).toBe('91350100M000100Y43');
});

test('closeResidentId gives the worked example of GB 11643', () => {
  expect(closeResidentId('11010519491231002')).toBe('11010519491231002X');
});

test('fmix is the same function in SQL and in JavaScript', async () => {
  for (const value of [0, 1, 77, 2 ** 31, 2 ** 32 - 1]) {
    expect(Number(await bench.value(`SELECT fmix(${value}, 0)`))).toBe(fmix32(value));
  }
});

test('fmix32 gives the published values of MurmurHash3', () => {
  expect(fmix32(0)).toBe(0);
  expect(fmix32(1)).toBe(0x514e28b7);
  expect(fmix32(0xffffffff)).toBe(0x81f16f39);
});

test.each([
  ['uscc', isUscc, /^91990|^91991|^91992|^91993|^91994/],
  ['resident_id', isResidentId, /^99[0-4]/],
  ['bank_card', isCardNumber, /^99990/],
] as const)('identityTable makes %s well formed, unique and never issuable', async (kind, isValid, prefix) => {
  const sql = identityTable(kind, { side: 'simulation', seed: seedOf(1, kind), count, numbers: 'numbers' });
  const values = (await bench.rows(sql)).map((row) => String(row['v']));
  expect(new Set(values).size).toBe(count);
  expect(values.filter((value) => !isValid(value))).toEqual([]);
  expect(values.filter((value) => !prefix.test(value))).toEqual([]);
});

test.each(['uscc', 'resident_id', 'bank_card'] as const)('identityTable keeps the sides of %s apart', async (kind) => {
  const table = (side: 'simulation' | 'real', seed: number) =>
    `SELECT v FROM (${identityTable(kind, { side, seed, count, numbers: 'numbers' })})`;
  expect(await bench.rows(`${table('simulation', 5)} INTERSECT ${table('real', 5)}`)).toEqual([]);
});
