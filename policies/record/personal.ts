/**
 * The personal parts of a payload: texts about people, each encrypted under a key of its own before the payload is committed to. So the
 * commitment, the tree and the fold of the events see a text that never changes, and destroying the key erases the person.
 *
 * A sealed text is a text, so that it fits wherever the plain one did. It carries a salted commitment to what is in it: who still has the
 * plain text and the salt can prove it after the key is gone, and nobody can guess it.
 *
 * @see record.md §1 rule 2; docs/decisions/044-verification-by-anybody.md
 */
import type { Sha256 } from '../units.ts';
import { fromBase64, toBase64 } from './hash.ts';

/** A sealed text, taken apart. */
export interface SealedText {
  /** Names the key: 32 hexadecimal digits. */
  readonly key: string;
  /** sha256(salt ‖ JCS(text)). @see commit */
  readonly commitment: Sha256;
  /** The encrypted salt and text. */
  readonly box: Uint8Array;
}

/** What stands in the place of a text whose key was destroyed. */
export const erasedText = '[已删除 erased]';

const shape = /^sealed:v1:([0-9a-f]{32}):([0-9a-f]{64}):([A-Za-z0-9+/=]+)$/;

export function printSealed({ key, commitment, box }: SealedText): string {
  return `sealed:v1:${key}:${commitment}:${toBase64(box)}`;
}

/** Undefined for any text that {@link printSealed} does not print. */
export function parseSealed(text: string): SealedText | undefined {
  const [, key = '', commitment = '', base64 = ''] = shape.exec(text) ?? [];
  const box = fromBase64(base64);
  return key !== '' && box && box.length > 0 ? { key, commitment: commitment as Sha256, box } : undefined;
}

/** Every sealed text in a JSON value, in order. */
export function sealedIn(value: unknown): readonly SealedText[] {
  if (typeof value === 'string') return [parseSealed(value) ?? []].flat();
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(sealedIn);
}

/** The value with each sealed text as `open` gives it; everything else as it is. */
export function withOpened<T>(value: T, open: (sealed: SealedText) => string): T {
  return mapTexts(value, (text) => {
    const sealed = parseSealed(text);
    return sealed ? open(sealed) : text;
  }) as T;
}

/**
 * The value with the texts at `paths` as `seal` gives them. A path that leads nowhere, or to what is no text, is left as it is.
 *
 * @param paths members from the outside, `*` for each of a list, e.g. `materials.contacts.*.name`
 */
export function withSealed<T>(value: T, paths: readonly string[], seal: (text: string) => string): T {
  return paths.reduce<unknown>((whole, path) => replaceAt(whole, path.split('.'), seal), value) as T;
}

function replaceAt(value: unknown, [name, ...rest]: readonly string[], seal: (text: string) => string): unknown {
  if (name === undefined) return typeof value === 'string' ? seal(value) : value;
  if (name === '*') return Array.isArray(value) ? value.map((item) => replaceAt(item, rest, seal)) : value;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return value;
  return { ...value, [name]: replaceAt((value as Record<string, unknown>)[name], rest, seal) };
}

function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]));
}
