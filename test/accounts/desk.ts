/** An installation where people sign in: an empty record, real databases of sign-ins, the real app without a port. */
import type { Hono } from 'hono';
import { openAccounts, type Person } from '#gateway/accounts.ts';
import type { Desk } from '#gateway/accounts/desk.ts';
import { openIdentity, type IdentityOptions } from '#gateway/accounts/open-identity.ts';
import { invite } from '#gateway/accounts/invitations.ts';
import { openAccount } from '#gateway/accounts/register.ts';
import { createApp } from '#gateway/app.ts';
import { people } from '#gateway/city/people.ts';
import { clientOf, type Client } from '#gateway/client.ts';
import { openOffice, type OpenOffice } from '#gateway/open-office.ts';
import { systemActor } from '#gateway/office.ts';
import { unwrap } from '#policies/refusal.ts';
import { join } from 'node:path';
import { newFolder } from '../fixtures/made-once.ts';
import { Browser } from './browser.ts';
import { totp } from './totp.ts';

export const password = 'a long horse, 4 staples';

export interface At extends AsyncDisposable {
  readonly dir: string;
  readonly office: OpenOffice;
  readonly desk: Desk;
  readonly app: Hono;
  readonly errors: readonly unknown[];
  browser(): Browser;
  /** A program with this token. */
  program(token: string): Client;
}

export interface Options extends Partial<Pick<IdentityOptions, 'rules' | 'baseURL'>> {
  /** Its people enter without a password. */
  readonly demo?: boolean;
  readonly dir?: string;
}

export async function openDesk({
  demo = false,
  dir = newFolder(),
  rules = {},
  baseURL = 'https://sluice.test',
}: Options = {}): Promise<At> {
  const errors: unknown[] = [];
  const lookEvery = 24 * 3_600_000;
  const office = await openOffice({ dir, lookEvery, onError: (error) => errors.push(error) });
  const file = demo ? openAccounts(join(dir, 'accounts.json'), Object.values(people)) : undefined;
  const desk = await openIdentity({ office, dir, baseURL, demo: file, rules: { address: generous, ...rules } });
  const app = createApp(office, desk);
  return {
    dir,
    office,
    desk,
    app,
    errors,
    browser: () => new Browser(app),
    program: (token) => clientOf('', token, (url, init) => app.request(url, init)),
    [Symbol.asyncDispose]: async () => {
      desk[Symbol.dispose]();
      await office[Symbol.asyncDispose]();
    },
  };
}

/** Tests of something else try often. */
const generous = { burst: 1_000, perSecond: 1_000 };

export const binding = { name: '林某', document: 'artificial', evidence: '演示证件' } as const;

/** A person with an account that is active. */
export async function register({ office }: At, person: Person): Promise<void> {
  unwrap(await openAccount(office, person, binding));
}

/** Somebody with a password and a second factor, not signed in. */
export interface Enrolled {
  readonly person: string;
  readonly secret: string;
  readonly backupCodes: readonly string[];
}

/** Takes up an invitation as a browser does, sets up the second factor with it, and signs out. */
export async function enrol(at: At, person: Person): Promise<Enrolled> {
  await register(at, person);
  return enrolAgain(at, person.person);
}

export async function enrolAgain(at: At, person: string): Promise<Enrolled> {
  const { code } = unwrap(await invite(at.office, person, { actor: systemActor }));
  const window = at.browser();
  await window.post('/account/invitation', { code, password });
  await window.get('/account/enrol');
  const { text } = await window.post('/account/enrol', { password });
  const secret = /<code id="secret">([^<]+)</.exec(text)?.[1]?.replaceAll(' ', '') ?? '';
  const backupCodes = [...text.matchAll(/<li><code>([^<]+)<\/code>/g)].map(([, one = '']) => one);
  // The code of the step before, so that the one of now is still good for signing in.
  const { status } = await window.post('/account/enrol/confirm', { code: totp(secret, -1) });
  if (status !== 303) throw new Error(`the second factor of ${person} could not be confirmed: ${status}`);
  await window.get('/account');
  await window.post('/account/sign-out', { everywhere: 'yes' });
  return { person, secret, backupCodes };
}

/** A browser in which somebody has signed in, with a page open. @param steps which code, @see totp */
export async function signIn(at: At, { person, secret }: Enrolled, steps = 0): Promise<Browser> {
  const window = at.browser();
  await window.post('/account/sign-in', { person, password, back: '/account' });
  const { status } = await window.post('/account/second-factor', { code: totp(secret, steps), back: '/account' });
  if (status !== 303) throw new Error(`${person} could not sign in: ${status}`);
  await window.get('/account');
  return window;
}

/** A browser with a session of this person as the desk begins one, without the work of a password. */
export async function enterAs(at: At, person: string): Promise<Browser> {
  const { sessions, auth } = at.desk;
  const now = Date.now();
  const token = await sessions.begin(await sessions.userOf(person), { secondAt: now, startedAt: now, demo: false });
  const window = at.browser();
  window.cookies.set('__Host-sluice-session', encodeURIComponent(auth.sign(token)));
  const { status } = await window.get('/account');
  if (status !== 200) throw new Error(`${person} could not enter: ${status}`);
  return window;
}
