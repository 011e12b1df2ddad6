/**
 * Signing in: a password, then a code, then a session of a new name. Whatever is wrong, and whether there is such a person at all, is
 * answered alike and takes the same work.
 */
import { randomUUID } from 'node:crypto';
import { parse } from 'hono/utils/cookie';
import type { Attempts } from './attempts.ts';
import { addressOf, unlessRefused } from './auth-answers.ts';
import type { Auth } from './auth.ts';
import { challengeName } from './cookies.ts';
import type { Denied } from './denied.ts';
import type { SecondFactor } from './second-factor.ts';
import type { Sessions } from './sessions.ts';
import type { Standing } from './standing.ts';

export interface SignInParts {
  readonly auth: Auth;
  readonly sessions: Sessions;
  readonly attempts: Attempts;
  readonly factor: SecondFactor;
  readonly denied: Denied;
  readonly standing: (person: string) => Standing | undefined;
}

/** The password was right: now the code, or, where there is no second factor yet, one is made. */
export type Passed =
  { readonly kind: 'code'; readonly challenge: string } | { readonly kind: 'enrol'; readonly token: string };

export interface SignedIn {
  readonly person: string;
  readonly token: string;
}

export class SignIn {
  readonly #parts: SignInParts;

  constructor(parts: SignInParts) {
    this.#parts = parts;
  }

  async byPassword(person: string, password: string): Promise<Passed | undefined> {
    const { auth, attempts, standing } = this.#parts;
    const stands = standing(person);
    const attempt = attempts.begin(person, stands?.unlocked);
    // A name that nobody has takes the time that a wrong password takes.
    const name = stands && attempt !== 'refused' ? person : randomUUID();
    const body = { email: addressOf(name), password };
    const answer = await unlessRefused(auth.api.signInEmail({ body, returnHeaders: true }));
    if (!answer) {
      this.#refused(stands, attempt === 'locked');
      return undefined;
    }
    attempts.forgive(person);
    const challenge = challengeIn(answer.headers, challengeName(auth.secure));
    return challenge === undefined ? { kind: 'enrol', token: answer.response.token } : { kind: 'code', challenge };
  }

  /** @param challenge headers with the cookie of it @returns who it is, and what the cookie of the new session carries */
  async byCode(challenge: Headers, code: string, agent: string): Promise<SignedIn | undefined> {
    const { attempts, factor, sessions, standing } = this.#parts;
    const user = await this.#userOf(challenge);
    if (!user) return undefined;
    const stands = standing(user.name);
    const attempt = attempts.begin(user.name, stands?.unlocked);
    const isRight = stands && attempt !== 'refused' && (await factor.verify(user.name, code, challenge));
    if (!isRight) {
      this.#refused(stands, attempt === 'locked');
      return undefined;
    }
    attempts.succeed(user.name);
    // The one that Better Auth has just made is not used: it does not say when the code was given.
    await sessions.end(isRight.token);
    const now = Date.now();
    const token = await sessions.begin(user.id, { secondAt: now, startedAt: now, demo: false }, agent);
    return { person: user.name, token };
  }

  #refused(stands: Standing | undefined, locks: boolean): void {
    const person = stands?.person.person ?? '-';
    this.#parts.denied.note({ person, operation: 'sign in', code: 'E_AUTH' });
    if (locks) this.#parts.denied.note({ person, operation: 'lock', code: 'E_RATE' });
  }

  /** Whose code is awaited. That it was us who gave out the challenge is examined with the code. */
  async #userOf(challenge: Headers): Promise<{ readonly id: string; readonly name: string } | undefined> {
    const { auth } = this.#parts;
    const name = challengeName(auth.secure);
    const [identifier = ''] = (parse(challenge.get('cookie') ?? '', name)[name] ?? '').split('.');
    const found = await auth.store.findVerificationValue(identifier);
    return found ? ((await auth.store.findUserById(found.value)) ?? undefined) : undefined;
  }
}

function challengeIn(headers: Headers, name: string): string | undefined {
  const [line] = headers.getSetCookie().filter((text) => text.startsWith(`${name}=`));
  const value = line?.slice(name.length + 1).split(';')[0];
  return value ? decodeURIComponent(value) : undefined;
}
