/** A key for one cipher and one purpose, from a master key. @see RFC 5869 (HKDF) */
import { hkdfSync } from 'node:crypto';
import { toUtf8 } from '#policies/record/hash.ts';
import type { CipherKey } from './cipher.ts';

/** 32 bytes. @throws RangeError for a master key of another length */
export function deriveKey(hash: 'sha256' | 'sm3', { secret, purpose }: CipherKey, use: string): Uint8Array {
  if (secret.length !== 32) throw new RangeError(`Cannot derive a key: must be of 32 bytes; got ${secret.length}`);
  return new Uint8Array(hkdfSync(hash, secret, new Uint8Array(), toUtf8(`sluice/v1/${purpose}/${use}`), 32));
}
