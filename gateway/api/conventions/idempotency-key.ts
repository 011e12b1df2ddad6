/**
 * What a request with a key is known by. The key is a secret of its sender: we keep its digest, and under the key itself, sealed, the
 * answer. So nobody reads kept answers, not even beside the tables, and a personal text in one does not outlive its erasure in the open.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../../accounts.ts';
import type { RequestName } from '../../record/request-table.ts';

/** As a token, or as a string of structured fields, which has quotes; a UUID has 36. */
const form = /^(?:"([\w.:-]{16,128})"|([\w.:-]{16,128}))$/;

/** Refuses E_INPUT. */
export function parseKey(given: string): Outcome<string> {
  const [, quoted, plain] = form.exec(given.trim()) ?? [];
  const key = quoted ?? plain;
  if (key !== undefined) return accept(key);
  return refuse('E_INPUT', 'Cannot use the Idempotency-Key: must be 16 to 128 letters, digits, or . _ : -', {
    remedy: 'Send a new UUID with each new request.',
  });
}

/** Of one person in one role: nobody meets the keys of another. */
export function nameOf({ org, person, role }: Caller, key: string): RequestName {
  return { owner: JSON.stringify([org, person, role]), name: digest(['key', key]) };
}

/** All that makes a request what it is. */
export interface Asked {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Of If-Match: under another condition it is another request. */
  readonly condition: string;
  readonly body: Uint8Array;
}

export function fingerprintOf({ method, path, condition, body }: Asked): string {
  return digest([method, path, condition, createHash('sha256').update(body).digest('hex')]);
}

/** JSON keeps the parts apart. */
function digest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

const cipher = 'aes-256-gcm';

/** Opens for whoever has the key. */
export function sealAnswer(key: string, { owner }: RequestName, answer: string): string {
  const nonce = randomBytes(12);
  const seal = createCipheriv(cipher, sealingKey(key, owner), nonce);
  const sealed = [seal.update(answer, 'utf8'), seal.final()];
  return Buffer.concat([nonce, seal.getAuthTag(), ...sealed]).toString('base64');
}

/** @throws Error when it was sealed under another key, or touched */
export function openAnswer(key: string, { owner }: RequestName, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64');
  const open = createDecipheriv(cipher, sealingKey(key, owner), bytes.subarray(0, 12), { authTagLength: 16 });
  open.setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([open.update(bytes.subarray(28)), open.final()]).toString('utf8');
}

function sealingKey(key: string, owner: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', key, owner, 'sluice idempotency answer', 32));
}
