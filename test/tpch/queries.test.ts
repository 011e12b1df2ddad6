/** The 22 queries answer on generated data about what they answer on the reference data. */
import { beforeAll, expect, inject, test } from 'vitest';
import { privacySettings } from '#policies/privacy/settings.ts';
import { tpchFile } from './generate.ts';
import { runPlain } from './plain.ts';
import { expected, queryNumbers, tpchQuery } from './queries.ts';
import { queryLimits } from './settings.ts';

const scale = 0.1;
let path = '';
beforeAll(async () => {
  path = await tpchFile(inject('workspace'), scale);
});

const plain = async (number: number) => (await runPlain(path, tpchQuery(number))).rows;

/** Rows of the answers that do not depend on the scale. */
const sure = { 1: 4, 3: 10, 4: 5, 5: 5, 6: 1, 7: 4, 8: 2, 9: 175, 10: 20, 12: 2, 14: 1, 15: 1, 17: 1, 19: 1, 22: 7 };

test.each(queryNumbers)('query %i answers with rows of which not all values are missing', async (number) => {
  const rows = await plain(number);
  const count = (sure as Readonly<Record<number, number>>)[number];
  if (count !== undefined) expect(rows).toHaveLength(count);
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.flat()).not.toContain(null);
});

test('each of the 22 is expected to be answered, public, refused or tried', () => {
  expect(
    Object.values(expected)
      .flat()
      .sort((a, b) => a - b),
  ).toEqual(queryNumbers);
});

test.each(Object.entries(queryLimits))('privacySettings accepts the limits of query %s', (number, limits) => {
  expect(privacySettings.parse(limits)).toEqual({ ...limits, epsilon: 1 });
  expect([...expected.answered, ...expected.stretch]).toContain(Number(number));
});

/** @see TPC-H specification, the validation output of clause 2.4 (scale 1): the last column of each row */
const reference = {
  1: { within: 0.03, values: [1_478_493, 38_854, 2_920_374, 1_478_870] },
  4: { within: 0.1, values: [10_594, 10_476, 10_410, 10_556, 10_487] },
  6: { within: 0.1, values: [123_141_078.2283] },
  12: { within: 0.1, values: [9_324, 9_262] },
} as const;

test.each(Object.entries(reference))(
  'query %s answers as the reference data of ten times the size does',
  async (number, want) => {
    const got = (await plain(Number(number))).map((row) => Number(row.at(-1)) / scale);
    expect(got).toHaveLength(want.values.length);
    want.values.forEach((value, at) => expect(Math.abs((got[at] ?? 0) / value - 1)).toBeLessThan(want.within));
  },
);

test('query 14: the share of promotions is that of the reference data within a point', async () => {
  const [[share]] = (await plain(14)) as [[number]];
  expect(Math.abs(share - 16.38)).toBeLessThan(1);
});
