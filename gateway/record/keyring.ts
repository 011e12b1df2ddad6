/**
 * The keys of the personal parts of the record: one for each text, one file for each key, wrapped by the master key. It lies beside the
 * record and needs none of its tables. What is destroyed here cannot be read there; what is lost here is lost.
 *
 * Destroying a file leaves its blocks to the disk and to backups. They hold a wrapped key: after a rotation, and without the old master
 * key, they are worth nothing.
 *
 * @see record.md §1 rule 2
 */
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalBytes, parseCanonical } from '#policies/record/canonical.ts';
import { commit } from '#policies/record/entry.ts';
import { fromBase64, fromHex, fromUtf8, toBase64, toHex } from '#policies/record/hash.ts';
import { printSealed, type SealedText } from '#policies/record/personal.ts';
import type { CipherName } from './cipher.ts';
import { openMasterKey, writeMasterKey, type MasterKeyOptions } from './master-key.ts';
import { openBytes, sealBytes } from './seal-bytes.ts';
import { replaceFile } from './witness-state.ts';

/** `absent`: no key, because it was destroyed or lost. `broken`: somebody changed the key, or moved the text elsewhere. */
export type Opened =
  { readonly kind: 'open'; readonly text: string } | { readonly kind: 'absent' } | { readonly kind: 'broken' };

export interface Keyring {
  /** A sealed text under a new key, which is on disk before this returns. @param about whose it is, e.g. `registration/reg-1` */
  seal(about: string, text: string): string;
  open(about: string, sealed: SealedText): Opened;
  /** Destroys a key for good. @returns whether it was there */
  erase(key: string): boolean;
  /** Wraps every key by a new master key. It may be broken off: opening the keyring goes on with it. @returns how many keys */
  rotate(): number;
}

interface Masters {
  /** The one that wraps. */
  readonly current: Uint8Array;
  /** During a rotation: the one before. */
  readonly former?: Uint8Array;
}

/**
 * Opens the keyring in `dir`, or makes an empty one; a rotation that was broken off is finished first.
 *
 * @throws Error when a file can be read by others than its owner, or the passphrase is not the one
 */
export function openKeyring(dir: string, options: MasterKeyOptions = {}): Keyring {
  const { cipher = 'aes-256-gcm' } = options;
  const [file, nextFile] = [join(dir, 'master.key'), join(dir, 'master.next')];
  let masters: Masters = { current: openMasterKey(file, options) };
  const fileOf = (key: string): string => join(dir, 'keys', key.slice(0, 2), key);
  const finish = (): number => {
    masters = { current: openMasterKey(nextFile, options), former: masters.current };
    const keys = keysIn(join(dir, 'keys'));
    for (const key of keys) {
      const secret = readKey(fileOf(key), key, masters);
      if (secret) replaceFile(fileOf(key), wrap(secret, { key, cipher, masters }));
    }
    writeMasterKey(file, masters.current, options);
    rmSync(nextFile);
    masters = { current: masters.current };
    return keys.length;
  };
  if (existsSync(nextFile)) finish();
  return {
    seal(about, text) {
      const [key, secret] = [toHex(randomBytes(16)), new Uint8Array(randomBytes(32))];
      replaceFile(fileOf(key), wrap(secret, { key, cipher, masters }));
      const salt = randomBytes(32);
      const plain = canonicalBytes({ salt: toHex(salt), text });
      const box = sealBytes(cipher, { secret, purpose: 'personal' }, { plain, about: `${key}/${about}` });
      return printSealed({ key, commitment: commit(salt, text), box });
    },
    open(about, sealed) {
      if (!existsSync(fileOf(sealed.key))) return { kind: 'absent' };
      const secret = readKey(fileOf(sealed.key), sealed.key, masters);
      const text = secret && openText(secret, about, sealed);
      return text === undefined ? { kind: 'broken' } : { kind: 'open', text };
    },
    erase(key) {
      const path = fileOf(key);
      if (!/^[0-9a-f]{32}$/.test(key) || !existsSync(path)) return false;
      rmSync(path);
      syncFolder(dirname(path));
      return true;
    },
    rotate() {
      writeMasterKey(nextFile, new Uint8Array(randomBytes(32)), options);
      return finish();
    },
  };
}

/** The text, if it is the one committed to. */
function openText(secret: Uint8Array, about: string, { key, commitment, box }: SealedText): string | undefined {
  const plain = openBytes({ secret, purpose: 'personal' }, box, `${key}/${about}`);
  const value = plain && parseCanonical(fromUtf8(plain) ?? '')?.value;
  if (typeof value !== 'object' || value === null) return undefined;
  const { salt, text } = value as { readonly salt?: unknown; readonly text?: unknown };
  const bytes = typeof salt === 'string' ? fromHex(salt) : undefined;
  return bytes && typeof text === 'string' && commit(bytes, text) === commitment ? text : undefined;
}

interface Wrapping {
  readonly key: string;
  readonly cipher: CipherName;
  readonly masters: Masters;
}

function wrap(secret: Uint8Array, { key, cipher, masters }: Wrapping): string {
  const wrapped = sealBytes(cipher, { secret: masters.current, purpose: 'wrap' }, { plain: secret, about: key });
  return `${toBase64(wrapped)}\n`;
}

/** Undefined for a file that no master key opens. */
function readKey(file: string, key: string, { current, former }: Masters): Uint8Array | undefined {
  const wrapped = fromBase64(readFileSync(file, 'utf8').trim());
  if (!wrapped) return undefined;
  const opened = openBytes({ secret: current, purpose: 'wrap' }, wrapped, key);
  return opened ?? (former && openBytes({ secret: former, purpose: 'wrap' }, wrapped, key));
}

function keysIn(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).flatMap((part) =>
    readdirSync(join(folder, part)).filter((name) => /^[0-9a-f]{32}$/.test(name)),
  );
}

/** So that the file is still gone after a power cut. */
function syncFolder(folder: string): void {
  const opened = openSync(folder, 'r');
  fsyncSync(opened);
  closeSync(opened);
}
