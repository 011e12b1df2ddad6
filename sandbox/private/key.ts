/**
 * The secret of an id space. It orders new units and the rows of a unit, so that neither order tells anything about who they are.
 * It is made at first use and never leaves the registry's folder.
 */
import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { undefinedIfMissing } from '../whole-file.ts';

const keyBytes = 32;
const blockBytes = 64;

/** The key in `path`, made there if there is none. Two who come first at once get the same. */
export async function keyAt(path: string): Promise<Buffer> {
  const known = await readFile(path).catch(undefinedIfMissing);
  if (known === undefined) {
    await makeKey(path);
    return keyAt(path);
  }
  if (known.length !== keyBytes) throw new Error(`Cannot use the key: must be ${keyBytes} bytes; got ${known.length}`);
  return known;
}

/** Complete and on the disk before it has its name: a key that was used and is then another would break every order. */
async function makeKey(path: string): Promise<void> {
  const fresh = `${path}.${randomUUID()}`;
  const file = await open(fresh, 'wx', 0o400);
  try {
    await file.writeFile(randomBytes(keyBytes));
    await file.sync();
  } finally {
    await file.close();
  }
  await link(fresh, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  });
  await rm(fresh);
}

/** SQL of HMAC-SHA256 (RFC 2104) of a text, as hexadecimal digits. The engine has SHA-256 only. */
export function hmacSql(key: Buffer, text: string): string {
  const pad = (byte: number): string => {
    const block = Buffer.alloc(blockBytes, byte);
    for (const [at, part] of key.entries()) block[at] = part ^ byte;
    return `unhex('${block.toString('hex')}')`;
  };
  return `sha256(${pad(0x5c)} || unhex(sha256(${pad(0x36)} || encode(${text}))))`;
}

/** SQL of a 64-bit hash of the columns that nobody without the key can foresee. It may collide. */
export function keyedHashSql(key: Buffer, columns: readonly string[]): string {
  const salt = createHmac('sha256', key).update('rank').digest('hex');
  return `hash(unhex('${salt}'), ${columns.join(', ')})`;
}
