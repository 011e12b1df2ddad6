/** SHA-256 of a file, such as the data of a snapshot. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { sha256, type Sha256 } from '#policies/units.ts';

/** Streams, so that the size of the file does not matter. */
export async function hashFile(path: string): Promise<Sha256> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return sha256(hash.digest('hex'));
}
