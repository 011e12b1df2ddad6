/** Guessing: one account from many addresses, many accounts from one, both factors; and that it ends. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { Attempts, usualLock } from '#gateway/accounts/attempts.ts';
import { openDeskDb } from '#gateway/accounts/desk-db.ts';
import { Pace } from '#gateway/accounts/pace.ts';
import { commandAccount } from '#gateway/accounts/register.ts';
import { people } from '#gateway/city/people.ts';
import { unwrap } from '#policies/refusal.ts';
import { newFolder } from '../fixtures/made-once.ts';
import { enrol, openDesk, password, type At, type Enrolled } from './desk.ts';
import { totp } from './totp.ts';

/** As the usual one, with less work. */
const lock = { free: 2, most: 4, lockSeconds: usualLock.lockSeconds };

let at: At;
let lin: Enrolled;
beforeAll(async () => {
  at = await openDesk({ rules: { lock } });
  lin = await enrol(at, people.vendor);
});
afterAll(async () => {
  vi.useRealTimers();
  await at[Symbol.asyncDispose]();
});

/** The clock only goes on, through all tests of this file. */
function pass(seconds: number): void {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + seconds * 1000 });
}

function aDb() {
  const folder = newFolder();
  mkdirSync(folder, { recursive: true });
  return openDeskDb(join(folder, 'desk.db'));
}

const attempt = async (person: string, typed: string) =>
  (await at.browser().post('/account/sign-in', { person, password: typed })).status;

/** With patience: every delay is waited for. */
async function failUntilLocked(person: string): Promise<void> {
  for (let times = 0; times < lock.most; times++) {
    pass(31);
    expect(await attempt(person, 'a wrong password')).toBe(401);
  }
}

test('AO-29-2 so many failures lock the account: the right password is answered like a wrong one, until the time is over', async () => {
  await failUntilLocked(lin.person);
  pass(60);
  expect(await attempt(lin.person, password)).toBe(401);
  pass(lock.lockSeconds);
  expect(await attempt(lin.person, password)).toBe(303);
  const locks = at.desk.denied.list({ limit: 100 }).filter(({ operation }) => operation === 'lock');
  expect(locks).toMatchObject([{ person: lin.person, code: 'E_RATE', times: 1 }]);
});

test('a lock ends when a registrar unlocks the account, which the record keeps', async () => {
  await failUntilLocked(lin.person);
  pass(1);
  expect(await attempt(lin.person, password)).toBe(401);
  pass(1);
  unwrap(await commandAccount(at.office, lin.person, { type: 'unlock', reason: '本人来电核实' }));
  expect(await attempt(lin.person, password)).toBe(303);
  const types = at.office.record.read.bySubject(`account/act-${lin.person}`).map(({ type }) => type);
  expect(types.at(-1)).toBe('account.unlocked');
});

test('codes are counted with passwords: whoever knows the password does not guess the code', async () => {
  pass(3_600);
  const right = totp(lin.secret);
  let tried = 0;
  for (let round = 0; round < 5; round++) {
    pass(31);
    const window = at.browser();
    if ((await window.post('/account/sign-in', { person: lin.person, password })).status !== 303) break;
    for (let guess = 0; guess < 3; guess++) {
      pass(31);
      const { status } = await window.post('/account/second-factor', { code: String(guess).padStart(6, '9') });
      expect(status).toBe(401);
      tried++;
    }
  }
  expect(right).toMatch(/^\d{6}$/);
  expect(tried).toBeLessThanOrEqual(lock.most + 2);
  expect(await attempt(lin.person, password)).toBe(401);
});

test('brute force over many accounts from one address: it must wait, others need not', async () => {
  await using strict = await openDesk({ rules: { address: { burst: 5, perSecond: 0.1 } } });
  const tried: { status: number; wait: string | null }[] = [];
  for (let guess = 0; guess < 7; guess++) {
    const fields = { person: `person.${guess}`, password: '1234567890ab' };
    const { status, headers } = await strict.browser().post('/account/sign-in', fields, { address: '198.51.100.7' });
    tried.push({ status, wait: headers.get('retry-after') });
  }
  expect(tried.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 429, 429]);
  expect(Number(tried.at(-1)?.wait)).toBeGreaterThan(0);
  const other = await strict
    .browser()
    .post('/account/sign-in', { person: 'x', password: 'y' }, { address: '203.0.113.9' });
  expect(other.status).toBe(401);
  // Whoever says another address in a header is believed only where a proxy of the installation says it.
  const headers = { 'x-forwarded-for': '203.0.113.77' };
  const sent = await strict
    .browser()
    .post('/account/sign-in', { person: 'x', password: 'y' }, { address: '198.51.100.7', headers });
  expect(sent.status).toBe(429);
});

test('a caller who asks too often is told how long to wait, with E_RATE, and who does not is not', async () => {
  await using strict = await openDesk({ demo: true, rules: { caller: { burst: 3, perSecond: 0.1 } } });
  const as = (person: string) => strict.program(strict.desk.demo?.byPerson(person)?.token ?? '');
  const answers = [];
  for (let times = 0; times < 4; times++) answers.push(await as(people.vendor.person).call('/me'));
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, false]);
  const token = strict.desk.demo?.byPerson(people.vendor.person)?.token ?? '';
  const response = await strict.app.request('/api/v1/me', { headers: { authorization: `Bearer ${token}` } });
  expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([429, true]);
  expect((await as(people.rival.person).call('/me')).ok).toBe(true);
});

test('Attempts: many at once are no more than many in a row, and each failure more waits longer', () => {
  const attempts = new Attempts(aDb(), { free: 3, most: 6, lockSeconds: 900 });
  const made = Array.from({ length: 20 }, () => attempts.begin('x'));
  expect(made.filter((one) => one !== 'refused')).toHaveLength(3);
  for (const seconds of [1, 2]) {
    pass(seconds - 0.5);
    expect(attempts.begin('x')).toBe('refused');
    pass(0.6);
    expect(attempts.begin('x')).toBe('open');
  }
  pass(4.1);
  expect(attempts.begin('x')).toBe('locked');
  pass(899);
  expect(attempts.begin('x')).toBe('refused');
  expect(attempts.begin('y')).toBe('open');
  pass(2);
  expect(attempts.begin('x')).toBe('open');
});

test('Attempts: what was typed as a name is not kept', () => {
  const db = aDb();
  new Attempts(db, usualLock).begin('my secret, in the wrong field');
  expect(JSON.stringify(db.prepare('SELECT * FROM attempt').all())).not.toContain('secret');
});

test('Pace gives back what time gives, never more than its burst, and forgets who is full', () => {
  pass(0);
  const pace = new Pace({ burst: 2, perSecond: 1 });
  expect([pace.take('a'), pace.take('a'), pace.take('a')]).toEqual([undefined, undefined, 1]);
  pass(1);
  expect([pace.take('a'), pace.take('a')]).toEqual([undefined, 1]);
  pass(3_600);
  expect([pace.take('a'), pace.take('a'), pace.take('a')]).toEqual([undefined, undefined, 1]);
});
