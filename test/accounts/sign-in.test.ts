/** Signing in, attacked: what tells who exists, what is good twice, what survives, and what of the library can be reached. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { enrol, openDesk, password, register, signIn, type At, type Enrolled } from './desk.ts';
import { totp } from './totp.ts';

let at: At;
let lin: Enrolled;
let ren: Enrolled;
beforeAll(async () => {
  at = await openDesk();
  lin = await enrol(at, people.vendor);
  ren = await enrol(at, people.regulator);
  await register(at, people.rival);
});
afterAll(async () => at[Symbol.asyncDispose]());

const session = '__Host-sluice-session';
const challenge = '__Host-sluice-second';

test('a session is who the record says, with what the record says', async () => {
  const window = await signIn(at, lin);
  expect(await window.api('/me')).toEqual({ status: 200, body: people.vendor });
  expect(at.errors).toEqual([]);
});

test('cookies: kept to this host, over https alone, from scripts, and until the browser is closed', async () => {
  const window = at.browser();
  const first = await window.post('/account/sign-in', { person: ren.person, password });
  const second = await window.post('/account/second-factor', { code: totp(ren.secret) });
  const [asked] = first.headers.getSetCookie().filter((line) => line.startsWith(`${challenge}=`));
  const [set] = second.headers.getSetCookie().filter((line) => line.startsWith(`${session}=`));
  expect(set?.split('; ').slice(1).sort()).toEqual(['HttpOnly', 'Path=/', 'SameSite=Lax', 'Secure']);
  expect(asked?.split('; ').slice(1).sort()).toEqual([
    'HttpOnly',
    'Max-Age=300',
    'Path=/',
    'SameSite=Strict',
    'Secure',
  ]);
  expect(second.headers.get('cache-control')).toBe('no-store');
  expect(window.cookies.has(challenge)).toBe(false);
});

test('without https there is no Secure cookie, and no name that says so', async () => {
  await using plain = await openDesk({ baseURL: 'http://127.0.0.1:8620', demo: true });
  const window = plain.browser();
  const { headers } = await window.post('/account/enter', { person: people.vendor.person });
  expect(headers.getSetCookie().map((line) => line.replace(/=[^;]*/, ''))).toEqual([
    'sluice-session; Path=/; HttpOnly; SameSite=Lax',
  ]);
});

test('fixation: neither a cookie that was planted nor that of a session before is that of the session after', async () => {
  const before = await signIn(at, lin, 1);
  const old = before.cookies.get(session) ?? '';
  let tried = 0;
  for (const planted of [old, 'planted', `${'a'.repeat(32)}.c2ln`]) {
    const window = at.browser();
    window.cookies.set(session, planted);
    await window.post('/account/sign-in', { person: lin.person, password });
    expect(window.cookies.has(session)).toBe(false);
    window.cookies.set(session, planted);
    await window.post('/account/second-factor', { code: lin.backupCodes[tried++] ?? '' });
    expect(window.cookies.get(session)?.split('.')[0]).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(window.cookies.get(session)).not.toBe(planted);
    expect((await window.api('/me')).status).toBe(200);
  }
  expect((await before.api('/me')).status).toBe(401);
});

test('the password alone is not signed in, nor is the session that the library makes on the way', async () => {
  const window = at.browser();
  const { to, headers } = await window.post('/account/sign-in', { person: lin.person, password, back: '/desk' });
  expect(to).toBe('/account/second-factor?back=%2Fdesk');
  expect(headers.getSetCookie().some((line) => line.startsWith(`${session}=`) && !line.includes('Max-Age=0'))).toBe(
    false,
  );
  expect((await window.api('/me')).status).toBe(401);
  window.cookies.set(session, window.cookies.get(challenge) ?? '');
  expect((await window.api('/me')).status).toBe(401);
});

test('user enumeration: no such person, a wrong password and no password yet are answered with the same bytes', async () => {
  const answers = new Set<string>();
  for (const [person, typed] of [
    ['nobody.at.all', password],
    [lin.person, 'a wrong password'],
    [people.rival.person, password],
    ['../../etc/passwd\n', password],
    ['', ''],
  ] as const) {
    const { status, text } = await at.browser().post('/account/sign-in', { person, password: typed });
    answers.add(`${status} ${text}`);
  }
  expect(answers.size).toBe(1);
  expect([...answers][0]).toMatch(/^401 /);
});

const median = (times: readonly number[]): number => times.toSorted((one, other) => one - other)[1] ?? 0;

test('user enumeration: who does not exist takes a good part of the time that a wrong password takes', async () => {
  const took = async (person: string): Promise<number> => {
    const start = performance.now();
    await at.browser().post('/account/sign-in', { person, password: 'a wrong password' });
    return performance.now() - start;
  };
  const [known, unknown]: [number[], number[]] = [[], []];
  for (const name of ['nobody.1', 'nobody.2', 'nobody.3']) {
    known.push(await took(ren.person));
    unknown.push(await took(name));
  }
  // A refusal without the work of a password takes a hundredth of it.
  expect(median(unknown)).toBeGreaterThan(median(known) / 5);
  await signIn(at, ren, 1);
});

test('TOTP replay: a code is good once, also at the same moment, also with a challenge of its own', async () => {
  const yi = await enrol(at, people.operator);
  const code = totp(yi.secret);
  const windows = [at.browser(), at.browser()];
  for (const window of windows) await window.post('/account/sign-in', { person: yi.person, password });
  const answers = await Promise.all(windows.map((window) => window.post('/account/second-factor', { code })));
  expect(answers.map(({ status }) => status).toSorted((one, two) => one - two)).toEqual([303, 401]);
  const later = at.browser();
  await later.post('/account/sign-in', { person: yi.person, password });
  expect((await later.post('/account/second-factor', { code })).status).toBe(401);
  expect((await later.post('/account/second-factor', { code: totp(yi.secret, 1) })).status).toBe(303);
});

test('a backup code is good once, and the others remain', async () => {
  const [first = '', next = ''] = ren.backupCodes;
  const enter = async (code: string) => {
    const window = at.browser();
    await window.post('/account/sign-in', { person: ren.person, password });
    return (await window.post('/account/second-factor', { code })).status;
  };
  expect(ren.backupCodes).toHaveLength(10);
  expect(await enter(first)).toBe(303);
  expect(await enter(first)).toBe(401);
  expect(await enter(next)).toBe(303);
});

test.each(['//evil.example', 'https://evil.example', '/\\evil.example', '/a\nb', ''])(
  'signing in leads to a path of this site only: %j',
  async (back) => {
    const window = at.browser();
    await window.post('/account/sign-in', { person: lin.person, password, back });
    const { to } = await window.get(`/account/second-factor?back=${encodeURIComponent(back)}`);
    expect(to).toBeNull();
    const { text } = await window.get(`/account/sign-in?back=${encodeURIComponent(back)}`);
    expect(text).toContain('name="back" value="/"');
  },
);

/** Paths of the version that is used, as its own router has them. */
const theirs = [
  'sign-up/email',
  'sign-in/email',
  'sign-in/social',
  'get-session',
  'update-user',
  'delete-user',
  'change-email',
];
const more = [
  'forget-password',
  'reset-password',
  'request-password-reset',
  'two-factor/disable',
  'two-factor/enable',
  'ok',
  'error',
];

test('none of the endpoints of Better Auth answers, under its usual path or ours', async () => {
  const window = await signIn(at, lin, -1).catch(() => at.browser());
  const known = Object.values(at.desk.auth.api).flatMap((one) =>
    'path' in one && typeof one.path === 'string' ? [one.path] : [],
  );
  expect(known.length).toBeGreaterThan(30);
  const own = ['/sign-out', '/account'];
  const paths = new Set(
    [...known, ...[...theirs, ...more].map((path) => `/${path}`)].map((path) => path.replaceAll(/:\w+/g, 'x')),
  );
  for (const path of paths) {
    if (own.includes(path)) continue;
    for (const base of ['/api/auth', '/account', '/auth', '/api/v1/auth']) {
      expect((await window.get(base + path)).status, `GET ${base}${path}`).toBeGreaterThanOrEqual(400);
      expect((await window.post(base + path)).status, `POST ${base}${path}`).toBeGreaterThanOrEqual(400);
    }
  }
});
