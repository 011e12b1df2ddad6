/**
 * Better Auth, as little of it as proves who somebody is: passwords, a second factor, sessions, in a database of its own. None of its
 * endpoints is on the network; only this folder calls it. Of a person it knows the id, and nothing of what he may do.
 *
 * @see docs/decisions/051-accounts.md
 */
import { createHmac } from 'node:crypto';
import { chmodSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { betterAuth } from 'better-auth';
import { getMigrations } from 'better-auth/db/migration';
import { twoFactor } from 'better-auth/plugins/two-factor';
import { challengeName, cookieName } from './cookies.ts';
import { passwordHash } from './password-hash.ts';

export interface AuthOptions {
  readonly file: string;
  readonly secret: string;
  /** How browsers reach the gateway. */
  readonly baseURL: string;
  /** How long a session lives that nobody uses. */
  readonly idleSeconds: number;
}

export type Auth = Awaited<ReturnType<typeof openAuth>>;

export async function openAuth({ file, secret, baseURL, idleSeconds }: AuthOptions) {
  const database = new DatabaseSync(file);
  chmodSync(file, 0o600);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA busy_timeout = 5000;');
  const secure = baseURL.startsWith('https://');
  const api = betterAuth({
    appName: 'Sluice',
    baseURL,
    secret,
    database,
    telemetry: { enabled: false },
    // What it would say names addresses and people.
    logger: { disabled: true },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: passwordHash,
    },
    session: {
      expiresIn: idleSeconds,
      updateAge: Math.min(60, idleSeconds),
      cookieCache: { enabled: false },
      additionalFields: {
        /** When the second factor was proven, in milliseconds; nobody is signed in before. */
        secondAt: { type: 'number', required: false, input: false },
        /** When the first of the sessions that follow each other began. */
        startedAt: { type: 'number', required: false, input: false },
        /** Entered without a password, as only a demonstration lets. */
        demo: { type: 'boolean', required: false, input: false },
      },
    },
    // Failures are counted here, passwords and codes together: attempts.ts.
    plugins: [twoFactor({ issuer: 'Sluice', accountLockout: { enabled: false }, twoFactorCookieMaxAge: 300 })],
    advanced: {
      // The names carry their prefixes themselves; what browsers get is written in cookies.ts.
      useSecureCookies: false,
      cookies: { session_token: { name: cookieName(secure) }, two_factor: { name: challengeName(secure) } },
    },
  });
  await (await getMigrations(api.options)).runMigrations();
  const context = await api.$context;
  return {
    api: api.api,
    secure,
    context,
    store: context.internalAdapter,
    sign: (value: string) => `${value}.${hmac(secret, value)}`,
    close: () => database.close(),
  };
}

function hmac(secret: string, value: string): string {
  return createHmac('sha256', secret).update(value).digest('base64');
}
