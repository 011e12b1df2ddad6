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

async function explained(sql: string, treatment: Treatment, lane: 'exact' | 'private' = 'exact') {
  const release = releaseSettings.parse({ treatment });
  return codesOf(await city.office.domain.explain({ sql, lane, release: { ...release, publish: [], hide: [] } }));
}

test('the domain refuses a treatment of what it does not protect, and of noisy tables, when it is asked to explain', async () => {
  expect(await explained('SELECT sum(reg_capital_wan) FROM ent_registration', 'controlled_rounding')).toEqual([
    'E_TREATMENT',
  ]);
  expect(await explained(units, 'cell_key', 'private')).toEqual(['E_TREATMENT']);
  expect(await explained(units, 'suppress', 'private')).toEqual([]);
});

test('the domain accepts counts of units under every treatment', async () => {
  for (const treatment of ['suppress', 'controlled_rounding', 'small_count_rounding', 'cell_key'] as const) {
    expect(await explained(units, treatment)).toEqual([]);
    expect(await explained(rows, treatment)).toEqual([]);
  }
});
