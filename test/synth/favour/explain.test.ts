import { expect, test } from 'vitest';
import { unwrap } from '#policies/refusal.ts';
import { requireWishes } from '#policies/simulation/wishes-check.ts';
import { cityEntries } from '#synth/city/catalog.ts';
import { scenarios } from '#synth/city/scenarios.ts';
import { CityDomain } from '../../fixtures/city.ts';

test('explain tells which simulation data would suit a query, in either lane, and what it could not read', async () => {
  await using city = await CityDomain.create({ scale: 0.002 });
  for (const lane of ['exact', 'private'] as const) {
    const sql = `SELECT sex, count(*) AS n FROM medical_settlement WHERE visit_type = $kind AND upper(insurance_type) = '职工' GROUP BY sex`;
    const parameters = [{ name: 'kind', value: '住院' }];
    const { wishes, notUnderstood } = unwrap(await city.domain.explain({ sql, lane, parameters }));
    expect(wishes).toEqual([
      {
        table: 'medical_settlement',
        conditions: [{ column: 'visit_type', accept: { kind: 'values', values: ['住院'] } }],
      },
    ]);
    expect(notUnderstood).toEqual([
      { why: 'this condition is not one of a column and constants', at: expect.anything() },
    ]);
  }
  const { wishes = [] } = unwrap(await city.domain.explain({ sql: scenarios.S4.sql }));
  expect(requireWishes(wishes, cityEntries).ok).toBe(true);
  expect(wishes.map(({ table }) => table)).toEqual(['power_usage_daily', 'power_usage_daily']);
});
