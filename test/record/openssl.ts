/** OpenSSL as the other implementation: what it says of our SM2 signatures, and its own for us to judge. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sm2UserId } from '#policies/record/sm2-note.ts';

/** SubjectPublicKeyInfo of an SM2 key up to its point. @see GB/T 35276; OID 1.2.156.10197.1.301 */
const spki = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');

/** In a folder of its own. */
export function openOpenssl() {
  const dir = mkdtempSync(join(tmpdir(), 'sluice-openssl-'));
  const file = (name: string, bytes?: Uint8Array | string): string => {
    if (bytes !== undefined) writeFileSync(join(dir, name), bytes);
    return join(dir, name);
  };
  return { run, file };
}

function run(...args: readonly string[]): Buffer {
  return execFileSync('openssl', args, { stdio: ['ignore', 'pipe', 'pipe'] });
}

export const sm2Options = ['-rawin', '-digest', 'sm3', '-pkeyopt', `distid:${sm2UserId}`];

/** 04 ‖ x ‖ y → PEM. */
export function pemOf(publicKey: Uint8Array): string {
  const der = Buffer.concat([spki, publicKey]).toString('base64');
  return `-----BEGIN PUBLIC KEY-----\n${der.match(/.{1,64}/g)?.join('\n') ?? ''}\n-----END PUBLIC KEY-----\n`;
}

/** r ‖ s → DER. */
export function toDer(signature: Uint8Array): Buffer {
  const both = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, both.length), both]);
}

/** DER → r ‖ s. */
export function fromDer(der: Uint8Array): Uint8Array {
  const r = der.subarray(4, 4 + (der[3] ?? 0));
  const s = der.subarray(6 + r.length);
  return Uint8Array.of(...pad(r), ...pad(s));
}

function integer(bytes: Uint8Array): Buffer {
  const at = bytes.findIndex((byte) => byte !== 0);
  const value = Buffer.from(bytes.subarray(Math.max(0, at)));
  const padded = (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), value]) : value;
  return Buffer.concat([Buffer.of(2, padded.length), padded]);
}

function pad(bytes: Uint8Array): Uint8Array {
  const value = bytes.subarray(Math.max(0, bytes.length - 32));
  return Uint8Array.of(...new Uint8Array(32 - value.length), ...value);
}
