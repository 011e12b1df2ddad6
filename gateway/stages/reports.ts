/** Stage *audit*, reports: what is owed, and each report as JSON, CSV or a page. */
import { Hono } from 'hono';
import { z } from 'zod';
import { anInstant } from '#policies/procedure/fields.ts';
import { accept, refuse } from '#policies/refusal.ts';
import { reportDocument } from '../console/regulator/report-page.ts';
import type { Office } from '../office.ts';
import { printCsv, report, reportLines } from '../reports.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { actorOf } from './life-routes.ts';

export const asked = z.strictObject({
  from: anInstant,
  to: anInstant,
  format: z.enum(['json', 'csv', 'page']).default('json'),
});

export function reportRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/', (c) => respond(c, accept({ items: reportLines(office, office.clock()) })));
  app.get('/:id', async (c) => {
    const query = asked.safeParse(c.req.query());
    if (!query.success) return respond(c, refuse('E_INPUT', `Cannot make the report: ${z.prettifyError(query.error)}`));
    const { from, to, format } = query.data;
    const id = c.req.param('id');
    const made = await report(office, { id, period: { from, to }, actor: actorOf(c.get('caller')) });
    if (!made.ok || format === 'json') return respond(c, made);
    if (format === 'page') return c.html(await reportDocument(made.value, c.req.header('accept-language')));
    c.header('content-disposition', `attachment; filename="${id}.csv"`);
    return c.body(printCsv(made.value), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
  return app;
}
