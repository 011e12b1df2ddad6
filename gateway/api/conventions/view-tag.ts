/**
 * A document, as its reader may see it, in one word: it changes when what he sees changes and not when something does that is kept from him,
 * so that a first vote shows in no tag. Known where decisions are made, too.
 */
import { createHash } from 'node:crypto';
import type { DocOf, LifeName } from '#policies/procedure/lives.ts';
import type { Actor } from '#policies/procedure/life.ts';
import { viewOf } from '../../view.ts';

export function viewTag<Name extends LifeName>(life: Name, doc: DocOf<Name>, reader: Actor): string {
  return shortHash(JSON.stringify(viewOf(life, doc, reader)));
}

/** 132 bits are enough that nobody finds another text for one. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}
