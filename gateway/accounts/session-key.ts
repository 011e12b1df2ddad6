/** The secrets of an installation that signs people in: one for the cookies, one for what is made of them. Kept beside the database of sign-ins. */
import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface SessionKeys {
  /** Of the cookies. */
  readonly auth: string;
  /** Of what the gateway makes of a session: it is never a cookie's own text. */
  readonly session: string;
}

/** @throws Error when the file can be read by others than its owner */
export function openSessionKeys(file: string): SessionKeys {
  if (existsSync(file)) return readKeys(file);
  const keys = { auth: randomBytes(32).toString('base64url'), session: randomBytes(32).toString('base64url') };
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

/** What the rest of the gateway knows of a session: the same for the same cookie, and useless as one. */
export function sessionOf({ session }: SessionKeys, token: string): string {
  return createHmac('sha256', session).update(token).digest('base64url');
}

function readKeys(file: string): SessionKeys {
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0) throw new Error(`Cannot use the keys ${file}: must be readable by their owner only (0600)`);
  return JSON.parse(readFileSync(file, 'utf8')) as SessionKeys;
}
