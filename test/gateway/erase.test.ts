/** Erasure of personal texts in a running installation: who may, what is left, and that the record still verifies. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { act } from '#gateway/act.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople } from '#gateway/city/set-up.ts';
import { countAllPersonal, finishErasures } from '#gateway/erase.ts';
import { confirmErasureDecision } from '#gateway/decisions/erase.ts';
import { erasedText, sealedIn } from '#policies/record/personal.ts';
import { unwrap } from '#policies/refusal.ts';
import { copyOfCity, openInstallation, type Installation } from '../fixtures/installation.ts';
import { codesOf } from './refused.ts';

let city: Installation;
let dir: string;
beforeAll(async () => {
  dir = await copyOfCity();
  city = await openInstallation(dir, cityPeople);
});
afterAll(async () => city[Symbol.asyncDispose]());

const vendor = people.vendor.org;
const about = `registration/${vendor}`;
const order = { about, ground: 'consent_withdrawn', source: 'letter-1' };
const gone = [erasedText, erasedText];
const [agency, deputy] = [people.agency.person, people.deputy.person];

/** Name and telephone of the first contact person of a vendor, as `person` reads them. */
async function contact(person: string, of = vendor): Promise<readonly unknown[]> {
  const shown = unwrap(await city.as(person).call(`/propose/registrations/${of}`));
  const [first] = (shown['materials'] as { contacts: readonly { name: unknown; phone: unknown }[] }).contacts;
  return [first?.name, first?.phone];
}

test('SH-16-2 a contact person stands in the record sealed, and is read by whoever may read the registration', async () => {
  expect(await contact(people.vendor.person)).toEqual([people.vendor.title.zh, '020-00000000']);
  expect(await contact(people.operator.person)).toEqual(await contact(people.vendor.person));
  const events = city.office.record.read.bySubject(about);
  const [name = ''] = (await contact(people.vendor.person)).map(String);
  expect(events.flatMap(({ data }) => sealedIn(data)).length).toBeGreaterThan(0);
  expect(JSON.stringify(events)).not.toContain(name);
  expect(JSON.stringify(city.office.record.read.load('registration', vendor))).not.toContain(name);
});

test('AO-30-1 the reason of a question about a subject is sealed in the record and told to the watchers', async () => {
  const asked = { space: 'enterprise', id: '91440101000000000X', reason: '核实投诉第十二号' };
  unwrap(await city.as(people.regulator.person).call('/audit/subjects', asked));
  const { read } = city.office.record;
  const event = read.entries(0, read.size()).find(({ type }) => type === 'subject.requested');
  expect(JSON.stringify(event?.data)).not.toContain(asked.reason);
  const told = await city.ask(`/api/v1/audit/trace/${String(event?.id)}`, { person: people.regulator.person });
  expect(await told.text()).toContain(asked.reason);
});

test('record.md §3: an erasure is ordered by the data agency and confirmed by another of its persons; nobody else, and nothing less', async () => {
  for (const person of [people.vendor.person, people.operator.person, people.regulator.person])
    expect(codesOf(await city.as(person).call('/audit/erasures', order))).toEqual(['E_ROLE']);
  const nothing = { ...order, about: 'registration/none' };
  expect(codesOf(await city.as(agency).call('/audit/erasures', nothing))).toEqual(['E_NOT_FOUND']);
  const unfounded = { ...order, ground: 'objection', source: 'obj-none' };
  expect(codesOf(await city.as(agency).call('/audit/erasures', unfounded))).toEqual(['E_NOT_FOUND']);
  const name = await contact(people.vendor.person);
  const { id } = unwrap(await city.as(agency).call('/audit/erasures', order));
  const confirm = (person: string) => city.as(person).call(`/audit/erasures/${String(id)}/confirm`, {});
  expect(codesOf(await city.as(deputy).call('/audit/erasures', order))).toEqual(['E_STATE']);
  expect(codesOf(await confirm(agency))).toEqual(['E_SEPARATION']);
  expect(codesOf(await confirm(people.regulator.person))).toEqual(['E_ROLE']);
  expect(await contact(people.vendor.person)).toEqual(name);
  expect(unwrap(await confirm(deputy))).toMatchObject({ state: 'done', about, confirmedBy: { person: deputy } });
  expect(codesOf(await confirm(deputy))).toEqual(['E_STATE']);
  for (const person of [people.vendor.person, people.operator.person]) expect(await contact(person)).toEqual(gone);
  const { items } = unwrap(await city.as(people.regulator.person).call('/audit/erasures'));
  expect(items).toMatchObject([{ ...order, state: 'done', orderedBy: { person: agency } }]);
});

test('after an erasure the record opens, verifies and folds as before; what is erased is counted, and goes on being moved', async () => {
  expect(countAllPersonal(city.office)).toMatchObject({ lost: 0, broken: 0 });
  expect(countAllPersonal(city.office).erased).toBeGreaterThan(0);
  await city[Symbol.asyncDispose]();
  city = await openInstallation(dir, cityPeople);
  expect(city.errors).toEqual([]);
  expect(await contact(people.vendor.person)).toEqual(gone);
  const { person, org, role } = people.operator;
  const command = { type: 'suspend', reason: '材料过期' } as const;
  const moved = await act(city.office, { life: 'registration', id: vendor, command, actor: { person, org, role } });
  expect(unwrap(moved).doc.state).toBe('suspended');
});

test('an erasure that was confirmed before a crash is carried out when the installation opens', async () => {
  const rival = people.rival.org;
  const { id } = unwrap(await city.as(agency).call('/audit/erasures', { ...order, about: `registration/${rival}` }));
  const by = {
    actor: { person: deputy, org: people.deputy.org, role: 'data_agency' } as never,
    now: city.office.clock(),
  };
  unwrap(await city.office.record.commit(confirmErasureDecision, { id: String(id) }, by));
  expect(countAllPersonal(city.office).lost).toBe(0);
  await finishErasures(city.office);
  expect(await contact(people.rival.person, rival)).toEqual(gone);
});

test('keys that vanish without an order are counted as lost and reported, and the installation opens all the same', async () => {
  await city[Symbol.asyncDispose]();
  rmSync(join(dir, 'keyring', 'keys'), { recursive: true });
  city = await openInstallation(dir, cityPeople);
  expect(String(city.errors[0])).toContain('without a key');
  expect(countAllPersonal(city.office).lost).toBeGreaterThan(0);
});
