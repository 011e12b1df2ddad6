/** Sessions: how they end, and that a request of another site is not taken for one of ours. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { commandAccount } from '#gateway/accounts/register.ts';
import { csrfOf, isCsrf } from '#gateway/accounts/csrf.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import type { Browser } from './browser.ts';
import { enrol, enterAs, openDesk, password, type At, type Enrolled } from './desk.ts';
import { totp } from './totp.ts';

let at: At;
let lin: Enrolled;
beforeAll(async () => {
  at = await openDesk();
  lin = await enrol(at, people.vendor);
});
afterAll(async () => {
  vi.useRealTimers();
  await at[Symbol.asyncDispose]();
});

const enter = (): Promise<Browser> => enterAs(at, lin.person);

/** Moves the clock on; the one that was faked last counts. */
function pass(seconds: number): void {
  const now = Date.now();
  vi.useFakeTimers({ toFake: ['Date'], now: now + seconds * 1000 });
}

const alive = async (window: Browser): Promise<boolean> => (await window.api('/me')).status === 200;

test('a suspension ends sessions at the next request, and a reinstatement does not bring them back', async () => {
  const window = await enter();
  unwrap(await commandAccount(at.office, lin.person, { type: 'suspend', reason: '异常登录' }));
  expect(await alive(window)).toBe(false);
  expect((await window.get('/account')).to).toMatch(/^\/account\/sign-in/);
  const [suspended, nobody] = await Promise.all(
    [lin.person, 'nobody'].map((person) => at.browser().post('/account/sign-in', { person, password })),
  );
  expect([suspended?.status, suspended?.text]).toEqual([401, nobody?.text]);
  unwrap(await commandAccount(at.office, lin.person, { type: 'reinstate', reason: '已核实' }));
  expect(await alive(window)).toBe(false);
  expect(await alive(await enter())).toBe(true);
});

test('suspended between password and code, nobody gets in; nor with a session that waits for its second factor', async () => {
  const window = at.browser();
  await window.post('/account/sign-in', { person: lin.person, password });
  unwrap(await commandAccount(at.office, lin.person, { type: 'suspend', reason: '异常登录' }));
  const { status } = await window.post('/account/second-factor', { code: lin.backupCodes[0] ?? '' });
  unwrap(await commandAccount(at.office, lin.person, { type: 'reinstate', reason: '已核实' }));
  expect(status).toBe(401);
});

test('sign-out ends this one, another one, or all, on the server and not only in the browser', async () => {
  const [one, two, three] = [await enter(), await enter(), await enter()];
  const copy = at.browser();
  for (const [name, value] of one.cookies) copy.cookies.set(name, value);
  await one.post('/account/sign-out');
  expect([await alive(copy), await alive(two)]).toEqual([false, true]);
  const ids = [...(await two.get('/account')).text.matchAll(/name="id" value="([^"]+)"/g)].map(([, id = '']) => id);
  expect(ids.length).toBeGreaterThanOrEqual(2);
  await two.get('/account');
  for (const id of ids) if ((await two.post('/account/sign-out', { id })).to === '/') break;
  const four = await enter();
  await four.post('/account/sign-out', { everywhere: 'yes' });
  expect(await Promise.all([two, three, four].map(alive))).toEqual([false, false, false]);
});

test('a session ends when nobody uses it for half an hour, and after twelve hours whoever uses it', async () => {
  const window = await enter();
  for (let minutes = 0; minutes < 11 * 60; minutes += 25) {
    pass(25 * 60);
    expect(await alive(window), `${minutes} minutes`).toBe(true);
  }
  for (let minutes = 0; minutes < 75; minutes += 25) {
    pass(25 * 60);
    await alive(window);
  }
  expect(await alive(window)).toBe(false);
  const idle = await enter();
  pass(31 * 60);
  expect(await alive(idle)).toBe(false);
});

test('CSRF: no request that changes something is taken without what the page of this session has', async () => {
  const [window, other] = [await enter(), await enter()];
  const body = { person: 'new.person', org: 'vendor.qiming', role: 'vendor', title: people.vendor.title };
  const send = (headers: Record<string, string>) => window.api('/audit/accounts', body, { bare: true, headers });
  for (const headers of [
    {},
    { 'x-csrf-token': '' },
    { 'x-csrf-token': other.csrf },
    { 'x-csrf-token': window.csrf, 'sec-fetch-site': 'cross-site' },
    { 'x-csrf-token': window.csrf, 'sec-fetch-site': 'same-site' },
    { 'x-csrf-token': window.csrf, origin: 'https://evil.example' },
    { 'x-csrf-token': window.csrf, origin: 'null' },
  ]) {
    const { status, body: problem } = await send(headers);
    expect([status, problem['code']], JSON.stringify(headers)).toEqual([403, 'E_CSRF']);
  }
  // What is left is refused for who asks, not for whence.
  const own = await send({ 'x-csrf-token': window.csrf, 'sec-fetch-site': 'same-origin' });
  expect(own.body['code']).toBe('E_ROLE');
  expect((await window.api('/me', undefined, { bare: true })).status).toBe(200);
});

test('CSRF: forms of the account too, and signing in from another site', async () => {
  const window = await enter();
  for (const sent of [{ bare: true }, { headers: { 'sec-fetch-site': 'cross-site' } }])
    expect((await window.post('/account/sign-out', { everywhere: 'yes' }, sent)).status).toBe(403);
  expect(await alive(window)).toBe(true);
  const foreign = { headers: { 'sec-fetch-site': 'cross-site' } };
  const { status } = await at.browser().post('/account/sign-in', { person: lin.person, password }, foreign);
  expect(status).toBe(403);
});

test('csrfOf is another text for another session, and says nothing of it', () => {
  expect(csrfOf('one')).not.toBe(csrfOf('two'));
  expect(isCsrf('one', csrfOf('one'))).toBe(true);
  for (const given of [undefined, '', 'one', csrfOf('two'), `${csrfOf('one')}=`])
    expect(isCsrf('one', given)).toBe(false);
});

test('no page tells the cookie', async () => {
  const window = await enter();
  const [token = ''] = (window.cookies.get('__Host-sluice-session') ?? '').split('.');
  const { text } = await window.get('/account');
  expect(token).toHaveLength(32);
  expect(text).not.toContain(token);
});

test('proving the second factor again gives the session another name, and so does a new password, which ends all others', async () => {
  const [window, other] = [await enter(), await enter()];
  const name = (): string => window.cookies.get('__Host-sluice-session') ?? '';
  const before = name();
  expect((await window.post('/account/prove', { code: totp(lin.secret), back: '/account' })).status).toBe(303);
  const proven = name();
  expect(proven).not.toBe(before);
  await window.get('/account/password');
  const bad = await window.post('/account/password', { password: 'a wrong password', next: 'another long horse 5' });
  expect(bad.status).toBe(401);
  for (const weak of ['short', 'aaaaaaaaaaaaaaaaaa', `${lin.person}-1234567`])
    expect((await window.post('/account/password', { password, next: weak })).status, weak).toBe(422);
  const good = await window.post('/account/password', { password, next: 'another long horse 5' });
  expect([good.status, name() === proven]).toEqual([303, false]);
  expect([await alive(window), await alive(other)]).toEqual([true, false]);
  const again = at.browser();
  expect((await again.post('/account/sign-in', { person: lin.person, password })).status).toBe(401);
  expect((await again.post('/account/sign-in', { person: lin.person, password: 'another long horse 5' })).status).toBe(
    303,
  );
});

test('the installation keeps its secrets to its owner, and the record has none of them', () => {
  for (const file of ['auth.db', 'desk.db', 'session.key'])
    expect(statSync(join(at.dir, 'accounts', file)).mode & 0o077, file).toBe(0);
  const record = readFileSync(join(at.dir, 'record', 'record.db')).toString('latin1');
  for (const secret of [password, lin.secret, ...lin.backupCodes, '林某']) expect(record).not.toContain(secret);
  const auth = readFileSync(join(at.dir, 'accounts', 'auth.db')).toString('latin1');
  for (const secret of [password, lin.secret, ...lin.backupCodes]) expect(auth).not.toContain(secret);
});
