/**
 * Entity tags of documents: `"<view>.<answer>"`. The first part is of the document as its reader may see it, and is what If-Match means,
 * judged in the transaction of the decision. The second is of the whole answer, with the personal texts in it, which may be erased.
 *
 * @see RFC 9110 §8.8.3, §13.1.1, §13.1.2
 */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Outcome } from '#policies/refusal.ts';
import { respond } from '../../respond.ts';
import { shortHash } from './view-tag.ts';

/** @param view absent where there is no document to speak of: then the answer has no tag */
export function respondDoc(
  c: Context,
  outcome: Outcome<unknown>,
  { view, status = 200 }: { readonly view: string | undefined; readonly status?: ContentfulStatusCode },
): Response {
  if (!outcome.ok || view === undefined) return respond(c, outcome, outcome.ok ? { status } : {});
  const text = JSON.stringify(outcome.value);
  const etag = `"${view}.${shortHash(text)}"`;
  // For programs that ask whether it is still so: no browser and no proxy keeps it, see keptByNobody in app.ts.
  const headers = { etag, vary: 'authorization, cookie' };
  if (c.req.method === 'GET' && isKnown(c.req.header('if-none-match'), etag)) return c.body(null, 304, headers);
  return c.body(text, status, { ...headers, 'content-type': 'application/json' });
}

function isKnown(given: string | undefined, etag: string): boolean {
  return given !== undefined && (given.trim() === '*' || tagsIn(given).some(({ tag }) => `"${tag}"` === etag));
}

/**
 * The views that If-Match names; undefined where it names none in particular. `*` says only that there is something, which the life says
 * itself, and in the same words whether it is not there or not the caller's.
 */
export function wantedViews(c: Context): readonly string[] | undefined {
  const given = c.req.header('if-match')?.trim();
  if (given === undefined || given === '' || given === '*') return undefined;
  return tagsIn(given).flatMap(({ weak, tag }) => (weak ? [] : [tag.split('.')[0] ?? '']));
}

function tagsIn(given: string): readonly { readonly weak: boolean; readonly tag: string }[] {
  return [...given.matchAll(/(W\/)?"([^"]*)"/g)].map(([, weak, tag = '']) => ({ weak: weak !== undefined, tag }));
}
