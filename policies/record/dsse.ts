/**
 * The DSSE envelope: bytes and the signatures of their type and content. There is nothing in it that is not signed or checked.
 *
 * @see DSSE v1 (github.com/secure-systems-lab/dsse), protocol and envelope
 */
import { accept, refuse, type Outcome } from '../refusal.ts';
import { canonicalText, parseCanonical } from './canonical.ts';
import { concat, digest, fromBase64, toBase64, toHex, toUtf8 } from './hash.ts';
import type { Sign, Verify } from './note.ts';

/** Type of an in-toto statement in an envelope. */
export const payloadType = 'application/vnd.in-toto+json';

/** One of those who sign an envelope. */
export interface EnvelopeSigner {
  readonly publicKey: Uint8Array;
  readonly sign: Sign;
}

/** One of those who must have signed it. */
export interface EnvelopeKey {
  readonly publicKey: Uint8Array;
  readonly verify: Verify;
}

/** Pre-authentication encoding: "DSSEv1" SP LEN(type) SP type SP LEN(body) SP body. @see DSSE v1, “Signature Definition” */
export function preAuthEncoding(type: string, body: Uint8Array): Uint8Array {
  return concat(toUtf8(`DSSEv1 ${toUtf8(type).length} ${type} ${body.length} `), body);
}

/** Names a certificate key: SHA-256 of its bytes. */
export function fingerprint(publicKey: Uint8Array): string {
  return toHex(digest(publicKey));
}

/**
 * The key id in an envelope: of an Ed25519 key its OpenSSH fingerprint, by which cosign knows it; of another its {@link fingerprint}.
 *
 * @see RFC 8709 §4 (the wire form), OpenSSH `ssh-keygen -l`
 */
export function keyId(publicKey: Uint8Array): string {
  if (publicKey.length !== 32) return fingerprint(publicKey);
  const wire = concat(field(toUtf8('ssh-ed25519')), field(publicKey));
  return `SHA256:${toBase64(digest(wire)).replace(/=+$/, '')}`;
}

/** A string of the SSH protocol: four bytes of length, then the bytes. */
function field(bytes: Uint8Array): Uint8Array {
  return concat(Uint8Array.of(0, 0, 0, bytes.length), bytes);
}

/** The envelope of `body` as canonical JSON, with the signatures in the order of the signers. */
export function sealEnvelope(body: Uint8Array, signers: readonly EnvelopeSigner[]): string {
  const message = preAuthEncoding(payloadType, body);
  const signatures = signers.map(({ publicKey, sign }) => ({
    keyid: keyId(publicKey),
    sig: toBase64(sign(message)),
  }));
  return canonicalText({ payload: toBase64(body), payloadType, signatures });
}

/**
 * Accepts exactly what {@link sealEnvelope} prints for signers with these keys, in their order: each signature verifies, and no other is
 * there. Refuses E_VERIFY; one byte changed anywhere refuses.
 */
export function openEnvelope(envelope: string, keys: readonly EnvelopeKey[]): Outcome<Uint8Array> {
  const parsed = parseEnvelope(envelope);
  const body = parsed && fromBase64(parsed.payload);
  if (!parsed || !body) return fail('must be a DSSE envelope in canonical JSON; got something else');
  const known = parsed.signatures.map(({ keyid }) => keyid).join();
  // Certificates of before 0.6 name their key by its bytes.
  const names = [keyId, fingerprint].map((name) => keys.map(({ publicKey }) => name(publicKey)).join());
  if (!names.includes(known)) return fail('must be signed by the keys of the policy; got other keys');
  const message = preAuthEncoding(payloadType, body);
  const holds = parsed.signatures.every(({ sig }, i) => {
    const [key, signature] = [keys[i], fromBase64(sig)];
    return key !== undefined && signature !== undefined && key.verify(key.publicKey, message, signature);
  });
  return holds ? accept(body) : fail('the signature must verify; got another');
}

interface Envelope {
  readonly payload: string;
  readonly payloadType: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

function parseEnvelope(text: string): Envelope | undefined {
  const value = parseCanonical(text)?.value;
  if (!hasMembers(value, 'payload,payloadType,signatures')) return undefined;
  const { payload, payloadType: type, signatures } = value;
  if (typeof payload !== 'string' || type !== payloadType || !Array.isArray(signatures)) return undefined;
  return signatures.every(isSignature) ? { payload, payloadType, signatures } : undefined;
}

function isSignature(value: unknown): value is Envelope['signatures'][number] {
  return hasMembers(value, 'keyid,sig') && typeof value['keyid'] === 'string' && typeof value['sig'] === 'string';
}

function hasMembers(value: unknown, names: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.keys(value).sort().join() === names;
}

function fail(why: string): Outcome<never> {
  return refuse('E_VERIFY', `Cannot trust the certificate: ${why}`);
}
