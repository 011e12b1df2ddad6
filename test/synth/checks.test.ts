import { expect, test } from 'vitest';
import { closeResidentId, closeUscc, digitSums, luhnSums } from '#synth/checks.ts';

test('closeUscc gives the worked example of GB 32100', () => {
  expect(closeUscc('91350100M000100Y')).toBe('91350100M000100Y43');
});

test('closeResidentId gives the worked example of GB 11643', () => {
  expect(closeResidentId('11010519491231002')).toBe('11010519491231002X');
});

test('digitSums weighs the digits of each number, leading zeros among them', () => {
  const sums = digitSums([7, 3], 11);
  expect(sums).toHaveLength(100);
  expect([sums[0], sums[5], sums[42]]).toEqual([0, 4, (4 * 7 + 2 * 3) % 11]);
});

test('luhnSums doubles every second digit from the last one, or from the one before', () => {
  expect(luhnSums(3, true)[789]).toBe((7 * 2 - 9 + 8 + (9 * 2 - 9)) % 10);
  expect(luhnSums(3, false)[789]).toBe((7 + (8 * 2 - 9) + 9) % 10);
});
