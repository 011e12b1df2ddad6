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
import { codesOf } from '../gateway/refused.ts';

let city: Installation;
beforeAll(async () => {
  const dir = await copyOfCity();
  const tick = 3_000;
  writeFileSync(join(dir, 'domain', 'ticks.json'), JSON.stringify({ short: tick, medium: tick, long: tick }));
  city = await openInstallation(dir, cityPeople);
  await acceptCityRisk(city.office, city.as);
});
afterAll(async () => city[Symbol.asyncDispose]());

const byDistrict = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL ORDER BY 1';

test('SH-17-2 GD-22-1 a program in mode tables makes an index of released cells, from simulation to bundle', async () => {
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
  expect(walked.result['tier']).toBe(city.office.tier());
  expect(walked.bundle.length).toBeGreaterThan(0);
});

const firms = 'SELECT staff_size_band, reg_capital_wan AS capital FROM ent_registration';

test('a program in mode rows refuses too few firms, where leaving out a block would change too little', async () => {
  const text = 'export default function main(input, output) { output.mean[0] = 1; }';
  const results = [{ name: 'mean', length: 1, lo: 0, hi: 100, step: 0.001 }];
  const script = await packed<'rows'>(text, { mode: 'rows', results });
  const simulated = await city.as(people.vendor.person).call('/simulate/query', { sql: firms, script });
  expect(codesOf(simulated)).toEqual(['E_MODEL_ROWS']);
});

const privately = { lane: 'private', privacy: { epsilon: 2 }, budget: 20 } as const;

test('a program in mode map adds up bounded vectors of firms, and only noisy sums leave', async () => {
  const text = `
  export function map(unit, state, out) {
    const capital = unit.values[unit.at.capital];
    console.log('a firm of', unit.levels.staff_size_band[unit.values[unit.at.staff_size_band]]);
    out[0] = 1;
    out[1] = Math.min(1, Math.log1p(capital) / 20) + state[0] * 0;
  }
  export function update(state, sums, iteration, next) { next[0] = sums[0]; next[1] = sums[1]; }
  export function finish(state, output) { output.firms[0] = state[0]; output.mean[0] = (20 * state[1]) / state[0]; }`;
  const script = await packed<'map'>(text, {
    mode: 'map',
    vector: { length: 2, clip: 1.5 },
    state: { length: 2 },
    iterations: 2,
    results: [
      { name: 'firms', length: 1, lo: 0, hi: 10_000, step: 1 },
      { name: 'mean', length: 1, lo: 0, hi: 20, step: 0.1 },
    ],
  });
  const asked = { sql: firms, script, ...privately };
  const { budget: _, ...question } = asked;
  const simulated = unwrap(await city.as(people.vendor.person).call('/simulate/query', question));
  expect(JSON.stringify(simulated['program'])).toContain('a firm of');
  const walked = await walk(city.as, aPlan(asked));
  expect(walked.result).toMatchObject({ rows: 2, suppressedCells: 0, privacy: { cached: false } });
});

test('a program in mode blocks averages over blocks of firms, and only noisy averages leave', async () => {
  const text = `export default function main(input, output) {
    let total = 0;
    for (const capital of input.columns.capital) total += Math.log1p(capital);
    output.mean[0] = total / input.count;
  }`;
  const results = [{ name: 'mean', length: 1, lo: 0, hi: 20, step: 0.01 }];
  const script = await packed<'blocks'>(text, { mode: 'blocks', count: 20, callMillis: 100, results });
  const walked = await walk(city.as, aPlan({ sql: firms, script, ...privately }));
  expect(walked.result).toMatchObject({ rows: 1, privacy: { cached: false } });
});
