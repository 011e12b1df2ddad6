/** The first sign-in, and what a lost second factor needs. */
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { invite } from '#gateway/accounts/invitations.ts';
import type { Person } from '#gateway/accounts.ts';
import { act } from '#gateway/act.ts';
import { systemActor } from '#gateway/office.ts';
import { people } from '#gateway/city/people.ts';
import { accountIdOf } from '#policies/procedure/cases/account.ts';
import { unwrap } from '#policies/refusal.ts';
import { binding, enrol, enrolAgain, enterAs, openDesk, password, register, type At } from './desk.ts';

let at: At;
beforeAll(async () => {
  at = await openDesk();
  for (const person of [people.operator, people.second]) await register(at, person);
});
afterEach(() => vi.useRealTimers());
afterAll(async () => at[Symbol.asyncDispose]());

const as = ({ person, org, role }: Person) => ({ person, org, role });

const take = async (code: string, typed = password) =>
  (await at.browser().post('/account/invitation', { code, password: typed })).status;
const invited = async (person: string) => unwrap(await invite(at.office, person, { actor: systemActor })).code;

test('GD-18-3 two registrars let a vendor’s person in through the API, who takes up the invitation and is signed in with a second factor', async () => {
  const [one, other] = [await enterAs(at, people.operator.person), await enterAs(at, people.second.person)];
  const { person, org, role, title } = people.vendor;
  const opened = await one.api('/audit/accounts', { person, org, role, title });
  expect([opened.status, opened.body['id']]).toEqual([201, `act-${person}`]);
  const own = await one.api(`/audit/accounts/act-${person}/bind`, { binding });
  expect([own.status, own.body['code']]).toEqual([403, 'E_SEPARATION']);
  expect((await one.api(`/audit/accounts/act-${person}/invitation`, {})).body['code']).toBe('E_STATE');
  const bound = await other.api(`/audit/accounts/act-${person}/bind`, { binding });
  expect([bound.status, bound.body['binding']]).toEqual([200, binding]);
  const made = await one.api(`/audit/accounts/act-${person}/invitation`, { days: 2 });
  expect(made.status).toBe(201);
  const window = at.browser();
  const { to } = await window.post('/account/invitation', { code: String(made.body['code']), password });
  expect(to).toBe('/account/enrol');
  expect((await window.api('/me')).status).toBe(401);
  expect(at.errors).toEqual([]);
});

test('an invitation is good once, also for two at once; a newer one voids it; it ends', async () => {
  await register(at, people.rival);
  const code = await invited(people.rival.person);
  expect((await Promise.all([take(code), take(code)])).toSorted((one, two) => one - two)).toEqual([303, 401]);
  expect(await take(code)).toBe(401);
  const [old, newer] = [await invited(people.rival.person), await invited(people.rival.person)];
  expect([await take(old), await take(newer)]).toEqual([401, 303]);
  const late = await invited(people.rival.person);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 4 * 86_400_000 });
  expect(await take(late)).toBe(401);
});

test('a weak password does not use it up; a guessed one, one of another person, or none is refused alike', async () => {
  await register(at, people.authority);
  const code = await invited(people.authority.person);
  expect(await take(code, 'too short')).toBe(422);
  const secret = code.slice(code.lastIndexOf('.'));
  const wrong = [
    `${people.authority.person}.${'A'.repeat(32)}`,
    `nobody${secret}`,
    `${people.operator.person}${secret}`,
    '',
    '.',
    '../x.y',
  ];
  const texts = await Promise.all(
    wrong.map((one) => at.browser().post('/account/invitation', { code: one, password: 'short' })),
  );
  expect(new Set(texts.map(({ text }) => /<div class="refused"[\s\S]*?<\/div>/.exec(text)?.[0])).size).toBe(1);
  for (const one of wrong) expect(await take(one), one).toBe(401);
  expect(await take(code)).toBe(303);
});

test('whoever lost the second factor is suspended, invited, and reinstated by somebody else than who invited; then nothing old is good', async () => {
  const li = await enrol(at, people.citizen);
  const before = await enterAs(at, li.person);
  const id = accountIdOf(li.person);
  const move = (who: Person, command: 'suspend' | 'reinstate') =>
    act(at.office, { life: 'account', id, command: { type: command, reason: '遗失验证器' }, actor: as(who) });
  const straight = await invite(at.office, li.person, { actor: as(people.operator) });
  expect(straight.ok ? '' : straight.refusals[0].code).toBe('E_SEPARATION');
  unwrap(await move(people.second, 'suspend'));
  const { code } = unwrap(await invite(at.office, li.person, { actor: as(people.operator) }));
  expect(await take(code)).toBe(401);
  for (const who of [people.operator, people.second]) {
    const again = await move(who, 'reinstate');
    expect(again.ok ? '' : again.refusals[0].code).toBe('E_SEPARATION');
  }
  unwrap(
    await act(at.office, {
      life: 'account',
      id,
      command: { type: 'reinstate', reason: '当面核验' },
      actor: systemActor,
    }),
  );
  expect(await take(code, 'a new long horse, 5')).toBe(303);
  expect((await before.api('/me')).status).toBe(401);
  expect((await at.browser().post('/account/sign-in', { person: li.person, password })).status).toBe(401);
  const enrolled = await enrolAgain(at, li.person);
  expect(enrolled.secret).not.toBe(li.secret);
});
