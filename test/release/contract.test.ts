/** A contract from its declaration to the files: at the test, at the static check, and in the domain against a gateway that skips both. */
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { programOf, walk, type JourneyPlan } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { systemActor } from '#gateway/office.ts';
import type { Output } from '#policies/procedure/output-contract.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { openCity, type Installation } from '../fixtures/installation.ts';
import { forge } from '../gateway/permits.ts';
import { aPlan, toAgreement } from '../gateway/plans.ts';
import { codesOf, detailsOf } from '../gateway/refused.ts';

const sql =
  'SELECT district_code, count(DISTINCT uscc) AS firms, avg(reg_capital_wan) AS capital FROM ent_registration GROUP BY ALL ORDER BY 1';
const district = { name: 'district_code', type: 'VARCHAR', role: 'key' } as const;
const firms = { name: 'firms', type: 'BIGINT', role: 'statistic' } as const;
const capital = { name: 'capital', type: 'DOUBLE', role: 'statistic', digits: 2 } as const;

function declared(change: object = {}): readonly Output[] {
  return [{ name: 'result', kind: 'table', columns: [district, firms, capital], maxRows: 50, ...change }];
}

let city: Installation;
let agreement: string;
beforeAll(async () => {
  city = await openCity();
  agreement = await toAgreement(city.as, aPlan({ sql }));
});
afterAll(async () => city[Symbol.asyncDispose]());

async function tested(outputs: readonly Output[], change: Partial<JourneyPlan> = {}) {
  const vendor = city.as(people.vendor.person);
  const drafted = await vendor.call('/propose/programs', programOf(aPlan({ sql, outputs, ...change }), agreement));
  return drafted.ok ? vendor.call(`/propose/programs/${String(drafted.value['id'])}/test`, {}) : drafted;
}

let forged = 0;
/** As a gateway that was taken over would order it: without test, check or review. */
async function ordered(outputs: unknown) {
  const content = { ...programOf(aPlan({ sql }), agreement).content, outputs };
  const run = `run-forged${++forged}`;
  const data = { hash: contentHash(content), vendor: people.vendor.org, agreement, parameters: [] };
  const permit = await forge(city.office, { life: 'run', id: run, type: 'run.ordered', data }, systemActor);
  return city.office.domain.run({ permit, run, content });
}

test('E_CONTRACT: a test on simulation data names the column and the edit', async () => {
  const wrong = await tested(declared({ columns: [district, capital, firms] }));
  expect(codesOf(wrong)).toEqual(['E_CONTRACT']);
  expect(detailsOf(wrong)).toMatch(/column 2 of output result must be capital DOUBLE \(statistic\); got firms BIGINT/);
  expect(codesOf(await tested(declared({ columns: [district, firms] })))).toEqual(['E_CONTRACT']);
  expect(codesOf(await tested(declared({ maxRows: 1 })))).toEqual(['E_CONTRACT']);
  expect(codesOf(await tested([{ name: 'result', kind: 'model' }]))).toEqual(['E_CONTRACT']);
  expect(codesOf(await tested(declared()))).toEqual([]);
});

test('E_CONTRACT: the domain refuses before it opens any data, whatever was checked outside', async () => {
  expect(codesOf(await ordered(declared({ columns: [district, capital, firms] })))).toEqual(['E_CONTRACT']);
  expect(codesOf(await ordered([{ name: 'm', kind: 'model' }]))).toEqual(['E_CONTRACT']);
  expect(codesOf(await ordered([...declared(), { name: 'more', kind: 'table' }]))).toEqual(['E_CONTRACT']);
  const columns = [district, { ...firms, type: 'INTEGER' }, capital];
  expect(codesOf(await ordered(declared({ columns })))).toEqual(['E_CONTRACT']);
});

test('SH-38-1 disclosure decision 1: more rows than declared fail the run without words, and nothing is kept', async () => {
  const run = await ordered(declared({ maxRows: 1 }));
  expect(codesOf(run)).toEqual(['E_EXEC']);
  expect(detailsOf(run)).not.toMatch(/row|\d/);
  const look = { life: 'reveal', id: `run-forged${forged}`, type: 'reveal.requested', data: {} };
  const permit = await forge(city.office, look, people.operator);
  expect(codesOf(await city.office.domain.reveal({ permit, run: look.id }))).toEqual(['E_QUARANTINE']);
});

test('procedure §5 (a): no file of the bundle has digits beyond the cap', async () => {
  const plan = aPlan({ sql, outputs: declared() });
  const { bundle } = await walk(city.as, plan);
  const files = unzipSync(bundle);
  const [name = ''] = Object.keys(files).filter((file) => file.endsWith('.csv'));
  const lines = new TextDecoder().decode(files[name]).trimEnd().split('\n').slice(1);
  const numbers = lines.map((line) => line.split(',')[2] ?? '').filter((value) => value !== '[c]');
  expect(numbers.length).toBeGreaterThan(0);
  for (const value of numbers) expect(value.replace(/\D/g, '').replace(/^0+|0+$/g, '').length).toBeLessThanOrEqual(2);
});
