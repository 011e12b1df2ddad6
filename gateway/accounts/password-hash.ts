/**
 * How a password is kept: scrypt with a salt of its own, at a cost that the text itself tells, so that a dearer one can follow.
 *
 * @see OWASP Password Storage Cheat Sheet (N = 2^14, r = 8, p = 5: 16 MiB a guess); RFC 7914; ASVS 5.0.0 11.4.2
 */
import { randomBytes, scrypt, timingSafeEqual, type ScryptOptions } from 'node:crypto';
import { promisify } from 'node:util';

const stretch = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt);
const cost = { N: 2 ** 14, r: 8, p: 5 };
const shape = /^scrypt\$(\d{1,8})\$(\d{1,2})\$(\d{1,2})\$([A-Za-z0-9_-]{22})\$([A-Za-z0-9_-]{43})$/;

/** As Better Auth asks for it. A password is taken as it was typed; one letter written in two ways of Unicode is one letter. */
export const passwordHash = {
  async hash(password: string): Promise<string> {
    const salt = randomBytes(16);
    const key = await keyOf(password, salt, cost);
    return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64url'), key.toString('base64url')].join('$');
  },

  /** False also for a text that is none of ours. */
  async verify({ hash, password }: { readonly hash: string; readonly password: string }): Promise<boolean> {
    const [, N, r, p, salt = '', key = ''] = shape.exec(hash) ?? [];
    const given = { N: Number(N ?? cost.N), r: Number(r ?? cost.r), p: Number(p ?? cost.p) };
    const found = await keyOf(password, Buffer.from(salt, 'base64url'), given);
    const due = Buffer.from(key, 'base64url');
    return due.length === found.length && timingSafeEqual(due, found);
  },
};

function keyOf(password: string, salt: Buffer, { N, r, p }: typeof cost): Promise<Buffer> {
  return stretch(password.normalize('NFC'), salt, 32, { N, r, p, maxmem: 256 * N * r });
}
