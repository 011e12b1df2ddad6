/** The name of a content is the hash of its canonical form: two people who name the same hash mean the same content. */
import type { Sha256 } from '../units.ts';
import { canonicalBytes } from './canonical.ts';
import { digestHex } from './hash.ts';

/**
 * SHA-256 of the JSON Canonicalization Scheme form.
 *
 * @throws Error when `content` is not JSON
 * @see RFC 8785
 */
export function contentHash(content: unknown): Sha256 {
  return digestHex(canonicalBytes(content));
}
