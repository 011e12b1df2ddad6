/** Programs of every mode from text to bundle, through HTTP, over the city: the same program on simulation data and on real snapshots. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptCityRisk } from '#gateway/city/accept-risk.ts';
import { walk } from '#gateway/city/journey.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { unwrap } from '#policies/refusal.ts';
import { people } from '#gateway/city/people.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { packed } from '../fixtures/packed.ts';
import { aPlan } from '../gateway/plans.ts';

let city: Installation;
beforeAll(async () => {
  const dir = await copyOfCity();
  const tick = 8_000;
  writeFileSync(join(dir, 'domain', 'ticks.json'), JSON.stringify({ short: tick, medium: tick, long: tick }));
  city = await openInstallation(dir, cityPeople);
  await acceptCityRisk(city.office, city.as);
});
afterAll(async () => city[Symbol.asyncDispose]());

const byDistrict = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1';

test('a program in mode tables makes an index of released cells, from simulation to bundle', async () => {
  const text = `export default function main(input, output) {
    const { firms, district_code } = input.columns;
    let total = 0;
    for (const count of firms) if (count === count) total += count;
    console.log('districts', input.count);
    output.rows[0] = input.count;
    for (let at = 0; at < input.count; at++) {
      output.district[at] = district_code[at];
      output.share[at] = firms[at] / total;
    }
  }`;
  const script = await packed<'tables'>(text, {
    mode: 'tables',
    table: {
      columns: [
        { kind: 'text', name: 'district', from: 'district_code' },
        { kind: 'number', name: 'share', digits: 4 },
      ],
      maxRows: 50,
    },
  });
  const simulated = unwrap(await city.as(people.vendor.person).call('/simulate/query', { sql: byDistrict, script }));
  expect(simulated).toMatchObject({ program: { calls: 1, failed: 0 } });
  expect(JSON.stringify(simulated['program'])).toContain('districts');
  const walked = await walk(city.as, aPlan({ sql: byDistrict, script }));
  expect(walked.result).toMatchObject({ columns: [{ name: 'district' }, { name: 'share' }], suppressedCells: 0 });
  expect(walked.bundle.length).toBeGreaterThan(0);
});
