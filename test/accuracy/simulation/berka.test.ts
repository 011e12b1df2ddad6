/** Berka with its relations, fitted once at ε = 1 with noise that is known, and drawn larger than it is. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { generateFitted, type FittedFile } from '#synth/fitted/generate-fitted.ts';
import { berkaHoldersEntry } from '../../fixtures/berka-holders.ts';
import { sharedData, whereShared } from '../../fixtures/shared-data.ts';
import { knownStream } from '../../privacy/known-stream.ts';
import { openSimulation, type Bench } from '../../synth/support.ts';
import { openBerkaDoor } from './berka-door.ts';
import { breaches, orphansIn } from './breaches.ts';
import { children, degreeError, errorOfShares, readBank, sharesOf, type BankRows } from './loan-status.ts';
import { readReal } from './bank-rows.ts';
import { fitAll, type OpenedFit } from './open-fit.ts';

const shared = sharedData();
if (shared === undefined) console.warn(`simulation of Berka: ${whereShared}`);

const scale = 5;
let door: OpenedFit;
let files: readonly FittedFile[] = [];
let bench: Bench;
let real: BankRows;
let made: BankRows;

beforeAll(async () => {
  if (shared === undefined) return;
  door = await openBerkaDoor(shared, inject('workspace'));
  const model = await fitAll(door, door.planAt(1), knownStream('berka'));
  files = await generateFitted([berkaHoldersEntry], [model], { dir: door.folder, seed: 1, scale });
  bench = await openSimulation(files);
  real = await readReal(door, shared);
  made = await readBank(bench, shared);
}, 120_000);
afterAll(async () => {
  if (shared === undefined) return;
  bench.close();
  await door[Symbol.asyncDispose]();
});

test.skipIf(!shared)('generateFitted: every row of a fitted bank refers to a row, and breaks nothing', async () => {
  expect(await orphansIn(bench, berkaHoldersEntry.tables)).toBe(0);
  expect(await breaches(bench, berkaHoldersEntry.tables)).toEqual([]);
  expect(files.flatMap(({ tables }) => tables.map(({ level }) => level))).toEqual([1, 1, 1, 1]);
});

test.skipIf(!shared)('orphansIn sees a row that refers to none', async () => {
  const other = await openSimulation(files);
  await other.rows(
    'CREATE OR REPLACE VIEW account AS SELECT * FROM "berka_holders@".main.account WHERE account_id % 2 = 0',
  );
  expect(await orphansIn(other, berkaHoldersEntry.tables)).toBeGreaterThan(1000);
  other.close();
});

test.skipIf(!shared)('generateFitted: accounts have as many holders, loans and orders as real ones', () => {
  expect(Math.abs(made.accounts.length / (scale * real.accounts.length) - 1)).toBeLessThan(0.05);
  for (const child of children) expect([child, degreeError(real, made, child) < 0.04]).toEqual([child, true]);
});

test.skipIf(!shared)(
  'generateFitted: loans by region and age of the owner are within a tenth, and better than any',
  () => {
    const error = errorOfShares(sharesOf(real.loans, 'both'), sharesOf(made.loans, 'both'));
    expect(error).toBeLessThan(0.1);
    const wrong = made.loans.map((loan) => ({ ...loan, status: loan.status === 'C' ? 'A' : loan.status }));
    expect(errorOfShares(sharesOf(real.loans, 'both'), sharesOf(wrong, 'both'))).toBeGreaterThan(0.15);
  },
);
