/**
 * The key under which all keys of the keyring are wrapped: 32 random bytes in a file of its owner, wrapped by a passphrase where one is
 * given. In production a device or a credential store holds it.
 *
 * @see record.md §4; RFC 7914 (scrypt)
 */
import { randomBytes, scryptSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { fromBase64, toBase64 } from '#policies/record/hash.ts';
import type { CipherName } from './cipher.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';
import { replaceFile } from './witness-state.ts';

/** About 0.6 s and 128 MiB a guess. */
const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const saltLength = 16;
const about = 'master key';

export interface MasterKeyOptions {
  /** Without one the file holds the key as it is: for a disk that is encrypted, or a demonstration. */
  readonly passphrase?: string | undefined;
  readonly cipher?: CipherName;
}

/**
 * Opens the file, or makes it.
 *
 * @throws Error when others than its owner can read it, or the passphrase is not the one
 */
export function openMasterKey(file: string, options: MasterKeyOptions = {}): Uint8Array {
  if (!existsSync(file)) return makeMasterKey(file, options);
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0) throw new Error(`Cannot use the key ${file}: must be readable by its owner only (0600)`);
  const [kind, ...parts] = readFileSync(file, 'utf8').trim().split(':');
  const [first = new Uint8Array(), second = new Uint8Array()] = parts.map(fromBase64);
  const secret = kind === 'plain' ? first : unwrap(first, second, options.passphrase);
  if (secret?.length !== 32) throw new Error(`Cannot use the key ${file}: must be opened by its passphrase`);
  return secret;
}

function makeMasterKey(file: string, options: MasterKeyOptions): Uint8Array {
  const secret = new Uint8Array(randomBytes(32));
  writeMasterKey(file, secret, options);
  return secret;
}

/** Writes it anew: after a rotation, or to change the passphrase. Old or new, never half. */
export function writeMasterKey(file: string, secret: Uint8Array, options: MasterKeyOptions): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const { passphrase, cipher = 'aes-256-gcm' } = options;
  if (passphrase === undefined) return replaceFile(file, `plain:${toBase64(secret)}\n`);
  const salt = new Uint8Array(randomBytes(saltLength));
  const wrapped = sealBytes(cipher, { secret: stretch(passphrase, salt), purpose: 'wrap' }, { plain: secret, about });
  return replaceFile(file, `scrypt:${toBase64(salt)}:${toBase64(wrapped)}\n`);
}

function unwrap(salt: Uint8Array, wrapped: Uint8Array, passphrase?: string): Uint8Array | undefined {
  if (salt.length !== saltLength || passphrase === undefined) return undefined;
  return openBytes({ secret: stretch(passphrase, salt), purpose: 'wrap' }, wrapped, about);
}

function stretch(passphrase: string, salt: Uint8Array): Uint8Array {
  return new Uint8Array(scryptSync(passphrase.normalize('NFC'), salt, 32, cost));
}
