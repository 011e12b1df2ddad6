/** A machine that cannot confine programs: nothing runs until the custodian answers for it, and then everything says so. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { acceptCityRisk } from '#gateway/city/accept-risk.ts';
import { agreeOn, approveProgram, walk } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { printVerdict } from '#gateway/record/verdict.ts';
import { verifyBundle } from '#gateway/record/verify.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { packed } from '../fixtures/packed.ts';
import { aPlan } from '../gateway/plans.ts';
import { codesOf } from '../gateway/refused.ts';

let city: Installation;
beforeAll(async () => {
  const dir = await copyOfCity();
  const own = (name: string, settings: object) => writeFileSync(join(dir, 'domain', name), JSON.stringify(settings));
  own('ticks.json', { short: 3_000, medium: 3_000, long: 3_000 });
  own('programs.json', { tier: 'T0' });
  city = await openInstallation(dir, cityPeople);
});
afterAll(async () => city[Symbol.asyncDispose]());

test('decision 6: in T0 a program runs by an acceptance only, and receipt, certificate and verdict name it', async () => {
  const sql = 'SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';
  const text = `export default function main(input, output) {
    output.rows[0] = 1;
    output.most[0] = Math.max(...input.columns.firms.filter((count) => count === count));
  }`;
  const table = { columns: [{ kind: 'number' as const, name: 'most' }], maxRows: 1 };
  const plan = aPlan({ sql, script: await packed<'tables'>(text, { mode: 'tables', table }) });
  const { agreement } = await agreeOn(city.as, plan);
  const program = await approveProgram(city.as, plan, agreement);
  const order = { program: program.id, hash: program.hash, scenario: plan.scenario.id, parameters: [] };
  expect(codesOf(await city.as(people.vendor.person).call('/run/runs', order))).toEqual(['E_ISOLATION']);
  const accepted = await acceptCityRisk(city.office, city.as);
  const walked = await walk(city.as, { ...plan, scenario: { id: 'scn.accepted', title: '最大值' } });
  expect(walked.result).toMatchObject({ tier: 'T0', rows: 1 });
  const told = printVerdict(unwrap(verifyBundle(walked.bundle)));
  expect(told).toContain(String(accepted?.['id']));
  expect(told).toContain('T0');
});
