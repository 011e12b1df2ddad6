/**
 * Bytes and their names: SHA-256, hexadecimal, base64, UTF-8, without `Buffer`, so that the same code verifies in a browser.
 * Decoding is strict: every byte string has exactly one spelling, so that a changed character is never the same bytes.
 */
import { sha256 as sha256Bytes } from '@noble/hashes/sha2.js';
import { sha256, type Sha256 } from '../units.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Shape = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** SHA-256 of the concatenation of `parts`: 32 bytes. @see FIPS 180-4 */
export function digest(...parts: readonly Uint8Array[]): Uint8Array {
  return sha256Bytes(parts.length === 1 && parts[0] ? parts[0] : concat(...parts));
}

/** SHA-256 of `bytes` in lower-case hexadecimal. */
export function digestHex(bytes: Uint8Array): Sha256 {
  return sha256(toHex(digest(bytes)));
}

export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Not constant in time: only for public values. */
export function isSameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** @returns undefined unless `text` is an even number of lower-case hexadecimal digits */
export function fromHex(text: string): Uint8Array | undefined {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) return undefined;
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => Number.parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

/** Standard base64 with padding. @see RFC 4648 §4 */
export function toBase64(bytes: Uint8Array): string {
  const chars: string[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const word = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    chars.push(sextet(word >> 18), sextet(word >> 12));
    chars.push(left > 1 ? sextet(word >> 6) : '=', left > 2 ? sextet(word) : '=');
  }
  return chars.join('');
}

/**
 * Accepts only what {@link toBase64} prints: padding is required and the unused bits are zero.
 *
 * @returns undefined for any other text
 * @see RFC 4648 §3.5 (canonical encoding)
 */
export function fromBase64(text: string): Uint8Array | undefined {
  if (!base64Shape.test(text)) return undefined;
  const pad = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - pad);
  for (let i = 0, at = 0; i < text.length; i += 4, at += 3) {
    const word = (value(text, i) << 18) | (value(text, i + 1) << 12) | (value(text, i + 2) << 6) | value(text, i + 3);
    bytes[at] = word >> 16;
    if (at + 1 < bytes.length) bytes[at + 1] = word >> 8;
    if (at + 2 < bytes.length) bytes[at + 2] = word;
  }
  const last = text.slice(-4);
  return pad === 0 || toBase64(bytes.subarray(bytes.length - 3 + pad)) === last ? bytes : undefined;
}

export function toUtf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** @returns undefined when `bytes` is not valid UTF-8 */
export function fromUtf8(bytes: Uint8Array): string | undefined {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

function sextet(word: number): string {
  return alphabet.charAt(word & 63);
}

/** Padding counts as zero. */
function value(text: string, at: number): number {
  return Math.max(0, alphabet.indexOf(text.charAt(at)));
}
