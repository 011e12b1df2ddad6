/** One JSON value, one spelling: what is hashed or signed here is always the JCS form. @see RFC 8785 */
import canonicalize from 'canonicalize';
import { toUtf8 } from './hash.ts';

/** @throws Error for what JSON cannot say: undefined, NaN, infinities, cycles, lone surrogates. */
export function canonicalText(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new Error('Cannot write JSON: must be a JSON value; got undefined or a function');
  return text;
}

export function canonicalBytes(value: unknown): Uint8Array {
  return toUtf8(canonicalText(value));
}

/** @returns undefined unless `text` is exactly the JCS form of a value */
export function parseCanonical(text: string): { readonly value: unknown } | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return canonicalText(value) === text ? { value } : undefined;
  } catch {
    return undefined;
  }
}
