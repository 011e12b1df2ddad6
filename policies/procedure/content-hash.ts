/** The name of a content is the hash of its canonical form: two people who name the same hash mean the same text. */
import { sha256 as digest } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import canonicalize from 'canonicalize';
import { sha256, type Sha256 } from '../units.ts';

/**
 * SHA-256 of the JSON Canonicalization Scheme form.
 *
 * @throws Error when `content` is not JSON
 * @see RFC 8785
 */
export function contentHash(content: unknown): Sha256 {
  const text = canonicalize(content);
  if (text === undefined) throw new Error('Cannot hash a content: must be JSON');
  return sha256(bytesToHex(digest(utf8ToBytes(text))));
}
