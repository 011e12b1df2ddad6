/** Encryption at rest: published vectors, OpenSSL beside us, and everything that must not open. */
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { aesCipher } from '#gateway/record/cipher-aes.ts';
import { sm4Cipher } from '#gateway/record/cipher-sm4.ts';
import type { CipherName } from '#gateway/record/cipher.ts';
import { deriveKey } from '#gateway/record/derive-key.ts';
import { cipherOf, openBytes, sealBytes } from '#gateway/record/seal-bytes.ts';
import { fromHex, fromUtf8, toHex, toUtf8 } from '#policies/record/hash.ts';
import { openOpenssl } from './openssl.ts';

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const secret = new Uint8Array(32).fill(7);
const key = { secret, purpose: 'personal' } as const;
const names: readonly CipherName[] = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'];
const openssl = openOpenssl();

test('SM4 gives the example of GB/T 32907 A.1', () => {
  const block = bytes('0123456789abcdeffedcba9876543210');
  const cipher = createCipheriv('sm4-ecb', block, null).setAutoPadding(false);
  expect(toHex(cipher.update(block))).toBe('681edf34d206965e86b3e94f536e4246');
});

function sm3(text: string): string {
  return createHash('sm3').update(text).digest('hex');
}

test('SM3 gives both examples of GB/T 32905', () => {
  expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(sm3('abcd'.repeat(16))).toBe('debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732');
});

test('deriveKey is HKDF as OpenSSL has it, by SHA-256 and by SM3, and differs by purpose and use', () => {
  for (const [hash, name] of [
    ['sha256', 'SHA256'],
    ['sm3', 'SM3'],
  ] as const) {
    const options = [`digest:${name}`, `hexkey:${toHex(secret)}`, 'info:sluice/v1/personal/sm4-ctr'];
    const theirs = openssl.run('kdf', '-keylen', '32', ...options.flatMap((option) => ['-kdfopt', option]), 'HKDF');
    expect(toHex(deriveKey(hash, key, 'sm4-ctr'))).toBe(theirs.toString().replaceAll(/[:\s]/g, '').toLowerCase());
  }
  const keys = [
    deriveKey('sm3', key, 'sm4-ctr'),
    deriveKey('sm3', key, 'hmac-sm3'),
    deriveKey('sm3', { secret, purpose: 'wrap' }, 'sm4-ctr'),
    deriveKey('sha256', key, 'sm4-ctr'),
  ].map(toHex);
  expect(new Set(keys).size).toBe(keys.length);
  expect(() => deriveKey('sm3', { secret: new Uint8Array(16), purpose: 'wrap' }, 'x')).toThrow(RangeError);
});

test('sm4Cipher is SM4-CTR and then HMAC-SM3, as OpenSSL computes them', () => {
  const plain = toUtf8('张三, 13800138000, and a text that is longer than a block');
  const about = toUtf8('registration/reg-1');
  const sealed = sm4Cipher.seal(key, plain, about);
  const [counter, text, tag] = [sealed.subarray(0, 16), sealed.subarray(16, -32), sealed.subarray(-32)];
  const sm4Key = toHex(deriveKey('sm3', key, 'sm4-ctr').subarray(0, 16));
  const decrypt = ['enc', '-d', '-sm4-ctr', '-K', sm4Key, '-iv', toHex(counter)];
  expect(fromUtf8(openssl.run(...decrypt, '-in', openssl.file('text', text)))).toBe(fromUtf8(plain));
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(about.length));
  const maced = openssl.file('maced', Buffer.concat([length, about, counter, text]));
  const hexkey = `hexkey:${toHex(deriveKey('sm3', key, 'hmac-sm3'))}`;
  const theirs = openssl.run('dgst', '-sm3', '-mac', 'HMAC', '-macopt', hexkey, maced).toString();
  expect(theirs.trim().split(' ').at(-1)).toBe(toHex(tag));
  expect(createHmac('sm3', 'k').update('x').digest('hex')).toHaveLength(64);
});

test('aesCipher opens the vector of the GCM specification when its key is the derived one', () => {
  const gcm = createCipheriv('aes-256-gcm', new Uint8Array(32), new Uint8Array(12));
  const text = Buffer.concat([gcm.update(new Uint8Array(16)), gcm.final(), gcm.getAuthTag()]);
  expect(text.toString('hex')).toBe('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919');
  const nonce = new Uint8Array(12).fill(1);
  const mine = createCipheriv('aes-256-gcm', deriveKey('sha256', key, 'aes-256-gcm'), nonce);
  mine.setAAD(toUtf8('about'));
  const sealed = Buffer.concat([nonce, mine.update('plain'), mine.final(), mine.getAuthTag()]);
  expect(fromUtf8(aesCipher.open(key, sealed, toUtf8('about')) ?? new Uint8Array())).toBe('plain');
});

test.each(names)('openBytes gives back what sealBytes took by %s, for any bytes and names', (name) => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), (plain, about) => {
      const sealed = sealBytes(name, key, { plain, about });
      expect(cipherOf(sealed)).toBe(name);
      expect(openBytes(key, sealed, about)).toEqual(plain);
      expect(sealBytes(name, key, { plain, about })).not.toEqual(sealed);
    }),
    { numRuns: 50 },
  );
});

test.each(names)('openBytes by %s opens nothing else: another byte, length, key, purpose, name or cipher', (name) => {
  const sealed = sealBytes(name, key, { plain: toUtf8('张三'), about: 'reg-1' });
  for (let i = 0; i < sealed.length; i++)
    for (const bit of [1, 128])
      expect(
        openBytes(
          key,
          sealed.map((byte, at) => (at === i ? byte ^ bit : byte)),
          'reg-1',
        ),
      ).toBeUndefined();
  for (let length = 0; length < sealed.length; length++)
    expect(openBytes(key, sealed.slice(0, length), 'reg-1')).toBeUndefined();
  const swapped = sealed.map((byte, at) => (at === 4 ? 3 - byte : byte));
  expect(openBytes(key, swapped, 'reg-1')).toBeUndefined();
  expect(openBytes(key, sealed, 'reg-2')).toBeUndefined();
  expect(openBytes({ secret, purpose: 'wrap' }, sealed, 'reg-1')).toBeUndefined();
  expect(openBytes({ ...key, secret: new Uint8Array(32).fill(8) }, sealed, 'reg-1')).toBeUndefined();
  expect(fromUtf8(openBytes(key, sealed, 'reg-1') ?? new Uint8Array())).toBe('张三');
});
