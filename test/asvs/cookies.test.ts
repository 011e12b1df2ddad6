/** Every cookie there is, over https: what a browser may do with it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { people } from '#gateway/city/people.ts';
import { personId } from '#policies/units.ts';
import { enrol, openDesk, password, type At } from '../accounts/desk.ts';
import { totp } from '../accounts/totp.ts';

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: ReadonlyMap<string, string>;
}

let at: At;
let cookies: readonly Cookie[];
const texts: string[] = [];
beforeAll(async () => {
  at = await openDesk({ demo: true });
  const lin = await enrol(at, { ...people.vendor, person: personId('lin.cookie') });
  const window = at.browser();
  const pages = [
    await window.get('/preferences?lang=zh&theme=dark'),
    await window.post('/account/enter', { person: people.vendor.person }),
    await window.post('/account/sign-in', { person: lin.person, password }),
    await window.post('/account/second-factor', { code: totp(lin.secret), back: '/account' }),
    await window.get('/account'),
    await window.get('/desk'),
  ];
  texts.push(...pages.map(({ text }) => text));
  cookies = pages.flatMap(({ headers }) => headers.getSetCookie().map(cookieOf)).filter(({ value }) => value !== '');
});
afterAll(async () => at[Symbol.asyncDispose]());

function cookieOf(line: string): Cookie {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split('=');
  return {
    name,
    value,
    attributes: new Map(attributes.map((text) => [text.split('=')[0] ?? '', text.split('=')[1] ?? ''])),
  };
}

test('the cookies asked for are all that there are', () => {
  expect([...new Set(cookies.map(({ name }) => name))].toSorted()).toEqual([
    '__Host-sluice-second',
    '__Host-sluice-session',
    '__Host-sluice_lang',
    '__Host-sluice_theme',
  ]);
});

test('ASVS 3.3.1 every cookie is Secure', () => {
  for (const { name, attributes } of cookies) expect([name, attributes.has('Secure')]).toEqual([name, true]);
});

test('ASVS 3.3.2 every cookie says from which sites it is sent: the code’s from none, the others with links only', () => {
  for (const { name, attributes } of cookies)
    expect([name, attributes.get('SameSite')]).toEqual([name, name === '__Host-sluice-second' ? 'Strict' : 'Lax']);
});

test('ASVS 3.3.3 every cookie is of this host alone, and of the whole of it', () => {
  for (const { name, attributes } of cookies)
    expect([name.startsWith('__Host-'), attributes.get('Path'), attributes.has('Domain')]).toEqual([true, '/', false]);
});

test('ASVS 3.3.4 no script reads a cookie, and no page tells the value of a session', () => {
  for (const { name, attributes } of cookies) expect([name, attributes.has('HttpOnly')]).toEqual([name, true]);
  const secrets = cookies
    .filter(({ name }) => /session|second/.test(name))
    .map(({ value }) => value.split('.')[0] ?? '');
  expect(secrets.length).toBeGreaterThanOrEqual(3);
  for (const secret of secrets) expect(texts.join('')).not.toContain(secret);
});

test('ASVS 3.3.1 what was chosen over https is found again by its own name', async () => {
  const window = at.browser();
  await window.get('/preferences?lang=zh&theme=dark');
  expect((await window.get('/')).text).toMatch(/<html lang="zh-CN"\s+data-theme="dark"/);
});
