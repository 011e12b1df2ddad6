/** How a released export stands: for whoever has its bundle and asks, without an account. @see record.md §3 */
import { Hono } from 'hono';
import { z } from 'zod';
import { refuse } from '#policies/refusal.ts';
import type { Office } from '../office.ts';
import { answerStatus } from '../record/status-answer.ts';
import { respond } from '../respond.ts';

const size = z.coerce.number().int().min(0).default(0);

export const seenSize = z.object({ size });

export function statusRoutes(office: Office): Hono {
  const app = new Hono();
  app.get('/exports/:id/status', async (c) => {
    const seen = size.safeParse(c.req.query('size'));
    if (!seen.success)
      return respond(c, refuse('E_INPUT', 'Cannot read the request: size must be a whole number from 0'));
    return respond(c, await answerStatus(office.record, { id: c.req.param('id'), seen: seen.data }));
  });
  return app;
}
