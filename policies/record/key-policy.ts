/**
 * Whom the receiver of a bundle believes: the policy inside it, and one that was got elsewhere. Where both name a key, it is the same one.
 *
 * @see record.md §3
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { isSameBytes } from './hash.ts';
import { parseKey, type NoteKey } from './note.ts';
import { parsePolicy, type Policy } from './policy.ts';
import { parseSm2Policy, type Sm2Key, type Sm2Keys } from './sm2-note.ts';

export interface KeyPolicy {
  readonly trust: Policy;
  /** None in an installation that signs by Ed25519 alone. */
  readonly sm2: Sm2Keys;
}

export interface KeyPolicies {
  /** The one inside the bundle. */
  readonly own: KeyPolicy;
  /** The one from elsewhere; without it the own. */
  readonly pinned: KeyPolicy;
  readonly certificate: NoteKey;
}

/**
 * Reads both. A pinned policy may name the key of the certificate; else the log does, because the release event commits to the policy
 * inside. Refuses E_VERIFY where a pinned key is not the one inside.
 */
export function readKeyPolicies(inside: string, elsewhere?: string): Outcome<KeyPolicies> {
  const own = parseKeyPolicy(inside);
  if (!own.ok) return own;
  const pinned = elsewhere === undefined ? own : parseKeyPolicy(elsewhere);
  if (!pinned.ok) return pinned;
  const { certificateKey } = own.value.trust;
  if (certificateKey === undefined) return fail('the policy inside must name the certificate key; got none');
  const asked = pinned.value.trust.certificateKey;
  if (asked !== undefined && asked !== certificateKey)
    return fail('the certificate must be signed by the pinned key; got another key');
  const isSameSm2 =
    isAsked(pinned.value.sm2.log, own.value.sm2.log) &&
    isAsked(pinned.value.sm2.certificate, own.value.sm2.certificate);
  if (!isSameSm2) return fail('the SM2 keys must be the pinned ones; got other keys');
  const certificate = parseKey(certificateKey);
  if (!certificate.ok) return certificate;
  return accept({ own: own.value, pinned: pinned.value, certificate: certificate.value });
}

function parseKeyPolicy(text: string): Outcome<KeyPolicy> {
  const trust = parsePolicy(text);
  if (!trust.ok) return trust;
  const sm2 = parseSm2Policy(text);
  return sm2.ok ? accept({ trust: trust.value, sm2: sm2.value }) : sm2;
}

function isAsked(asked: Sm2Key | undefined, got: Sm2Key | undefined): boolean {
  if (!asked) return true;
  return got !== undefined && got.name === asked.name && isSameBytes(got.publicKey, asked.publicKey);
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the bundle: ${why}`);
}
