/** The part of the API that needs no server: the same questions, read by the same schemas and answered in the same form, over the rows of a kit. */
import { Hono } from 'hono';
import { z } from 'zod';
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { accept, refuse } from '#policies/refusal.ts';
import type { Domain } from '#sandbox/door.ts';
import { respond } from '../respond.ts';
import { parseBody } from '../stages/parse-body.ts';
import { question } from '../stages/question.ts';
import { kitSet } from './names.ts';
import { rulesInForce } from './rules.ts';

const preview = z.strictObject({ rows: z.coerce.number().int().min(1).max(50).default(10) });

export interface KitParts {
  readonly domain: Domain;
  readonly catalog: readonly CatalogEntry[];
}

export function kitApp({ domain, catalog }: KitParts): Hono {
  const app = new Hono().basePath('/api/v1');
  app.get('/catalog/entries', (c) => c.json({ items: catalog.map(docOf) }));
  app.get('/catalog/entries/:id', (c) => {
    const entry = catalog.find(({ id }) => id === c.req.param('id'));
    return entry
      ? c.json(docOf(entry))
      : respond(
          c,
          refuse('E_NOT_FOUND', `Cannot show ${c.req.param('id')}: must be an entry of the catalog; got none`),
        );
  });
  app.get('/simulate/rules', (c) => c.json(rulesInForce()));
  app.post('/simulate/explain', async (c) => {
    const body = await parseBody(c, question);
    return body.ok ? respond(c, await domain.explain(body.value), { text: body.value.sql }) : respond(c, body);
  });
  app.post('/simulate/query', async (c) => {
    const body = await parseBody(c, question);
    if (!body.ok) return respond(c, body);
    const done = await domain.simulate({ ...body.value, set: kitSet });
    return respond(c, done.ok ? accept({ ...done.value, preview: false }) : done, { text: body.value.sql });
  });
  app.get('/simulate/preview/:table', async (c) => {
    const asked = preview.safeParse(c.req.query());
    if (!asked.success) return respond(c, refuse('E_INPUT', `Cannot preview: ${z.prettifyError(asked.error)}`));
    return respond(c, await domain.preview({ table: c.req.param('table'), ...asked.data, set: kitSet }));
  });
  app.notFound((c) =>
    respond(
      c,
      refuse('E_NOT_FOUND', `Cannot answer ${c.req.path}: a kit has simulation data only`, {
        remedy: 'Name a server: --server, or SLUICE_SERVER.',
      }),
    ),
  );
  app.onError((error, c) => {
    console.error(error.message);
    return respond(c, refuse('E_EXEC', 'Cannot complete the operation'), { status: 500 });
  });
  return app;
}

/** As the API shows an entry that is published. */
function docOf(entry: CatalogEntry) {
  return { id: entry.id, state: 'published', entry };
}
