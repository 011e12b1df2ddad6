/** Verifies an export bundle offline, as one zip. @see record.md §3 */
import type { Outcome } from '#policies/refusal.ts';
import { examineBundle, type Verified, type Verifiers } from '#policies/record/verify-bundle.ts';
import { verifyEd25519 } from './keys.ts';
import { verifySm2 } from './signer-sm2.ts';
import { unzipFiles } from './unzip.ts';

/** The cryptography of this process. */
export const verifiers: Verifiers = { ed25519: verifyEd25519, sm2: verifySm2 };

/**
 * @param options.policy text of a policy that the receiver got elsewhere; without it the one inside is used
 * @returns what was verified; refuses E_VERIFY
 */
export function verifyBundle(zip: Uint8Array, options: { readonly policy?: string } = {}): Outcome<Verified> {
  const files = unzipFiles(zip);
  return files.ok ? examineBundle({ files: files.value, ...options }, verifiers).outcome : files;
}
