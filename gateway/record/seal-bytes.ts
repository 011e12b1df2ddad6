/**
 * Sealed bytes as they are written: a header that says by which version and cipher, then what the cipher made. So an installation can change
 * its cipher and still read what it wrote before.
 */
import { concat, toUtf8 } from '#policies/record/hash.ts';
import { aesCipher } from './cipher-aes.ts';
import type { Cipher, CipherKey, CipherName } from './cipher.ts';
import { sm4Cipher } from './cipher-sm4.ts';

const ciphers: Readonly<Record<CipherName, Cipher>> = { 'aes-256-gcm': aesCipher, 'sm4-ctr-hmac-sm3': sm4Cipher };
/** The byte that names a cipher in what is written; never given to another. */
const numbers: Readonly<Record<CipherName, number>> = { 'aes-256-gcm': 1, 'sm4-ctr-hmac-sm3': 2 };
const magic = toUtf8('SLU');
const version = 1;
const headerLength = magic.length + 2;

export interface Sealing {
  readonly plain: Uint8Array;
  /** What it belongs to, a name that is known elsewhere: whoever opens it must name the same. */
  readonly about: string;
}

/** The header is authenticated too. */
export function sealBytes(name: CipherName, key: CipherKey, { plain, about }: Sealing): Uint8Array {
  const header = concat(magic, Uint8Array.of(version, numbers[name]));
  return concat(header, ciphers[name].seal(key, plain, concat(header, toUtf8(about))));
}

/** Accepts what {@link sealBytes} made with the same key, purpose and `about`, by whichever cipher. Undefined for anything else. */
export function openBytes(key: CipherKey, sealed: Uint8Array, about: string): Uint8Array | undefined {
  const name = cipherOf(sealed);
  if (name === undefined) return undefined;
  const header = sealed.subarray(0, headerLength);
  return ciphers[name].open(key, sealed.subarray(headerLength), concat(header, toUtf8(about)));
}

/** By which cipher something was sealed; undefined where the header is none of ours. */
export function cipherOf(sealed: Uint8Array): CipherName | undefined {
  const isOurs = magic.every((byte, i) => sealed[i] === byte) && sealed[magic.length] === version;
  const names = Object.keys(numbers) as CipherName[];
  return isOurs ? names.find((name) => numbers[name] === sealed[magic.length + 1]) : undefined;
}
