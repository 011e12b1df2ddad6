/** Sessions of browsers: begun after a second factor, ended when idle, when old, by their person, or with his account. */
import { cookieName, onlyCookie } from './cookies.ts';
import { addressOf, unlessRefused } from './auth-answers.ts';
import type { Auth } from './auth.ts';
import type { AccountRules } from './rules.ts';
import { sessionOf, type SessionKeys } from './session-key.ts';

export interface Session {
  readonly id: string;
  /** What the cookie carries: for this folder alone. */
  readonly token: string;
  /** What the rest of the gateway knows of it. */
  readonly session: string;
  readonly user: string;
  readonly person: string;
  readonly begunAt: number;
  /** When the first of those began that follow each other. */
  readonly startedAt: number;
  /** Undefined before the second factor: then nobody is signed in yet. */
  readonly secondAt: number | undefined;
  readonly demo: boolean;
}

export interface SessionLine {
  readonly id: string;
  readonly begunAt: string;
  readonly seenAt: string;
  readonly agent: string;
}

/** What a new session begins with. */
export interface Beginning {
  readonly secondAt: number;
  readonly startedAt: number;
  readonly demo: boolean;
}

export class Sessions {
  readonly #auth: Auth;
  readonly #keys: SessionKeys;
  readonly #rules: AccountRules;

  constructor(auth: Auth, keys: SessionKeys, rules: AccountRules) {
    this.#auth = auth;
    this.#keys = keys;
    this.#rules = rules;
  }

  /** The session whose cookie a request carries, also before its second factor. */
  async read(headers: Headers): Promise<Session | undefined> {
    const own = onlyCookie(headers, cookieName(this.#auth.secure));
    const found = own && (await unlessRefused(this.#auth.api.getSession({ headers: own })));
    if (!found) return undefined;
    const { session, user } = found;
    const begunAt = session.createdAt.getTime();
    const startedAt = session.startedAt ?? begunAt;
    if (Date.now() > startedAt + this.#rules.longestSeconds * 1000) return undefined;
    return {
      id: session.id,
      token: session.token,
      session: sessionOf(this.#keys, session.token),
      user: user.id,
      person: user.name,
      begunAt,
      startedAt,
      secondAt: session.secondAt ?? undefined,
      demo: session.demo === true,
    };
  }

  /** As Better Auth is to see this session. */
  headersOf({ token }: Pick<Session, 'token'>): Headers {
    const { secure, sign } = this.#auth;
    return new Headers({ cookie: `${cookieName(secure)}=${encodeURIComponent(sign(token))}` });
  }

  /** @returns what the cookie carries: never what any cookie carried before */
  async begin(user: string, beginning: Beginning, agent = ''): Promise<string> {
    const facts = { ...beginning, userAgent: agent.slice(0, 200) };
    return (await this.#auth.store.createSession(user, false, facts, true)).token;
  }

  async end(token: string): Promise<void> {
    await this.#auth.store.deleteSession(token);
  }

  async endAll(user: string): Promise<void> {
    await this.#auth.store.deleteUserSessions(user);
  }

  async list(user: string): Promise<readonly SessionLine[]> {
    const found = await this.#auth.store.listSessions(user);
    return found.map(({ id, createdAt, updatedAt, userAgent }) => ({
      id,
      begunAt: createdAt.toISOString(),
      seenAt: updatedAt.toISOString(),
      agent: userAgent ?? '',
    }));
  }

  /** Ends the one of `user` with this id. */
  async endOne(user: string, id: string): Promise<void> {
    const found = (await this.#auth.store.listSessions(user)).find((session) => session.id === id);
    if (found) await this.end(found.token);
  }

  /** The user of a person; made where there is none yet. */
  async userOf(person: string): Promise<string> {
    const email = addressOf(person);
    const found = await this.#auth.store.findUserByEmail(email);
    if (found) return found.user.id;
    const made = { email, name: person, emailVerified: true };
    return (await this.#auth.store.createUser(made, { method: 'email-password' })).id;
  }

  isFresh({ secondAt }: Session): boolean {
    return secondAt !== undefined && Date.now() <= secondAt + this.#rules.freshSeconds * 1000;
  }
}
