/** Who is calling, of a whole installation: sessions of browsers, tokens of programs, and in a demonstration the tokens of its file. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Accounts, Caller } from '../accounts.ts';
import type { Office } from '../office.ts';
import { Attempts } from './attempts.ts';
import { openAuth } from './auth.ts';
import { Denied } from './denied.ts';
import type { Desk } from './desk.ts';
import { openDeskDb } from './desk-db.ts';
import { readKnownPasswords } from './known-passwords.ts';
import { Pace } from './pace.ts';
import { usualRules, type AccountRules } from './rules.ts';
import { SecondFactor } from './second-factor.ts';
import { openSessionKeys } from './session-key.ts';
import { Sessions, type Session } from './sessions.ts';
import { SignIn } from './sign-in.ts';
import { standingOf, type Standing } from './standing.ts';
import { callerByToken } from './tokens.ts';
import { UsedCodes } from './used-codes.ts';

export interface IdentityOptions {
  readonly office: Office;
  /** Of the installation. */
  readonly dir: string;
  /** How browsers reach the gateway; with https its cookies are kept to this host. */
  readonly baseURL: string;
  /** The people of a demonstration: they enter without a password. Absent everywhere else. */
  readonly demo?: Accounts | undefined;
  readonly rules?: Partial<AccountRules>;
}

export async function openIdentity({ office, dir, baseURL, demo, rules: given }: IdentityOptions): Promise<Desk> {
  const rules = { ...usualRules, ...given };
  const folder = join(dir, 'accounts');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const keys = openSessionKeys(join(folder, 'session.key'));
  const auth = await openAuth({
    file: join(folder, 'auth.db'),
    secret: keys.auth,
    baseURL,
    idleSeconds: rules.idleSeconds,
  });
  const db = openDeskDb(join(folder, 'desk.db'));
  const sessions = new Sessions(auth, keys, rules);
  const attempts = new Attempts(db, rules.lock);
  const factor = new SecondFactor(auth, new UsedCodes(db));
  const denied = new Denied(db, rules.keepDeniedDays);
  const callers = new Pace(rules.caller);
  const standing = (person: string) => standingOf(office.record.read, person, demo);
  const callerOf = (session: Session): Caller | undefined => {
    const stands = session.secondAt === undefined || (session.demo && !demo) ? undefined : standing(session.person);
    if (!stands || session.begunAt < stands.since) return undefined;
    return { ...stands.person, via: 'session', session: session.session };
  };
  return {
    rules,
    knownPasswords: readKnownPasswords(join(folder, 'known-passwords.txt')),
    auth,
    sessions,
    signIn: new SignIn({ auth, sessions, attempts, factor, denied, standing }),
    factor,
    attempts,
    denied,
    demo,
    addresses: new Pace(rules.address),
    standing,
    waitOf: ({ person }) => callers.take(person),
    callerOf,
    identify: async ({ headers }) => {
      const given = headers.get('authorization');
      if (given !== null) return byToken(office, given, { demo, standing });
      const session = await sessions.read(headers);
      return session && callerOf(session);
    },
    [Symbol.dispose]: () => {
      auth.close();
      db.close();
    },
  };
}

interface Known {
  readonly demo: Accounts | undefined;
  readonly standing: (person: string) => Standing | undefined;
}

function byToken(office: Office, authorization: string, { demo, standing }: Known): Caller | undefined {
  const [scheme, token = ''] = authorization.split(' ');
  if (scheme !== 'Bearer') return undefined;
  if (token.startsWith('slu_') || !demo) return callerByToken(office, token, standing);
  const found = demo.byToken(token);
  const stands = found && standing(found.person);
  return stands && { ...stands.person, via: 'token' };
}
