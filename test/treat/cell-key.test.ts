/** Cell-key perturbation: the Handbook's example, SQL against a slow reference, and the attacks it must stand. @see SDC Handbook §5.4, §5.7 */
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import * as fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import {
  noiseParameters,
  perturbBy,
  perturbCounts,
  perturbedMean,
  type KeyedCount,
} from '#policies/disclosure/treat/cell-key.ts';
import { keyColumns, printKeyColumns } from '#policies/disclosure/treat/cell-key-sql.ts';
import { faultsOf, keyRange, makePTable, noiseOf, type PTable } from '#policies/disclosure/treat/p-table.ts';
import { idSpace } from '#policies/units.ts';
import { cellKeysOf } from '#sandbox/supervisor/cell-keys.ts';

const hash = (message: Uint8Array): Uint8Array => createHmac('sha256', 'a test secret').update(message).digest();
const recordKey = (unit: number): number =>
  createHmac('sha256', 'records').update(String(unit)).digest().readUInt32BE();
const keyed = (units: readonly number[]): KeyedCount => ({
  units: units.length,
  keys: units.reduce((sum, unit) => (sum + recordKey(unit)) % keyRange, 0),
});

test('SDC Handbook tables 5.16 and 5.17: record keys 0.9, 0.3 and 0.6 make a count of 3 a 4', () => {
  const row = [
    { noise: -1, probability: 0.3, below: 0.3 * keyRange },
    { noise: 0, probability: 0.4, below: 0.7 * keyRange },
    { noise: 1, probability: 0.3, below: keyRange },
  ];
  const table: PTable = [[{ noise: 0, probability: 1, below: keyRange }], row, row, row];
  const key = [0.9, 0.3, 0.6].reduce((sum, share) => (sum + Math.round(share * keyRange)) % keyRange, 0);
  expect(key / keyRange).toBeCloseTo(0.8, 6);
  expect(3 + noiseOf(table, { count: 3, key })).toBe(4);
});

test('the noise of every profile keeps what a p-table promises, and grows with the profile', () => {
  const names = ['open', 'standard', 'sensitive'] as const;
  for (const name of names) expect(faultsOf(makePTable(noiseParameters(name)), noiseParameters(name))).toEqual([]);
  const spread = names.map((name) => noiseParameters(name).variance);
  expect(spread).toEqual(spread.toSorted((a, b) => a - b));
});

test('perturbCounts gives equal sets of units one number in every table, and never a count from 1 to the floor', () => {
  const perturb = perturbCounts('standard', hash);
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(500), { maxLength: 30 }), (units) => {
      const released = perturb(keyed(units));
      expect(perturb(keyed(units.toReversed()))).toBe(released);
      expect(released === 0 || released > noiseParameters('standard').floor).toBe(true);
      expect(Math.abs(released - units.length)).toBeLessThanOrEqual(noiseParameters('standard').largest);
      if (units.length === 0) expect(released).toBe(0);
    }),
  );
});

const noises = (secret: string): readonly number[] => {
  const perturb = perturbCounts('standard', (message) => createHmac('sha256', secret).update(message).digest());
  return Array.from(
    { length: 20_000 },
    (_, cell) => perturb({ units: 100, keys: (cell * 2_654_435_761) % keyRange }) - 100,
  );
};

test('perturbCounts has mean 0 and the stated variance over many cells, and another secret another noise', () => {
  const one = noises('one');
  const mean = one.reduce((sum, noise) => sum + noise, 0) / one.length;
  const variance = one.reduce((sum, noise) => sum + noise ** 2, 0) / one.length;
  // Five standard errors: √(3 / 20000) and √(2·9 / 20000).
  expect(Math.abs(mean)).toBeLessThan(5 * Math.sqrt(3 / 20_000));
  expect(Math.abs(variance - 3)).toBeLessThan(5 * Math.sqrt(18 / 20_000));
  expect(noises('two')).not.toEqual(one);
});

test('the noise of a total does not follow from that of its parts, though the keys add up', () => {
  const table = makePTable(noiseParameters('standard'));
  const perturb = perturbBy(table, hash);
  // Without the second hash, parts with the lowest noise would have a total whose key is below twice the bound: always the same few noises.
  const bound = table.at(-1)?.[2]?.below ?? 0;
  const seen = new Set<number>();
  const linear = new Set<number>();
  for (let part = 0; part < 400; part += 1) {
    const keys = Math.floor((bound * part) / 400);
    linear.add(noiseOf(table, { count: 100, key: (2 * keys) % keyRange }));
    seen.add(perturb({ units: 100, keys: (2 * keys) % keyRange }) - 100);
  }
  expect(linear.size).toBeLessThan(6);
  expect(seen.size).toBeGreaterThan(7);
});

test('SQL of the key columns: units and Σ of keyed hashes, the same as node computes unit by unit', async () => {
  const folder = await mkdtemp(join(inject('workspace'), 'cell-keys-'));
  const keys = await cellKeysOf({ snapshots: folder }, idSpace('person'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const columns = printKeyColumns({ unit: 'u', counts: 'n > 0', sum: 's' }, keys.recordKey);
  expect(columns).toHaveLength(keyColumns.length);
  const rows = await connection.runAndReadAll(
    `SELECT g, ${columns.join(', ')} FROM (VALUES (1, '甲', 1, 2.5), (1, 'b', 2, -1), (1, 'c', 0, NULL), (2, 'c', 0, NULL)) t(g, u, n, s) GROUP BY g ORDER BY g`,
  );
  const master = await readFile(join(folder, '.cells.key'));
  const secret = createHmac('sha256', master).update('record/person').digest();
  const record = (unit: string): number => createHmac('sha256', secret).update(unit).digest().readUInt32BE();
  expect(rows.getRowsJson().map((row) => row.map((value) => (value === null ? null : Number(value))))).toEqual([
    [1, 2, (record('甲') + record('b')) % keyRange, 1.5],
    [2, 0, 0, null],
  ]);
  connection.closeSync();
});

test('cellKeysOf keeps one secret, another for every space and for simulations', async () => {
  const folder = await mkdtemp(join(inject('workspace'), 'cell-keys-'));
  const person = await cellKeysOf({ snapshots: folder }, idSpace('person'));
  const again = await cellKeysOf({ snapshots: folder }, idSpace('person'));
  const firm = await cellKeysOf({ snapshots: folder }, idSpace('enterprise'));
  expect(again.recordKey('u')).toBe(person.recordKey('u'));
  expect(firm.recordKey('u')).not.toBe(person.recordKey('u'));
  const simulation = await cellKeysOf({ snapshots: folder }, idSpace('person'), 'simulation');
  expect(simulation.recordKey('u')).not.toBe(person.recordKey('u'));
  const message = randomBytes(8);
  expect(simulation.hash(message)).not.toEqual(person.hash(message));
  expect(again.hash(message)).toEqual(person.hash(message));
  expect(firm.hash(message)).not.toEqual(person.hash(message));
});

// — attacks —

test('averaging over ten equal tables tells nothing about a cell key, and everything about fresh noise', () => {
  const perturb = perturbCounts('standard', hash);
  const table = makePTable(noiseParameters('standard'));
  const cells = Array.from({ length: 40 }, (_, cell) =>
    Array.from({ length: 20 + cell }, (_unused, unit) => 1000 * cell + unit),
  );
  const average = (of: (units: readonly number[], time: number) => number, times: number): number => {
    const errors = cells.map((units) => {
      const answers = Array.from({ length: times }, (_, time) => of(units, time));
      return Math.abs(answers.reduce((sum, answer) => sum + answer, 0) / times - units.length);
    });
    return errors.reduce((sum, error) => sum + error, 0) / errors.length;
  };
  const fresh = (units: readonly number[], time: number): number =>
    units.length +
    noiseOf(table, {
      count: units.length,
      key: hash(Buffer.from(`${time}/${units[0]}`))
        .slice(0, 4)
        .reduce((sum, byte) => sum * 256 + byte, 0),
    });
  const keyedOnce = average((units) => perturb(keyed(units)), 1);
  expect(average((units) => perturb(keyed(units)), 10)).toBe(keyedOnce);
  expect(keyedOnce).toBeGreaterThan(0.9);
  expect(average(fresh, 10)).toBeLessThan(keyedOnce / 2);
});

test('two tables that differ by one person do not tell whether the person is in: both ways give the same differences', () => {
  const perturb = perturbCounts('standard', hash);
  const differences = (without: number): readonly number[] =>
    Array.from({ length: 200 }, (_, cell) => {
      const units = Array.from({ length: 30 }, (_unused, unit) => 100 * cell + unit);
      return perturb(keyed(units)) - perturb(keyed(units.slice(without)));
    });
  const removed = differences(1);
  expect(removed.filter((difference) => difference === 1).length / removed.length).toBeLessThan(0.4);
  expect(new Set(removed).size).toBeGreaterThan(8);
  expect(differences(0)).toEqual(Array.from({ length: 200 }, () => 0));
});

/** Counts within `most` of the perturbed ones, additive, for which means times counts add up as well. @see SDC Handbook tables 5.23 and 5.24 */
function meanAttack(
  perturbed: readonly [number, number, number],
  means: readonly [number, number, number],
  most: number,
): readonly (readonly number[])[] {
  const [n1, n2, n] = perturbed;
  const near = (count: number): readonly number[] =>
    Array.from({ length: 2 * most + 1 }, (_, index) => count - most + index);
  return near(n1).flatMap((a) =>
    near(n2)
      .filter((b) => Math.abs(a + b - n) <= most && Math.abs(a * means[0] + b * means[1] - (a + b) * means[2]) < 0.005)
      .map((b) => [a, b, a + b]),
  );
}

test('SDC Handbook §5.7: original means beside perturbed counts give the counts away, means over perturbed counts do not', () => {
  const perturbed = [9, 14, 19] as const;
  const sums = [90, 95, 185] as const;
  expect(meanAttack(perturbed, [90 / 8, 95 / 12, 185 / 20], 2)).toEqual([[8, 12, 20]]);
  const published = [0, 1, 2].map((cell) => perturbedMean(sums[cell] ?? 0, perturbed[cell] ?? 0) ?? 0);
  const found = meanAttack(perturbed, [published[0] ?? 0, published[1] ?? 0, published[2] ?? 0], 2);
  expect(found).not.toContainEqual([8, 12, 20]);
  expect(perturbedMean(90, 0)).toBeNull();
});
