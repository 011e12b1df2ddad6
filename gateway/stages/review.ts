/** Stage *review*: the bodies look at applications, agreements and programs; a program is shown with its source and what runs of it. */
import { Hono } from 'hono';
import { verifyBundle } from '#sandbox/door.ts';
import { programPage } from '../console/program.ts';
import { viewFor } from '../console/view.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { checkPages } from './checks.ts';
import { lifeRoutes, show } from './life-routes.ts';

export function reviewRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  // A page, but with the token of an account: pages without are for everybody, and a source is its vendor's.
  app.get('/programs/:id/page', async (c) => {
    const id = c.req.param('id');
    const shown = show(office, 'program', { id, caller: c.get('caller') });
    const program = shown.ok ? loadDoc(office.record.read, 'program', id) : undefined;
    if (!program) return respond(c, shown);
    const { script } = program.content;
    return c.html(await programPage(viewFor(c, c.get('caller')), program, script && (await verifyBundle(script))));
  });
  app.route('/', checkPages(office, ['application', 'program']));
  app.route('/', lifeRoutes(office, 'review'));
  return app;
}
