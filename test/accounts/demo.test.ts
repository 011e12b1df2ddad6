/** Entering a demonstration without a password: only there. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandAccount, openDemoAccounts } from '#gateway/accounts/register.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import { openDesk, type At } from './desk.ts';

let at: At;
beforeAll(async () => {
  at = await openDesk({ demo: true });
});
afterAll(async () => at[Symbol.asyncDispose]());

test('a demonstration lists its people and lets one in by a button, with a real session', async () => {
  const window = at.browser();
  const { text } = await window.get('/account/sign-in');
  for (const { person } of Object.values(people)) expect(text).toContain(`value="${person}"`);
  const { to } = await window.post('/account/enter', { person: people.agency.person, back: '/desk' });
  expect(to).toBe('/desk');
  expect((await window.api('/me')).body).toEqual(people.agency);
  expect((await window.post('/account/enter', { person: 'somebody.else' })).status).toBe(401);
  const foreign = { headers: { 'sec-fetch-site': 'cross-site' } };
  expect((await at.browser().post('/account/enter', { person: people.agency.person }, foreign)).status).toBe(403);
});

test('its people stand in the record once they were opened there, and from then on the record decides', async () => {
  await openDemoAccounts(at.office, Object.values(people));
  const size = at.office.record.read.size();
  await openDemoAccounts(at.office, Object.values(people));
  expect(at.office.record.read.size()).toBe(size);
  const window = at.browser();
  await window.post('/account/enter', { person: people.rival.person });
  expect((await window.api('/me')).status).toBe(200);
  unwrap(await commandAccount(at.office, people.rival.person, { type: 'suspend', reason: '演示' }));
  expect((await window.api('/me')).status).toBe(401);
  const token = at.desk.demo?.byPerson(people.rival.person)?.token ?? '';
  expect((await at.program(token).call('/me')).ok).toBe(false);
  expect((await at.browser().post('/account/enter', { person: people.rival.person })).status).toBe(401);
});

test('the same installation outside of a demonstration: no list, no entrance, no token of the file, no session of before', async () => {
  const { dir } = at;
  const inside = at.browser();
  await inside.post('/account/enter', { person: people.vendor.person });
  const token = at.desk.demo?.byPerson(people.vendor.person)?.token ?? '';
  await at[Symbol.asyncDispose]();
  at = await openDesk({ dir });
  const window = at.browser();
  expect((await window.get('/account/sign-in')).text).not.toContain('/account/enter');
  expect((await window.post('/account/enter', { person: people.vendor.person })).status).toBe(404);
  expect((await at.program(token).call('/me')).ok).toBe(false);
  for (const [name, value] of inside.cookies) window.cookies.set(name, value);
  expect((await window.api('/me')).status).toBe(401);
  expect(existsSync(`${dir}/accounts.json`)).toBe(true);
});
