/** Sessions, where test/accounts does not ask yet: their names, what they may do when left open, and what stands in the log of the process. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '#gateway/app.ts';
import { people } from '#gateway/city/people.ts';
import { openWatcher } from '#gateway/operations/watch.ts';
import { Browser } from '../accounts/browser.ts';
import { enrol, enterAs, openDesk, password, type At, type Enrolled } from '../accounts/desk.ts';
import { totp } from '../accounts/totp.ts';

const lines: string[] = [];
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

const told = () => lines.map((line) => JSON.parse(line) as Record<string, unknown>);
const nameOf = (window: Browser): string => decodeURIComponent(window.cookies.get('__Host-sluice-session') ?? '');

test('ASVS 7.2.2 ASVS 7.2.3 a session has a random name of more than 128 bits, and a signature without which it is none', async () => {
  const names = await Promise.all(Array.from({ length: 20 }, async () => nameOf(await enterAs(at, lin.person))));
  const [tokens, signed] = [names.map((name) => name.split('.')[0] ?? ''), names[0] ?? ''];
  expect(new Set(tokens).size).toBe(20);
  // 62 signs, 32 places: 190 bits.
  for (const token of tokens) expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
  const forged = at.browser();
  for (const name of [
    tokens[0] ?? '',
    `${tokens[0]}.`,
    `${tokens[0]}.${'A'.repeat(43)}=`,
    `${tokens[1]}.${signed.split('.')[1]}`,
  ]) {
    forged.cookies.set('__Host-sluice-session', encodeURIComponent(name));
    expect((await forged.api('/me')).status).toBe(401);
  }
});

test('ASVS 6.5.4 a backup code has 50 bits or more, the secret of the second factor 160', () => {
  expect(new Set(lin.backupCodes).size).toBe(10);
  for (const code of lin.backupCodes) expect(code).toMatch(/^[A-Za-z0-9]{5}-[A-Za-z0-9]{5}$/);
  expect(lin.secret).toMatch(/^[A-Z2-7]{32,}$/);
});

test('ASVS 7.5.1 ASVS 7.5.2 a session that was left open changes no password, makes no codes, and ends no other session, before its person proves himself again', async () => {
  const [window, other] = [await enterAs(at, lin.person), await enterAs(at, lin.person)];
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 11 * 60_000 });
  const next = 'another long horse, 5';
  expect((await window.post('/account/password', { password, next })).status).toBe(403);
  expect((await window.post('/account/backup-codes', { password })).status).toBe(403);
  expect((await window.get('/account/password')).to).toBe('/account/prove?back=%2Faccount%2Fpassword');
  expect((await window.post('/account/sign-out', { everywhere: 'yes' })).to).toBe('/account/prove?back=%2Faccount');
  expect((await other.api('/me')).status).toBe(200);
  await window.get('/account');
  expect((await window.post('/account/prove', { code: totp(lin.secret), back: '/account' })).status).toBe(303);
  await window.get('/account');
  expect((await window.post('/account/sign-out', { everywhere: 'yes' })).to).toBe('/');
  expect((await other.api('/me')).status).toBe(401);
});

test('ASVS 14.3.1 signing out empties what the browser kept of these pages, and the way back shows nothing', async () => {
  const window = await enterAs(at, lin.person);
  const page = await window.get('/account');
  expect(page.headers.get('cache-control')).toBe('no-store');
  const { headers, status } = await window.post('/account/sign-out');
  expect([status, headers.get('clear-site-data')]).toEqual([303, '"cache"']);
  expect(window.cookies.has('__Host-sluice-session')).toBe(false);
  expect((await window.get('/account')).to).toMatch(/^\/account\/sign-in/);
});

test('ASVS 16.3.1 ASVS 16.2.1 ASVS 16.2.2 each sign-in is a line, right or wrong: when, by which step, how it ended, and who it is', async () => {
  const watcher = openWatcher({
    logLevel: 'info',
    metricsToken: 'a token of the metrics',
    write: (line) => lines.push(line),
  });
  const app = createApp(at.office, at.desk, watcher.over(at.office));
  const window = new Browser(app);
  const wrong = 'MARKED7731 password';
  await window.post('/account/sign-in', { person: lin.person, password: wrong });
  await window.post('/account/sign-in', { person: 'MARKED7731.nobody', password: wrong });
  await window.post('/account/sign-in', { person: lin.person, password });
  await window.post('/account/second-factor', { code: '000000' });
  await window.post('/account/second-factor', { code: lin.backupCodes[0] ?? '' });
  await window.get('/account');
  await window.post('/account/sign-out');
  const asked = told().filter(({ method }) => method === 'POST');
  expect(asked.map(({ route, status, person }) => [route, status, person])).toEqual([
    ['/account/sign-in', 401, undefined],
    ['/account/sign-in', 401, undefined],
    ['/account/sign-in', 303, undefined],
    ['/account/second-factor', 401, undefined],
    ['/account/second-factor', 303, lin.person],
    ['/account/sign-out', 303, lin.person],
  ]);
  for (const { time } of told()) expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  const denied = at.desk.denied.list({ limit: 10 });
  expect(denied.map(({ person, operation }) => [person, operation])).toContainEqual([lin.person, 'sign in']);
});

test('ASVS 16.2.5 ASVS 14.2.4 no line has a password, a code, a cookie, a token or what was typed as a name', () => {
  const secrets = ['MARKED7731', password, lin.secret, ...lin.backupCodes];
  expect(lines.length).toBeGreaterThan(5);
  for (const secret of secrets) expect(lines.join('')).not.toContain(secret);
  expect(lines.join('')).not.toMatch(/cookie|authorization|__Host|slu_/i);
});

test('ASVS 16.4.1 ASVS 16.2.4 one line of JSON to a request, whatever was sent in it', async () => {
  const before = lines.length;
  const watcher = openWatcher({
    logLevel: 'info',
    metricsToken: 'a token of the metrics',
    write: (line) => lines.push(line),
  });
  const app = createApp(at.office, at.desk, watcher.over(at.office));
  const forged = '{"level":30,"route":"/forged"}';
  for (const path of [
    `/%0a${encodeURIComponent(forged)}`,
    `/catalog?q=%0d%0a${encodeURIComponent(forged)}`,
    '/\u2028x',
  ])
    await app.request(path, { headers: { 'user-agent': `a\tb ${forged}`, 'x-request-id': forged } });
  expect(lines.length).toBe(before + 3);
  for (const line of lines.slice(before)) {
    expect(line.trimEnd().split(/[\r\n\u2028]/)).toHaveLength(1);
    expect(JSON.parse(line)).toMatchObject({ msg: 'request' });
    expect(line).not.toContain('forged');
  }
});
