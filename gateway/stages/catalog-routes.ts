/** Stage *catalog*, for readers: searching what is published, and what changed since one looked last. @see AO-08-7, GD-18-1 */
import { Hono } from 'hono';
import { z } from 'zod';
import { findEntries } from '#policies/catalog/find-entries.ts';
import { isPublished, publicEntry } from '#policies/procedure/catalog-entry-doc.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { anEntryId } from '#policies/procedure/fields.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { catalogChanges } from '../catalog-changes.ts';
import { loadAll } from '../load.ts';
import { pageBehind, paging, sendPage } from '../api/conventions/page.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

const text = z.string().max(200);

export const wish = z.strictObject({
  q: text.optional(),
  department: text.optional(),
  attribute: z.enum(['closed', 'conditional', 'unconditional']).optional(),
  theme: text.optional(),
  column: text.optional(),
  ...paging.shape,
});

export const subscription = z.strictObject({
  after: z.coerce.number().int().min(-1).default(-1),
  /** Of these alone, with commas between them. */
  entry: z
    .string()
    .transform((list) => list.split(','))
    .pipe(z.array(anEntryId).max(200))
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** `GET /search` and `GET /changes`, for everybody who has an account: there is nothing in them that the public does not see. */
export function catalogRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/search', (c) => {
    const asked = parsed(wish, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const page = pageBehind(found(office, asked.value), asked.value, ({ id }) => id);
    return page.ok ? sendPage(c, page.value) : respond(c, page);
  });
  app.get('/changes', (c) => {
    const asked = parsed(subscription, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const { after, entry, limit } = asked.value;
    const items = catalogChanges(office, { after, entries: entry }).slice(0, limit);
    return respond(c, accept({ items, after: items.at(-1)?.seq ?? after }));
  });
  return app;
}

/** Enough to choose by; columns, terms and versions are read in the entry itself. */
function found({ record: { read } }: Office, asked: z.output<typeof wish>): readonly { readonly id: string }[] {
  const objections = loadAll(read, 'objection');
  const published = loadAll(read, 'catalogEntry')
    .filter(isPublished)
    .map((doc) => publicEntry(doc).entry);
  return findEntries(published, asked).map(({ id, version, title, department, attribute, opening, tables }) => ({
    id,
    version,
    title,
    department,
    attribute,
    ...(opening && { theme: opening.theme, summary: opening.summary }),
    tables: tables.map(({ name, title: named }) => ({ name, title: named })),
    ...(disputesOf(id, objections).length > 0 && { disputed: true }),
  }));
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? accept(result.data)
    : refuse('E_INPUT', `Cannot read the catalog: ${z.prettifyError(result.error)}`);
}
