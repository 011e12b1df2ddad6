/** Simulation data of a vendor's own: asked for, looked at, taken home, and what of it to believe. */
import { createReadStream, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { Hono } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { givenParameters } from '#policies/procedure/parameters.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { fidelityOfTable } from '../simulation/fidelity.ts';
import { beginSet, favouring, packageOf, setOf, setsOf, setWish, type SetWish } from '../simulation/sets.ts';
import type { CallerEnv } from './caller.ts';
import { parseBody } from './parse-body.ts';
import { requireDeveloper } from './developer.ts';

/** A query whose filters and joins should find rows. */
const query = z.strictObject({
  sql: z.string().min(1),
  parameters: givenParameters.exactOptional(),
  share: z.number().gt(0).max(1).exactOptional(),
});
const asked = setWish.extend({ query: query.exactOptional() });

export function simulationSetRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/sets', (c) => c.json({ items: setsOf(office, c.get('caller')) }));
  app.post('/sets', async (c) => {
    const body = await parseBody(c, asked);
    if (!body.ok) return respond(c, body);
    const allowed = requireDeveloper(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const wish = await wishFor(office, body.value);
    if (!wish.ok) return respond(c, wish, { text: body.value.query?.sql ?? '' });
    return respond(c, beginSet(office, c.get('caller'), wish.value), { status: 202 });
  });
  app.get('/sets/:id', (c) => respond(c, setOf(office, c.get('caller'), c.req.param('id'))));
  app.get('/sets/:id/package', (c) => {
    const set = setOf(office, c.get('caller'), c.req.param('id'));
    if (!set.ok) return respond(c, set);
    const { id, state } = set.value;
    if (state !== 'ready')
      return respond(c, refuse('E_STATE', `Cannot give the package of ${id}: must be ready; got ${state}`));
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

/** The wishes of a query are those that the domain reads from its text. */
async function wishFor(office: Office, { query: text, ...wish }: z.output<typeof asked>): Promise<Outcome<SetWish>> {
  if (!text) return accept(wish);
  const { sql, parameters, share } = text;
  const explained = await office.domain.explain({ sql, ...(parameters && { parameters }) });
  if (!explained.ok) return explained;
  const { wishes = [] } = explained.value;
  const more = wish.favour?.wishes ?? [];
  return accept({ ...wish, favour: favouring([...more, ...wishes], share) });
}
