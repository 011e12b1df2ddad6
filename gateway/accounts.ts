/**
 * Who is calling. Demonstration accounts are one random token per person, kept in a file of the owner, printed at start, and served on the
 * loopback address alone.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import type { Title } from '#policies/catalog/entry.ts';
import type { TokenScope } from '#policies/procedure/cases/access-token.ts';
import type { Actor } from '#policies/procedure/life.ts';

/** A person with the one role he acts in. */
export interface Person extends Actor {
  readonly title: Title;
}

/** Who is calling, and how that is known. */
export interface Caller extends Person {
  readonly via: 'token' | 'session';
  /** Of a browser: whatever it sends must carry what `csrf` made of this. */
  readonly session?: string;
  /** Of a token that is good for less than its person. */
  readonly scope?: TokenScope;
}

/** Tells who sends a request. Undefined: nobody who has an account in force. */
export interface Identity {
  identify(request: Request): Promise<Caller | undefined>;
  /** Counts one request of the network. Seconds to wait, where he has asked too often. */
  waitOf?(caller: Caller): number | undefined;
}

interface Account extends Person {
  readonly token: string;
}

export class Accounts implements Identity {
  readonly #accounts: readonly Account[];

  constructor(accounts: readonly Account[]) {
    this.#accounts = accounts;
  }

  get all(): readonly Account[] {
    return this.#accounts;
  }

  identify(request: Request): Promise<Caller | undefined> {
    const [scheme, token] = (request.headers.get('authorization') ?? '').split(' ');
    const found = scheme === 'Bearer' && token ? this.byToken(token) : undefined;
    if (!found) return Promise.resolve(undefined);
    const { token: _, ...person } = found;
    return Promise.resolve({ ...person, via: 'token' });
  }

  /** The person of this token. Every token is compared, so that the time does not tell how much of one was right. */
  byToken(token: string): Account | undefined {
    const given = digest(token);
    return this.#accounts.filter((account) => timingSafeEqual(digest(account.token), given))[0];
  }

  byPerson(person: string): Account | undefined {
    return this.#accounts.find((account) => account.person === person);
  }
}

/**
 * The accounts in `file`, with one more for each of `people` who has none.
 *
 * @throws Error when the file can be read by others than its owner: its tokens are no longer anybody's own
 */
export function openAccounts(file: string, people: readonly Person[] = []): Accounts {
  const known = existsSync(file) ? readAccounts(file) : [];
  const added = people
    .filter(({ person }) => !known.some((account) => account.person === person))
    .map((person) => ({ ...person, token: randomBytes(18).toString('base64url') }));
  const accounts = [...known, ...added];
  if (added.length > 0) writeFileSync(file, JSON.stringify(accounts, undefined, 2), { mode: 0o600 });
  return new Accounts(accounts);
}

function readAccounts(file: string): readonly Account[] {
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0) throw new Error(`Cannot use the accounts ${file}: must be readable by their owner only (0600)`);
  return JSON.parse(readFileSync(file, 'utf8')) as readonly Account[];
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
