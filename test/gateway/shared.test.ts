/** The sharing catalog over HTTP: whole for public bodies, four fields for a vendor whose permit runs, nothing for anybody else. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAccounts, type Accounts } from '#gateway/accounts.ts';
import { createApp } from '#gateway/app.ts';
import { idOf } from '#gateway/city/journey.ts';
import { people } from '#gateway/city/people.ts';
import { cityPeople, ownerOf } from '#gateway/city/set-up.ts';
import { clientOf, type Client } from '#gateway/client.ts';
import { openOffice, type OpenOffice } from '#gateway/open-office.ts';
import { daysAfter } from '#policies/procedure/term.ts';
import { unwrap } from '#policies/refusal.ts';
import { instant } from '#policies/units.ts';
import { copyOfCity } from '../fixtures/installation.ts';
import { codesOf } from './refused.ts';

const day = 24 * 3_600_000;
let passed = 0;
const errors: unknown[] = [];
let office: OpenOffice;
let accounts: Accounts;
const clock = () => instant(new Date(Date.now() + passed).toISOString());

beforeAll(async () => {
  const dir = await copyOfCity();
  office = await openOffice({ dir, clock, lookEvery: day, onError: (error) => errors.push(error) });
  accounts = openAccounts(join(dir, 'accounts.json'), cityPeople);
});
afterAll(async () => office[Symbol.asyncDispose]());

function as({ person }: { readonly person: string }): Client {
  const app = createApp(office, accounts);
  return clientOf('', accounts.byPerson(person)?.token ?? '', (url, init) => app.request(url, init));
}

const market = ownerOf('dept.market_regulation');
const tax = ownerOf('dept.tax');
const named = { catalogName: '法人基础信息', itemName: '登记状态' };
const item = { ...named, sharingType: 'conditional', conditions: '履行职责需要', entry: 'ent_registration' };
const four = { ...named, sharingType: 'conditional', provider: 'dept.market_regulation' };

async function permitFor(vendor: { readonly person: string }): Promise<void> {
  const id = idOf(await as(vendor).call('/propose/browse-requests', { purpose: '了解可用数据' }));
  unwrap(await as(people.operator).call(`/review/browse-requests/${id}/forward`, { opinion: '材料齐全' }));
  const term = { from: clock(), to: daysAfter(clock(), 30) };
  unwrap(await as(people.agency).call(`/review/browse-requests/${id}/permit`, { term }));
}

test('GY-13 an item that lacks its conditions or its basis is not listed; one that has them is read by every public body', async () => {
  for (const wanting of [
    { ...named, sharingType: 'conditional' },
    { ...named, sharingType: 'none' },
  ])
    expect(codesOf(await as(market).call('/catalog/sharing-items', { item: wanting }))).toEqual(['E_INPUT']);
  const id = idOf(await as(market).call('/catalog/sharing-items', { item }));
  for (const who of [market, tax, people.operator, people.agency, people.authority, people.regulator])
    expect(unwrap(await as(who).call(`/catalog/sharing-items/${id}`))).toMatchObject({ state: 'listed', item });
  for (const who of [people.vendor, people.public, people.citizen]) {
    expect(codesOf(await as(who).call(`/catalog/sharing-items/${id}`))).toEqual(['E_NOT_FOUND']);
    expect(unwrap(await as(who).call('/catalog/sharing-items'))).toEqual({ items: [] });
  }
  expect(codesOf(await as(tax).call(`/catalog/sharing-items/${id}/withdraw`, { reason: '撤' }))).toEqual([
    'E_NOT_FOUND',
  ]);
});

test('AO-16-2 without a permit a vendor sees nothing, with it exactly four fields, after its term nothing; another vendor never', async () => {
  const refused = await as(people.vendor).call('/catalog/shared');
  expect(codesOf(refused)).toEqual(['E_NO_RIGHTS']);
  expect(refused).toMatchObject({
    refusals: [{ remedy: expect.stringContaining('POST /api/v1/propose/browse-requests') as string }],
  });
  await permitFor(people.vendor);
  expect(unwrap(await as(people.vendor).call('/catalog/shared'))).toEqual({ items: [four] });
  expect(unwrap(await as(people.agency).call('/catalog/shared'))).toEqual({ items: [four] });
  expect(codesOf(await as(people.rival).call('/catalog/shared'))).toEqual(['E_NO_RIGHTS']);
  for (const who of [people.public, people.citizen])
    expect(codesOf(await as(who).call('/catalog/shared'))).toEqual(['E_ROLE']);
  // Later than the permit, before anybody has looked at the clock.
  passed = 31 * day;
  expect(codesOf(await as(people.vendor).call('/catalog/shared'))).toEqual(['E_NO_RIGHTS']);
  expect(errors).toEqual([]);
});
