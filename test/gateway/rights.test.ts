import { afterAll, beforeAll, expect, test } from 'vitest';
import { checklist, programOf, runProgram, signAgreement } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { unwrap } from '#policies/refusal.ts';
import { orgId, personId } from '#policies/units.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { aPlan, orderOf, toAgreement, toProgram, toSignature } from './plans.ts';
import { codesOf } from './refused.ts';

const title = { zh: '测试', en: 'test' };
const related = {
  person: personId('ma.vendor'),
  org: orgId('vendor.related'),
  role: 'vendor',
  title,
} as const;
const outsider = { person: personId('ye.operator'), org: orgId('vendor.qiming'), role: 'operator', title } as const;

let city: Installation;
beforeAll(async () => {
  city = await openInstallation(await copyOfCity(), [...cityPeople, related, outsider]);
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = () => city.as(people.vendor.person);
const desk = () => city.as(people.operator.person);

test('AO-20-3: program and run are refused until both have signed, and possible from then on', async () => {
  const plan = aPlan();
  const agreement = await toSignature(city.as, plan);
  const body = programOf(plan, agreement);
  expect(codesOf(await vendor().call('/propose/programs', body))).toEqual(['E_NO_RIGHTS']);
  const order = orderOf(plan, { program: { id: 'prg-0', hash: '0'.repeat(64) } });
  expect(codesOf(await vendor().call('/run/runs', order))).toContain('E_NO_RIGHTS');
  await signAgreement(city.as, agreement);
  expect(unwrap(await vendor().call('/propose/programs', body))).toMatchObject({ state: 'draft' });
});

test('AO-20-3: a suspended agreement gives no rights, a reinstated one does, a terminated one never again', async () => {
  const plan = aPlan();
  const { agreement, program } = await toProgram(city.as, plan);
  const path = `/review/agreements/${agreement}`;
  unwrap(await desk().call(`${path}/suspend`, { reason: '核查' }));
  expect(codesOf(await vendor().call('/run/runs', orderOf(plan, { program })))).toEqual(['E_NO_RIGHTS']);
  expect(codesOf(await vendor().call('/propose/programs', programOf(plan, agreement)))).toEqual(['E_NO_RIGHTS']);
  unwrap(await desk().call(`${path}/reinstate`, { reason: '已整改' }));
  expect(await runProgram(city.as, plan, program)).toMatchObject({ state: 'quarantined' });
  unwrap(await desk().call(`${path}/terminate`, { case: 'mutual', reason: '协商' }));
  expect(codesOf(await vendor().call('/run/runs', orderOf(plan, { program })))).toEqual(['E_NO_RIGHTS']);
});

test('AO-21-2: a changed program runs neither under the old approval nor under its new hash until that is approved', async () => {
  const plan = aPlan();
  const { agreement, program } = await toProgram(city.as, plan);
  const path = `/propose/programs/${program.id}`;
  const { content } = programOf({ ...plan, sql: `${plan.sql} ` }, agreement);
  const changed = unwrap(await vendor().call(`${path}/change`, { content }));
  const hash = String(changed['hash']);
  const other = { id: program.id, hash };
  expect(hash).not.toBe(program.hash);
  expect(codesOf(await vendor().call('/run/runs', orderOf(plan, { program })))).toEqual(['E_NOT_APPROVED']);
  expect(codesOf(await vendor().call('/run/runs', orderOf(plan, { program: other })))).toEqual(['E_NOT_APPROVED']);
  expect(codesOf(await vendor().call(`${path}/freeze`, {}))).toEqual(['E_STATE']);
  unwrap(await vendor().call(`${path}/test`, {}));
  unwrap(await vendor().call(`${path}/freeze`, {}));
  unwrap(await desk().call(`/review/programs/${program.id}/begin_review`, {}));
  const old = { hash: program.hash, checklist };
  expect(codesOf(await desk().call(`/review/programs/${program.id}/approve`, old))).toEqual(['E_NOT_APPROVED']);
  unwrap(await desk().call(`/review/programs/${program.id}/approve`, { hash, checklist }));
  expect(await runProgram(city.as, plan, other)).toMatchObject({ state: 'quarantined' });
});

test('DC-03: an order by another hash than the approved one is refused', async () => {
  const plan = aPlan();
  const { program } = await toProgram(city.as, plan);
  for (const hash of [program.hash.replace(/^./, (digit) => (digit === '0' ? '1' : '0')), '0'.repeat(64)]) {
    const order = orderOf(plan, { program: { id: program.id, hash } });
    expect(codesOf(await vendor().call('/run/runs', order))).toEqual(['E_NOT_APPROVED']);
  }
});

test('AO-04-1: the grant of one scenario serves no other', async () => {
  const [plan, other] = [aPlan(), aPlan()];
  const { program } = await toProgram(city.as, plan);
  await toAgreement(city.as, other);
  expect(codesOf(await vendor().call('/run/runs', orderOf(other, { program })))).toContain('E_SCOPE');
  const second = await toSignature(city.as, plan).catch((error: unknown) => String(error));
  expect(second).toContain('E_SCOPE');
});

test('GD-26-2: a program with a column outside the grant is refused by the static check and cannot be reviewed', async () => {
  const plan = aPlan();
  const agreement = await toAgreement(city.as, plan);
  const sql = 'SELECT industry_code, count(DISTINCT uscc) AS firms FROM ent_registration GROUP BY ALL';
  const program = unwrap(await vendor().call('/propose/programs', programOf({ ...plan, sql }, agreement)));
  const path = `/propose/programs/${String(program['id'])}`;
  unwrap(await vendor().call(`${path}/test`, {}));
  expect(codesOf(await vendor().call(`${path}/freeze`, {}))).toEqual(['E_SCOPE']);
  expect(codesOf(await desk().call(`/review/programs/${String(program['id'])}/begin_review`, {}))).toEqual(['E_STATE']);
});

test('SH-16-2 GD-26-2: a table outside the grant is refused also where a program only counts its rows', async () => {
  const plan = aPlan();
  const agreement = await toAgreement(city.as, plan);
  for (const sql of [
    'SELECT count(*) AS n FROM medical_settlement',
    'SELECT count(*) AS n FROM (SELECT 1 AS one FROM medical_settlement)',
    'SELECT district_code, count(DISTINCT uscc) AS n FROM ent_registration CROSS JOIN (SELECT count(*) AS hours FROM weather_station_hourly) GROUP BY ALL',
  ]) {
    const program = unwrap(await vendor().call('/propose/programs', programOf({ ...plan, sql }, agreement)));
    const path = `/propose/programs/${String(program['id'])}`;
    unwrap(await vendor().call(`${path}/test`, {}));
    expect(codesOf(await vendor().call(`${path}/freeze`, {}))).toEqual(['E_SCOPE']);
  }
});

test('AO-04-8: the operator is no vendor, and judges none that is related to it', async () => {
  const body = { materials: { ...materials, affiliates: ['operator.city'] } };
  expect(codesOf(await desk().call('/propose/registrations', body))).toEqual(['E_ROLE']);
  expect(codesOf(await city.as(related.person).call('/propose/registrations', body))).toEqual(['E_SEPARATION']);
});

test('AO-04-8: a person of the vendor who bears the role of the operator approves nothing of it', async () => {
  const plan = aPlan();
  const agreement = await toSignature(city.as, plan);
  const { hash } = unwrap(await desk().call(`/review/agreements/${agreement}`));
  const signed = await city.as(outsider.person).call(`/review/agreements/${agreement}/sign_operator`, { hash });
  expect(codesOf(signed)).toEqual(['E_SEPARATION']);
});

const materials = {
  name: '关联公司',
  uscc: '91350100M000100Y43',
  contacts: [{ name: '马', certificate: '已核验', phone: '020' }],
  capabilities: ['develop'],
  certificate: { number: '1', validFrom: '2020-01-01T00:00:00.000Z', validTo: '2090-01-01T00:00:00.000Z' },
  acceptedRules: 'platform_rules.1',
  credit: '良好',
  technology: '具备',
  security: '等保三级',
};
