/** SHA-256 of the things a snapshot is made of: a file, and any JSON value in its canonical form. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import canonicalize from 'canonicalize';
import { sha256, type Sha256 } from '#policies/units.ts';

/** @see RFC 8785 (JCS): the same value has one text, whatever the order of its keys. */
export function hashJson(value: unknown): Sha256 {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('Cannot hash: must be a JSON value; got none');
  return sha256(createHash('sha256').update(text).digest('hex'));
}

/** Streams, so that the size of the file does not matter. */
export async function hashFile(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return sha256(hash.digest('hex'));
}
