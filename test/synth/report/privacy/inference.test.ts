import { expect, test } from 'vitest';
import type { Attribute } from '#policies/simulation/attribute.ts';
import type { CodeColumns } from '#synth/fit/types.ts';
import { inference } from '#synth/report/privacy/inference.ts';
import { streamOf } from '#synth/report/random.ts';

const key: Attribute = {
  name: 'key',
  origin: { kind: 'own', column: 'key', part: 'whole' },
  cells: { kind: 'codes', values: Array.from({ length: 200 }, (_, at) => at), none: false },
};
const balance: Attribute = {
  name: 'balance',
  origin: { kind: 'own', column: 'balance', part: 'whole' },
  cells: { kind: 'numbers', edges: [-1000, -900, -800, -100, 0, 100, 104, 108, 1000], none: true },
};

function rows(cell: number): CodeColumns {
  return [Uint16Array.from({ length: 200 }, (_, at) => at), new Uint16Array(200).fill(cell)];
}

/** Two hundred members with a key of their own and this balance; whoever is drawn with that key has another. */
function successOn(secret: number, drawn: number): number {
  const [first = new Uint16Array(0), second = new Uint16Array(0)] = rows(drawn);
  // One row elsewhere, so that the balance varies.
  const varied = [Uint16Array.of(...first, 0), Uint16Array.of(...second, drawn === 3 ? 4 : 3)];
  const targets = { members: rows(secret), strangers: rows(secret), drawn: varied };
  const found = inference([key, balance], targets, streamOf(1, 'test')).find((attack) => attack.secret === 'balance');
  return found?.members ?? -1;
}

test('inference of a number succeeds within 5 % of the size of the secret', () => {
  expect(successOn(5, 6)).toBe(1);
  expect(successOn(5, 7)).toBe(0);
});

test('inference counts no guess for being negative (the fault in anonymeter 1.0)', () => {
  expect(successOn(4, 0)).toBe(0);
  expect(successOn(7, 0)).toBe(0);
  expect(successOn(0, 1)).toBe(0);
  expect(successOn(0, 0)).toBe(1);
});

test('inference of NULL succeeds with NULL alone', () => {
  expect(successOn(8, 8)).toBe(1);
  expect(successOn(8, 4)).toBe(0);
  expect(successOn(4, 8)).toBe(0);
});
