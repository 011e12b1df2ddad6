/** Passwords as NIST SP 800-63B and ASVS 5.0.0 §6.2 ask for them, through the pages where they are set. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { invite } from '#gateway/accounts/invitations.ts';
import { passwordHash } from '#gateway/accounts/password-hash.ts';
import { requirePassword, wordsOfThisPlace } from '#gateway/accounts/password.ts';
import { people } from '#gateway/city/people.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { openDesk, enrol, enterAs, password, register, signIn, type At, type Enrolled } from '../accounts/desk.ts';
import { newFolder } from '../fixtures/made-once.ts';

let at: At;
let lin: Enrolled;
beforeAll(async () => {
  const dir = newFolder();
  mkdirSync(join(dir, 'accounts'), { recursive: true });
  writeFileSync(
    join(dir, 'accounts', 'known-passwords.txt'),
    'Correct Horse Battery Staple\r\n一二三四五六七八九十百千\n',
  );
  at = await openDesk({ dir });
  lin = await enrol(at, people.vendor);
});
afterAll(async () => {
  vi.useRealTimers();
  await at[Symbol.asyncDispose]();
});

const nobody = { person: 'lin.vendor', known: new Set<string>() };
const may = (typed: string): boolean => requirePassword(nobody, typed).ok;

test('ASVS 6.2.1 a password has 12 characters at least, at every place where one is set', async () => {
  expect([may('k7 rhubarb x'), may('k7 rhubarb')]).toEqual([true, false]);
  await register(at, people.rival);
  const { code } = unwrap(await invite(at.office, people.rival.person, { actor: systemActor }));
  expect((await at.browser().post('/account/invitation', { code, password: 'k7 rhubarb' })).status).toBe(422);
  const window = await enterAs(at, lin.person);
  expect((await window.post('/account/password', { password, next: 'k7 rhubarb' })).status).toBe(422);
});

test('ASVS 6.2.9 a password of 64 characters is taken, and one of 128', () => {
  const long = 'a phrase that goes on, and on 7 ';
  expect([64, 128, 129].map((length) => may(long.repeat(5).slice(0, length)))).toEqual([true, true, false]);
});

test('ASVS 6.2.5 a password may be of any signs: small letters, digits, spaces, Chinese, pictures', () => {
  for (const typed of [
    'correcthorsebattery',
    '839201746652',
    'a b c d e f g h',
    '山高月小水落石出而今安在',
    '🐎🔋📎✅🌊🍵🧭',
    '!!??..,,;;::',
  ])
    expect([typed, may(typed)]).toEqual([typed, true]);
});

test('ASVS 6.2.2 ASVS 6.2.3 ASVS 6.2.8 ASVS 6.2.10 who knows his password may change it; it is taken as it is typed, whole and in its case, and does not grow old', async () => {
  const next = 'Ein LANGES Pferd, mit vier Klammern und noch etwas am Ende: '.padEnd(100, 'x1y2');
  const window = await signIn(at, lin);
  expect((await window.post('/account/password', { next })).status).toBe(401);
  expect((await window.post('/account/password', { password: `${password} `, next })).status).toBe(401);
  expect((await window.post('/account/password', { password, next })).status).toBe(303);
  const tries = [next.toLowerCase(), next.slice(0, 72), next.slice(0, 99), ` ${next}`, next.trim() + ' ', password];
  const statusOf = async (typed: string) =>
    (await at.browser().post('/account/sign-in', { person: lin.person, password: typed })).status;
  for (const typed of tries.slice(0, 4)) expect([typed.length, await statusOf(typed)]).toEqual([typed.length, 401]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 800 * 86_400_000 });
  expect(await statusOf(next)).toBe(303);
});

test('ASVS 6.2.6 ASVS 6.2.7 every field of a password hides it, and lets a manager fill it in and a person paste', async () => {
  const window = await enterAs(at, lin.person);
  const pages = [
    await at.browser().get('/account/sign-in'),
    await at.browser().get('/account/invitation'),
    await window.get('/account/password'),
  ];
  const fields = pages.flatMap(({ text }) => text.match(/<input[^>]*name="(?:password|next)"[^>]*>/g) ?? []);
  expect(fields).toHaveLength(4);
  for (const field of fields) {
    expect(field).toContain('type="password"');
    expect(field).toMatch(/autocomplete="(current|new)-password"/);
    expect(field).not.toMatch(/onpaste|readonly|maxlength="(\d|\d\d)"/);
  }
});

test('ASVS 6.2.11 a password that is little more than words of this place and one’s name is refused', () => {
  for (const typed of [
    'Sluice-2026!',
    'password1234!?',
    '广州数据域闸密码一二',
    'vendor-operator-77',
    'admin.Admin.admin1',
    'qwerty123456abc',
    'Lin.of.Vendor.1',
  ])
    expect([typed, may(typed)]).toEqual([typed, false]);
  expect(may('a long horse in guangzhou')).toBe(true);
  for (const word of wordsOfThisPlace) expect([word, word.toLowerCase()]).toEqual([word, word]);
});

test('an installation’s list of known passwords is kept to, whatever the case', async () => {
  const window = await enterAs(at, lin.person);
  for (const next of ['correct horse battery staple', 'CORRECT HORSE BATTERY STAPLE', '一二三四五六七八九十百千']) {
    const { status, text } = await window.post('/account/password', { password, next });
    expect([status, text.includes('known ones')]).toEqual([422, true]);
  }
});

const is = (hash: string, typed: string) => passwordHash.verify({ hash, password: typed });

test('ASVS 11.4.2 a password is kept by scrypt at the cost that OWASP names, with a salt of its own', async () => {
  const [one, other] = [await passwordHash.hash(password), await passwordHash.hash(password)];
  expect(one).toMatch(/^scrypt\$16384\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(
    await Promise.all([is(one, password), is(one, `${password} `), is(one, ''), is('', password), is('scrypt$', '')]),
  ).toEqual([true, false, false, false, false]);
  expect(await is(await passwordHash.hash('Ko\u0308nigin der Nacht'), 'K\u00f6nigin der Nacht')).toBe(true);
  const [kept] = await at.desk.auth.store.findAccounts(await at.desk.sessions.userOf(lin.person));
  expect(kept?.password).toMatch(/^scrypt\$/);
});
