/** What the domain says of a treatment before it opens any data. @see disclosure.md §2.6 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseSettings, type Treatment } from '#policies/disclosure/release-settings.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { codesOf } from '../gateway/refused.ts';

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const rows = 'SELECT district_code, count(*) AS n FROM ent_registration GROUP BY district_code';
const units = 'SELECT district_code, count(DISTINCT uscc) AS n FROM ent_registration GROUP BY district_code';

interface Asked {
  readonly lane?: 'exact' | 'private';
  readonly base?: number;
}

async function explained(sql: string, treatment: Treatment, { lane = 'exact', base = 10 }: Asked = {}) {
  const release = releaseSettings.parse({ treatment, base });
  return codesOf(await city.office.domain.explain({ sql, lane, release: { ...release, publish: [], hide: [] } }));
}

test('the domain refuses a treatment of what it does not protect, and of noisy tables, when it is asked to explain', async () => {
  expect(await explained('SELECT sum(reg_capital_wan) FROM ent_registration', 'controlled_rounding')).toEqual([
    'E_TREATMENT',
  ]);
  expect(await explained(units, 'cell_key', { lane: 'private' })).toEqual(['E_TREATMENT']);
  expect(await explained(units, 'suppress', { lane: 'private' })).toEqual([]);
});

test('the domain accepts counts of units under every treatment', async () => {
  for (const treatment of ['suppress', 'controlled_rounding', 'small_count_rounding', 'cell_key'] as const) {
    expect(await explained(units, treatment)).toEqual([]);
    expect(await explained(rows, treatment)).toEqual([]);
  }
});

test('the domain refuses a base that leaves small counts exact, or nearly', async () => {
  expect(await explained(units, 'small_count_rounding', { base: 9 })).toEqual(['E_TREATMENT']);
  expect(await explained(units, 'controlled_rounding', { base: 4 })).toEqual(['E_TREATMENT']);
  expect(await explained(units, 'controlled_rounding', { base: 5 })).toEqual([]);
});
