import { expect, test } from 'vitest';
import { fmix32, hashMacros } from '#synth/hash.ts';
import { openBench } from './support.ts';

test('fmix is the same function in SQL and in JavaScript', async () => {
  const bench = await openBench();
  for (const macro of hashMacros) await bench.rows(macro);
  for (const value of [0, 1, 77, 2 ** 31, 2 ** 32 - 1]) {
    expect(Number(await bench.value(`SELECT fmix(${value}, 0)`))).toBe(fmix32(value));
  }
  bench.close();
});

test('fmix32 gives the published values of MurmurHash3', () => {
  expect(fmix32(0)).toBe(0);
  expect(fmix32(1)).toBe(0x514e28b7);
  expect(fmix32(0xffffffff)).toBe(0x81f16f39);
});
