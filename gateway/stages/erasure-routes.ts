/** Erasures, among the routes of those who watch the record: ordered and confirmed by the data agency, read by all of them. */
import { Hono } from 'hono';
import { z } from 'zod';
import { docId } from '#policies/procedure/fields.ts';
import { erasureGrounds } from '#policies/record/erasure.ts';
import { confirmErasure, listErasures, orderErasure } from '../erase.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { parseBody } from './parse-body.ts';

export const order = z.strictObject({
  /** `<life>/<id>` */
  about: z.string().regex(/^[a-zA-Z]+\/[^/\s]{1,128}$/),
  ground: z.enum(erasureGrounds),
  source: docId,
});

/** A confirmation says nothing but that it is one. */
export const nothing = z.strictObject({});

export function erasureRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/erasures', (c) => c.json({ items: listErasures(office.record.read) }));
  app.post('/erasures', async (c) => {
    const body = await parseBody(c, order);
    if (!body.ok) return respond(c, body);
    const { person, org, role } = c.get('caller');
    const ordered = await orderErasure(office, { person, org, role }, body.value);
    return respond(c, ordered, ordered.ok ? { status: 201 } : {});
  });
  app.post('/erasures/:id/confirm', async (c) => {
    const body = await parseBody(c, nothing);
    if (!body.ok) return respond(c, body);
    const { person, org, role } = c.get('caller');
    return respond(c, await confirmErasure(office, { person, org, role }, c.req.param('id')));
  });
  return app;
}
