/** `examineBundle` with the cryptography of this browser: for the page in a bundle and for that of an installation. */
import { sm2 } from 'sm-crypto-v2';
import { config } from 'zod/mini';
import { toHex } from '#policies/record/hash.ts';
import type { Verify } from '#policies/record/note.ts';
import { sm2UserId } from '#policies/record/sm2-note.ts';
import { examineBundle, type BundleFiles, type Examined } from '#policies/record/verify-bundle.ts';
import { examineLater } from '#policies/record/verify-later.ts';
import { openBrowserVerifier, type Engine } from './browser-verifier.ts';

// The content policy of either page allows no code made at run time, and zod would try.
config({ jitless: true });

const verifySm2: Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 65 || signature.length !== 64) return false;
  try {
    const options = { hash: true, der: false, userId: sm2UserId };
    return sm2.doVerifySignature(message, toHex(signature), toHex(publicKey), options);
  } catch {
    return false;
  }
};

export interface ExaminedHere {
  readonly examined: Examined;
  readonly engine: Engine;
}

export async function examineHere(bundle: BundleFiles): Promise<ExaminedHere> {
  const { engine, verify } = await openBrowserVerifier(globalThis.crypto?.subtle);
  const examined = await examineLater((ed25519) => examineBundle(bundle, { ed25519, sm2: verifySm2 }), verify);
  return { examined, engine };
}
