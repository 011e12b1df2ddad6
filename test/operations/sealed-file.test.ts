/** A sealed file: opened by its passphrase, whole or not at all. */
import { mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { readSealed, writeSealed } from '#gateway/operations/sealed-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-sealed-'));
const words = 'eleven plain words that nobody else would come to think of';
let made = 0;

async function sealed(plain: Buffer): Promise<string> {
  const file = join(folder, `${made++}.sealed`);
  await writeSealed(file, words, Readable.from([plain.subarray(0, 5), plain.subarray(5)]));
  return file;
}

async function opened(file: string, passphrase = words): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const take = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk);
      done();
    },
  });
  await readSealed(file, passphrase, take);
  return Buffer.concat(chunks);
}

test.each([0, 5, 100_000])('readSealed gives back the %i bytes that were sealed', async (size) => {
  const plain = Buffer.alloc(size, 'q');
  const file = await sealed(plain);
  expect((await opened(file)).equals(plain)).toBe(true);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  if (size > 0) expect(readFileSync(file).includes('qqqq')).toBe(false);
});

test('writeSealed overwrites nothing', async () => {
  const file = await sealed(Buffer.from('kept'));
  await expect(writeSealed(file, words, Readable.from(['x']))).rejects.toThrow('EEXIST');
  expect(String(await opened(file))).toBe('kept');
});

test('readSealed refuses another passphrase', async () => {
  await expect(opened(await sealed(Buffer.from('secret')), 'another')).rejects.toThrow('passphrase');
});

test('readSealed refuses a file with any one byte changed, or cut off anywhere', async () => {
  const file = await sealed(Buffer.from('a secret of some length'));
  const whole = readFileSync(file);
  // The first bytes are the same in every file; each costs a stretch of the passphrase, so not all are tried.
  for (const at of [0, 16, 30, 33, 44, 50, whole.length - 17, whole.length - 1]) {
    const changed = Buffer.from(whole);
    changed[at] = (changed[at] ?? 0) ^ 1;
    writeFileSync(file, changed);
    await expect(opened(file)).rejects.toThrow('Cannot open the file');
  }
  writeFileSync(file, whole);
  for (const size of [whole.length - 1, 50, 40, 10, 0]) {
    truncateSync(file, size);
    await expect(opened(file)).rejects.toThrow('Cannot open the file');
  }
});
