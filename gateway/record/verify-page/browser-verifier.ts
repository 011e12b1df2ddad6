/** Ed25519 in a browser: its own where it has one, else the bundled. Both refuse what is malformed. */
import { ed25519 } from '@noble/curves/ed25519.js';
import type { VerifyLater } from '#policies/record/verify-later.ts';

/** Which one answers, for the reader of the page. */
export type Engine = 'webcrypto' | 'bundled';

export interface BrowserVerifier {
  readonly engine: Engine;
  readonly verify: VerifyLater;
}

/** A browser without Ed25519 throws at the import of any key. */
export async function openBrowserVerifier(subtle: SubtleCrypto | undefined): Promise<BrowserVerifier> {
  const probe = Uint8Array.of(0x58, ...Array.from({ length: 31 }, () => 0x66));
  const isThere = await subtle?.importKey('raw', probe, 'Ed25519', false, ['verify']).then(
    () => true,
    () => false,
  );
  return subtle && isThere
    ? { engine: 'webcrypto', verify: (...question) => verifyBy(subtle, ...question) }
    : { engine: 'bundled', verify: verifyBundled };
}

async function verifyBy(subtle: SubtleCrypto, ...[publicKey, message, signature]: Parameters<VerifyLater>) {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = await subtle.importKey('raw', new Uint8Array(publicKey), 'Ed25519', false, ['verify']).catch(() => null);
  return key !== null && subtle.verify('Ed25519', key, new Uint8Array(signature), new Uint8Array(message));
}

async function verifyBundled(...[publicKey, message, signature]: Parameters<VerifyLater>): Promise<boolean> {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}
