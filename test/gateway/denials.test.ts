/** Denials over HTTP: counted from the record, told to checkers only, reset by the operator with a reason. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileExport, release, submitExport } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { aPlan, toExport, toRun } from './plans.ts';
import { codesOf } from './refused.ts';

const entry = 'ent_registration';
const firms = (where: string) =>
  `SELECT district_code, count(DISTINCT uscc) AS firms FROM ent_registration ${where} GROUP BY ALL ORDER BY 1`;

let city: Installation;
beforeAll(async () => {
  city = await openCity();
});
afterAll(async () => city[Symbol.asyncDispose]());

const desk = () => city.as(people.operator.person);
const lines = async () =>
  unwrap(await desk().call('/check/denials'))['items'] as readonly { vendor: string; spent: number }[];
const spent = async () => (await lines()).find(({ vendor }) => vendor === people.vendor.org)?.spent;

test('a block beside earlier releases is charged once, a third neighbour double, and the operator resets it', async () => {
  const whole = aPlan({ sql: firms('') });
  const made = await toExport(city.as, whole);
  await fileExport(city.as, { id: made.export, run: made.run });
  await release(city.as, whole, made.export);
  expect(await spent()).toBeUndefined();
  const plans = ["'D', 'N', 'P'", "'D', 'N'", "'D', 'P'"].map((list) =>
    aPlan({ sql: firms(`WHERE industry_code NOT IN (${list})`) }),
  );
  const charged: (number | undefined)[] = [];
  for (const plan of plans) {
    const ran = await toRun(city.as, plan);
    const submitted = await submitExport(city.as, plan, ran);
    expect(submitted).toMatchObject({ state: 'blocked', outcome: 'needs_coarser_design' });
    expect(JSON.stringify(submitted)).not.toMatch(/E_HISTORY|probing|weight/);
    charged.push(await spent());
    await submitExport(city.as, plan, ran);
    expect(await spent()).toBe(charged.at(-1));
  }
  expect(charged).toEqual([1, 2, 4]);
  const reset = { vendor: people.vendor.org, entry, reason: '已核实为正常修改' };
  for (const { person } of [people.vendor, people.agency, people.regulator]) {
    expect(codesOf(await city.as(person).call('/check/denials/reset', reset))).toEqual(['E_ROLE']);
  }
  expect(codesOf(await desk().call('/check/denials/reset', { ...reset, reason: '' }))).toEqual(['E_INPUT']);
  expect(unwrap(await desk().call('/check/denials/reset', reset))).toEqual({ spent: 0 });
  expect(await spent()).toBe(0);
  for (const { person } of [people.vendor, people.rival, people.district]) {
    expect(codesOf(await city.as(person).call('/check/denials'))).toEqual(['E_ROLE']);
  }
});
