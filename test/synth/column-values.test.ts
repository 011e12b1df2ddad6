import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Column, SemanticType } from '#policies/catalog/entry.ts';
import { valuesOf } from '#synth/column-values.ts';
import { surnames } from '#synth/dictionaries.ts';
import { drawNumber } from '#synth/value-set.ts';
import { type Bench, aColumn, openBench } from './support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

/** Values by hashes that lie all over the 32-bit numbers. */
async function drawn(column: Column, rows = 5_000): Promise<string[]> {
  const set = valuesOf(column);
  if (set.kind !== 'numbered') throw new Error('Cannot draw: the set must be numbered');
  const hash = `CAST((i * 2654435761) % 4294967296 AS BIGINT)`;
  const sql = `SELECT ${set.at(drawNumber(set, hash))}::VARCHAR AS v FROM range(${rows}) AS r(i)`;
  return (await bench.rows(sql)).map((row) => String(row['v']));
}

const of = (semantic: SemanticType) => drawn(aColumn('c', { semantic }));

test('valuesOf gives phones of a segment that no mobile phone has', async () => {
  expect((await of('phone')).filter((phone) => !/^12\d{9}$/.test(phone))).toEqual([]);
});

test('valuesOf gives plates with a letter that plates do not use', async () => {
  const plates = await of('plate');
  expect(plates.filter((plate) => !/^[一-龥]I[A-H]\d{4}$/.test(plate))).toEqual([]);
  expect(new Set(plates.map((plate) => plate[0])).size).toBe(31);
});

test('valuesOf gives ICD-10 categories of nearly all chapters, and all sections of GB/T 4754', async () => {
  const codes = new Set(await of('icd10'));
  expect([...codes].filter((code) => !/^[A-Z]\d\d(\.\d)?$/.test(code))).toEqual([]);
  // Without external causes (V to Y), which are no diagnosis by themselves, and provisional codes (U).
  expect([...new Set([...codes].map((code) => code.slice(0, 1)))].toSorted().join('')).toBe('ABCDEFGHIJKLMNOPQRSTZ');
  expect([...new Set(await of('industry'))].toSorted().join('')).toBe('ABCDEFGHIJKLMNOPQRST');
});

test('valuesOf draws surnames by how common they are and each given name', async () => {
  const names = await drawn(aColumn('c', { semantic: 'person_name' }), 100_000);
  const share = (surname: string) => names.filter((name) => name.startsWith(surname)).length / names.length;
  for (const [surname, percent] of [
    ['王', 7.3],
    ['李', 7.2],
    ['刘', 5.5],
    ['丁', 0.3],
  ] as const) {
    expect(Math.abs(100 * share(surname) - percent)).toBeLessThan(0.5);
  }
  expect(surnames.filter((surname) => share(surname) === 0)).toEqual([]);
});

test.each([[[1, 1]], [[80, 5, 10, 5]], [[0.65, 0.35]], [[3, 0, 1]], [Array.from({ length: 300 }, (_, k) => k + 1)]])(
  'drawNumber follows weights, exactly or nearly (%#)',
  async (weights) => {
    const values = weights.map((_, k) => k);
    const numbers = await drawn(aColumn('c', { domain: { kind: 'codes', values, weights } }), 200_000);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const counts = values.map((value) => numbers.filter((number) => number === String(value)).length);
    for (const [k, count] of counts.entries()) {
      expect(Math.abs(count / numbers.length - (weights[k] ?? 0) / total)).toBeLessThan(0.004);
      expect(count > 0).toBe((weights[k] ?? 0) > 0);
    }
  },
);
