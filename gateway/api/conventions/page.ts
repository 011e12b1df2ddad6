/**
 * Lists come in pages: `?after=<cursor>&limit=`, answered by `{items, next}`. A cursor is the place of the last thing that its reader saw, so
 * nothing is told twice or left out because others came or went meanwhile, and a page says nothing of what he may not see.
 *
 * @see RFC 8288 (Link)
 */
import type { Context } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Reader, StoredDoc } from '../../record/reader.ts';

export const maxLimit = 500;

/** How a page is asked for. */
export const paging = z.object({
  /** `next` of the page before. */
  after: z.string().max(1_000).optional(),
  limit: z.coerce.number().int().min(1).max(maxLimit).default(100),
});

/** Of documents; several states with commas between them. */
export const docPaging = paging.extend({ state: z.string().max(500).optional() });

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
}

interface Asked {
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Refuses E_INPUT. */
export function parsePaging<Schema extends z.ZodType>(c: Context, schema: Schema): Outcome<z.output<Schema>> {
  const parsed = schema.safeParse(c.req.query());
  return parsed.success
    ? accept(parsed.data)
    : refuse('E_INPUT', `Cannot read the list: ${z.prettifyError(parsed.error)}`);
}

/** What is in `items` beside the page goes with it. */
export function sendPage(c: Context, { items, next }: Page<unknown>, more: object = {}): Response {
  if (next !== undefined) {
    const to = new URL(c.req.url);
    to.searchParams.set('after', next);
    c.header('link', `<${to.pathname}${to.search}>; rel="next"`, { append: true });
  }
  return c.json({ ...more, items, ...(next !== undefined && { next }) });
}

/** A page of things whose `keyOf` tells their places apart, in the order of their keys. Refuses E_INPUT for a cursor that is none. */
export function pageOf<T>(items: readonly T[], { after, limit }: Asked, keyOf: (item: T) => string): Outcome<Page<T>> {
  const from = parseCursor(after);
  if (!from.ok) return from;
  const keyed = items.map((item) => ({ key: keyOf(item), item }));
  const left = keyed.filter(({ key }) => from.value === undefined || key > from.value);
  const sorted = left.toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
  return accept(cut(sorted, limit));
}

/**
 * A page of things that stand in an order of their own, as what was found does: it goes on behind the one that was told last.
 * Refuses E_INPUT where that one is gone.
 */
export function pageBehind<T>(
  items: readonly T[],
  { after, limit }: Asked,
  keyOf: (item: T) => string,
): Outcome<Page<T>> {
  const from = parseCursor(after);
  if (!from.ok) return from;
  const keyed = items.map((item) => ({ key: keyOf(item), item }));
  const at = from.value === undefined ? -1 : keyed.findIndex(({ key }) => key === from.value);
  if (from.value !== undefined && at < 0) return notThere;
  return accept(cut(keyed.slice(at + 1), limit));
}

/**
 * A page of a life, read from the store piece by piece.
 *
 * @param show what the reader sees of a document; undefined for one that he does not see, or did not ask for
 */
export function pageOfLife<T>(
  read: Reader,
  { life, after, limit }: Asked & { readonly life: string },
  show: (doc: StoredDoc) => T | undefined,
): Outcome<Page<T>> {
  const from = parseCursor(after);
  if (!from.ok) return from;
  const found: Keyed<T>[] = [];
  for (let last = from.value; found.length <= limit;) {
    const docs = read.list(life, { limit: maxLimit, ...(last !== undefined && { after: last }) });
    for (const doc of docs) {
      const item = show(doc);
      if (item !== undefined) found.push({ key: doc.id, item });
    }
    last = docs.at(-1)?.id;
    if (docs.length < maxLimit || last === undefined) break;
  }
  return accept(cut(found, limit));
}

interface Keyed<T> {
  readonly key: string;
  readonly item: T;
}

/** One more than the page is looked at, so that there is a next one only where something is left. */
function cut<T>(keyed: readonly Keyed<T>[], limit: number): Page<T> {
  const page = keyed.slice(0, limit);
  const last = page.at(-1);
  const items = page.map(({ item }) => item);
  return keyed.length > limit && last ? { items, next: printCursor(last.key) } : { items };
}

/** Opaque, so that nobody builds on what is in it; it is no secret. */
function printCursor(key: string): string {
  return Buffer.from(JSON.stringify(['1', key])).toString('base64url');
}

const cursor = z.tuple([z.literal('1'), z.string()]);

function parseCursor(given: string | undefined): Outcome<string | undefined> {
  if (given === undefined) return accept(undefined);
  try {
    return accept(cursor.parse(JSON.parse(Buffer.from(given, 'base64url').toString('utf8')))[1]);
  } catch {
    return notThere;
  }
}

const notThere = refuse('E_INPUT', 'Cannot read on: `after` must be the `next` of the page before', {
  remedy: 'Begin at the first page again, without `after`.',
});
