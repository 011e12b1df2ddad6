/**
 * SM2 with SM3 in software: for development. Not certified; in production a signing device stands behind the same `sign`.
 * Node's own crypto cannot be used: its curve `SM2` makes ECDSA keys, and an imported SM2 key signs with an empty user id.
 *
 * @see GB/T 32918.2; record.md §4
 */
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sm2 } from 'sm-crypto-v2';
import { fromHex, toHex } from '#policies/record/hash.ts';
import type { Verify } from '#policies/record/note.ts';
import { sm2UserId, type Sm2Signing } from '#policies/record/sm2-note.ts';

const options = { hash: true, der: false, userId: sm2UserId };

/** A key for a record in memory. */
export function makeSm2Key(name: string): Sm2Signing {
  return signerOf(name, sm2.generateKeyPairHex().privateKey);
}

/** Opens one key file (64 hexadecimal digits, mode 0600), or makes it. @throws Error when others than its owner can read it */
export function openSm2Key(file: string, name: string): Sm2Signing {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const { privateKey } = sm2.generateKeyPairHex();
    writeFileSync(file, `${privateKey}\n`, { mode: 0o600, flag: 'wx', flush: true });
  }
  const mode = statSync(file).mode & 0o077;
  if (mode !== 0) throw new Error(`Cannot use the key ${file}: must be readable by its owner only (0600)`);
  return signerOf(name, readFileSync(file, 'utf8').trim());
}

/** SM2 over SM3, raw r ‖ s, the default user id. False for anything malformed. */
export const verifySm2: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false;
  try {
    return sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), options);
  } catch {
    return false;
  }
};

function signerOf(name: string, privateKey: string): Sm2Signing {
  if (!/^[0-9a-f]{64}$/.test(privateKey)) throw new Error('Cannot use the key: must be 64 hexadecimal digits');
  const publicHex = sm2.getPublicKeyFromPrivateKey(privateKey);
  const publicKey = fromHex(publicHex) ?? new Uint8Array();
  const withKey = { ...options, publicKey: publicHex };
  return {
    key: { name, publicKey },
    sign: (message) => fromHex(sm2.doSignature(message, privateKey, withKey)) ?? new Uint8Array(),
  };
}
