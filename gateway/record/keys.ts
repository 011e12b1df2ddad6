/**
 * The Ed25519 keys of the record, one file each, readable by their owner only, and the cipher that `policies/record` is handed.
 * Log, witness and certificate never share a key. Beside them, where the installation says so, keys for a second signature by SM2.
 */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign as signBytes,
  verify as verifyBytes,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { algorithms, type Algorithm, type NoteKey, type Sign, type Verify } from '#policies/record/note.ts';
import type { Sm2Signing } from '#policies/record/sm2-note.ts';
import { makeSm2Key, openSm2Key } from './signer-sm2.ts';

/** A private key that never leaves its closure, with its public half. */
export interface Signer {
  readonly key: NoteKey;
  readonly sign: Sign;
}

/** By what an installation signs: Ed25519 for everybody, and SM2 with SM3 beside it for those who verify that. @see record.md §4 */
export type Ciphers = 'international' | 'both';

export interface Keys {
  readonly log: Signer;
  readonly witness: Signer;
  readonly certificate: Signer;
  readonly sm2?: Sm2Signers;
}

/** The second signers: of checkpoints that are handed out, and of certificates. */
export interface Sm2Signers {
  readonly log: Sm2Signing;
  readonly certificate: Sm2Signing;
}

/** DER in front of a raw Ed25519 public key. @see RFC 8410 §4 */
const spkiPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Opens the keys of one installation in `dir`; a key that is not there is made.
 *
 * @param origin of the log, e.g. `sluice.example/record`: the log key bears it as its name, the others are named below it
 * @param ciphers `both` is for good: an installation that has SM2 keys signs by them, also where it is not asked again
 * @throws Error when a key file can be read by others than its owner
 */
export function openKeys(dir: string, origin: string, ciphers: Ciphers = 'international'): Keys {
  const both = ciphers === 'both' || existsSync(join(dir, 'log.sm2'));
  return {
    log: openKey(join(dir, 'log.key'), origin, algorithms.ed25519),
    witness: openKey(join(dir, 'witness.key'), `${origin}/witness`, algorithms.cosignature),
    certificate: openKey(join(dir, 'certificate.key'), `${origin}/certificate`, algorithms.ed25519),
    ...(both && { sm2: sm2Signers(origin, (name, use) => openSm2Key(join(dir, `${use}.sm2`), name)) }),
  };
}

/** Keys for a record in memory. */
export function makeKeys(origin: string, ciphers: Ciphers = 'international'): Keys {
  return {
    log: makeKey(origin, algorithms.ed25519),
    witness: makeKey(`${origin}/witness`, algorithms.cosignature),
    certificate: makeKey(`${origin}/certificate`, algorithms.ed25519),
    ...(ciphers === 'both' && { sm2: sm2Signers(origin, makeSm2Key) }),
  };
}

function sm2Signers(origin: string, open: (name: string, use: keyof Sm2Signers) => Sm2Signing): Sm2Signers {
  return { log: open(`${origin}/sm2`, 'log'), certificate: open(`${origin}/certificate/sm2`, 'certificate') };
}

/** Opens one key file (PKCS #8, PEM, mode 0600), or makes it. Two processes that make it at once: one wins, the other throws. */
export function openKey(file: string, name: string, algorithm: Algorithm): Signer {
  if (!existsSync(file)) writeKey(file);
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0) throw new Error(`Cannot use the key ${file}: must be readable by its owner only (0600)`);
  return signerOf(createPrivateKey(readFileSync(file)), name, algorithm);
}

export function makeKey(name: string, algorithm: Algorithm): Signer {
  return signerOf(generateKeyPairSync('ed25519').privateKey, name, algorithm);
}

/** Ed25519. False for anything malformed. */
export const verifyEd25519: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const der = Buffer.concat([spkiPrefix, publicKey]);
  return verifyBytes(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
};

/** The public key as other tools read it, e.g. `cosign --key`. */
export function printPem(key: NoteKey): string {
  const der = Buffer.concat([spkiPrefix, key.publicKey]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${der}\n-----END PUBLIC KEY-----\n`;
}

function writeKey(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const pem = generateKeyPairSync('ed25519').privateKey.export({ format: 'pem', type: 'pkcs8' });
  writeFileSync(file, pem, { mode: 0o600, flag: 'wx', flush: true });
}

function signerOf(privateKey: KeyObject, name: string, algorithm: Algorithm): Signer {
  const der = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
  const publicKey = new Uint8Array(der.subarray(spkiPrefix.length));
  return {
    key: { name, algorithm, publicKey },
    sign: (message) => new Uint8Array(signBytes(null, message, privateKey)),
  };
}
