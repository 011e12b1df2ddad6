/** Simulation data of a vendor's own: asked for, looked at, taken home, and what of it to believe. */
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { favour } from '#policies/simulation/wishes.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { fidelityOfTable } from '../simulation/fidelity.ts';
import { packageOf } from '../simulation/set-files.ts';
import { setWish } from '../simulation/set-form.ts';
import { beginSet, entriesOf, readySetOf, setOf, setsOf, type Asked } from '../simulation/sets.ts';
import type { CallerEnv } from './caller.ts';
import { requireDeveloper } from './developer.ts';
import { parseBody } from './parse-body.ts';
import { question } from './question.ts';

/** A query whose filters and joins should find rows. */
const query = question.extend({ share: z.number().gt(0).max(1).exactOptional() });
export const asked = setWish.extend({ query: query.exactOptional() });

export function simulationSetRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/sets', (c) => c.json({ items: setsOf(office, c.get('caller')) }));
  app.post('/sets', async (c) => {
    const body = await parseBody(c, asked);
    if (!body.ok) return respond(c, body);
    const allowed = requireDeveloper(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const wish = await askedOf(office, body.value);
    if (!wish.ok) return respond(c, wish, { text: body.value.query?.sql ?? '' });
    const begun = beginSet(office, c.get('caller'), wish.value);
    if (!begun.ok) return respond(c, begun);
    c.header('location', `/api/v1/simulate/sets/${begun.value.id}`);
    return respond(c, begun, { status: 202 });
  });
  app.get('/sets/:id', (c) => respond(c, setOf(office, c.get('caller'), c.req.param('id'))));
  app.get('/sets/:id/package', (c) => {
    const set = readySetOf(office, c.get('caller'), c.req.param('id'));
    if (!set.ok) return respond(c, set);
    const allowed = requireDeveloper(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const { id } = set.value;
    const path = packageOf(office, id);
    return c.body(Readable.toWeb(createReadStream(path)) as ReadableStream, 200, {
      'content-type': 'application/zip',
      'content-length': String(statSync(path).size),
      'content-disposition': `attachment; filename="SIM_${id}.zip"`,
    });
  });
  app.get('/fidelity/:table', (c) => respond(c, fidelityOfTable(office, c.req.param('table'))));
  return app;
}

/**
 * The wishes of a query are those that the domain reads from its text. Refuses E_INPUT for a query over tables that the set will not have.
 */
async function askedOf(office: Office, { query: text, ...wish }: z.output<typeof asked>): Promise<Outcome<Asked>> {
  if (!text) return accept({ wish });
  const { share, ...read } = text;
  const explained = await office.domain.explain(read);
  if (!explained.ok) return explained;
  const { wishes = [], notUnderstood = [] } = explained.value;
  const entries = entriesOf(office, wish);
  if (!entries.ok) return entries;
  const tables = new Set(entries.value.flatMap((entry) => entry.tables.map(({ name }) => name)));
  const missing = wishes.find(({ table }) => !tables.has(table));
  if (missing)
    return refuse(
      'E_INPUT',
      `Cannot make simulation data for the query: entries must hold ${missing.table}; got none that does`,
    );
  const all = [...(wish.favour?.wishes ?? []), ...wishes];
  if (all.length === 0) return accept({ wish, notUnderstood });
  const favoured = favour.safeParse({ share: share ?? wish.favour?.share, wishes: all });
  return favoured.success
    ? accept({ wish: { ...wish, favour: favoured.data }, notUnderstood })
    : refuse('E_INPUT', `Cannot make simulation data for the query: ${z.prettifyError(favoured.error)}`);
}
