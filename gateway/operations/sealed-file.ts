/**
 * A stream in a file that only its passphrase opens: a line with its kind, salt and nonce, then AES-256-GCM, then the tag. What comes out of
 * an opened file may be believed only when all of it has come out.
 *
 * @see NIST SP 800-38D; RFC 7914
 */
import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const kind = Buffer.from('sluice-sealed 1\n');
const [saltBytes, nonceBytes, tagBytes] = [16, 12, 16];
const headBytes = kind.length + saltBytes + nonceBytes;
/** GCM is sound up to 2^36 − 32 bytes under one nonce. @see SP 800-38D §5.2.1.1 */
const mostBytes = 2 ** 36 - 32;

/** Readable by its owner only; the file must not be there yet. */
export async function writeSealed(file: string, passphrase: string, plain: Readable): Promise<void> {
  const [salt, nonce] = [randomBytes(saltBytes), randomBytes(nonceBytes)];
  const cipher = createCipheriv('aes-256-gcm', stretch(passphrase, salt), nonce);
  cipher.setAAD(kind);
  const sealed = async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    yield Buffer.concat([kind, salt, nonce]);
    let size = 0;
    for await (const chunk of source) {
      size += chunk.length;
      if (size > mostBytes) throw new Error('Cannot seal: must be smaller than 64 GiB');
      yield cipher.update(chunk);
    }
    yield Buffer.concat([cipher.final(), cipher.getAuthTag()]);
  };
  await pipeline(plain, sealed, createWriteStream(file, { mode: 0o600, flags: 'wx', flush: true }));
}

/**
 * Hands what is in it to `take`, as it comes.
 *
 * @throws Error for another kind of file, another passphrase, or one byte that is not what was sealed
 */
export async function readSealed(file: string, passphrase: string, take: NodeJS.WritableStream): Promise<void> {
  const { salt, nonce, tag, end } = await edgesOf(file);
  const decipher = createDecipheriv('aes-256-gcm', stretch(passphrase, salt), nonce, { authTagLength: tagBytes });
  decipher.setAAD(kind);
  decipher.setAuthTag(tag);
  const body = end > headBytes ? createReadStream(file, { start: headBytes, end: end - 1 }) : Readable.from([]);
  try {
    await pipeline(body, decipher, take);
  } catch {
    throw new Error('Cannot open the file: must be whole, and opened by its passphrase');
  }
}

async function edgesOf(file: string) {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  if (size < headBytes + tagBytes) throw notSealed();
  const head = await bytesAt(handle, 0, headBytes);
  if (!head.subarray(0, kind.length).equals(kind)) throw notSealed();
  const end = size - tagBytes;
  const tag = await bytesAt(handle, end, tagBytes);
  return { salt: head.subarray(kind.length, kind.length + saltBytes), nonce: head.subarray(-nonceBytes), tag, end };
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw notSealed();
  return buffer;
}

function notSealed(): Error {
  return new Error('Cannot open the file: must be one that sluice backup made');
}

function stretch(passphrase: string, salt: Uint8Array): Buffer {
  return scryptSync(passphrase.normalize('NFC'), salt, 32, { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 });
}
