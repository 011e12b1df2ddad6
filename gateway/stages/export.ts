/** Stage *export*: filing, acceptance, release, and the bundle for who may have it. */
import { Hono } from 'hono';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { requireOwnOrg, type Role } from '#policies/procedure/roles.ts';
import { lives } from '#policies/procedure/lives.ts';
import type { Caller } from '../accounts.ts';
import { giveTable, releasedTables } from '../api/conventions/released.ts';
import { sendTable, wantedForm } from '../api/conventions/table.ts';
import { giveBundle } from '../give-bundle.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { releaseExport } from '../release-export.ts';
import { respond } from '../respond.ts';
import { viewOf } from '../view.ts';
import type { CallerEnv } from './caller.ts';
import { actorOf, lifeRoutes } from './life-routes.ts';

/** Who may have a bundle; of the vendors its own only. */
export const receivers: readonly Role[] = ['vendor', 'operator', 'data_agency', 'competent_authority', 'regulator'];

export function exportRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/exports/:id/release', async (c) => {
    const { role, person } = c.get('caller');
    if (role !== 'operator')
      return respond(
        c,
        refuse('E_ROLE', `Cannot release an export: must be done by the operating institution; got ${role}`),
      );
    const released = await releaseExport(office, c.req.param('id'), person);
    return respond(c, released.ok ? accept(viewOf('export', released.value, c.get('caller'))) : released);
  });
  app.get('/exports/:id/bundle', async (c) => {
    const id = c.req.param('id');
    const caller = c.get('caller');
    const may = requireReceiver(office, caller, { id, doing: 'get the bundle' });
    if (!may.ok) return respond(c, may);
    const bundle = await giveBundle(office, id, actorOf(caller));
    if (!bundle.ok) return respond(c, bundle);
    return c.body(new Uint8Array(bundle.value), 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${id}.zip"`,
    });
  });
  app.get('/exports/:id/tables', async (c) => {
    const id = c.req.param('id');
    const may = requireReceiver(office, c.get('caller'), { id, doing: 'list the tables' });
    if (!may.ok) return respond(c, may);
    const tables = await releasedTables(office, id);
    return respond(c, tables.ok ? accept({ items: tables.value }) : tables);
  });
  app.get('/exports/:id/tables/:name', async (c) => {
    const { id, name: table } = c.req.param();
    const caller = c.get('caller');
    const may = requireReceiver(office, caller, { id, doing: 'get the table' });
    if (!may.ok) return respond(c, may);
    const form = wantedForm(c);
    if (!form.ok) return respond(c, form);
    const given = await giveTable(office, { id, table, form: form.value }, actorOf(caller));
    return given.ok ? sendTable(c, given.value, { form: form.value, name: table }) : respond(c, given);
  });
  app.route('/', lifeRoutes(office, 'export'));
  return app;
}

/** Refuses E_ROLE, and E_NOT_FOUND for what is another's, as for what is not there. */
function requireReceiver(
  { record }: Office,
  caller: Caller,
  { id, doing }: { readonly id: string; readonly doing: string },
): Outcome<unknown> {
  if (!receivers.includes(caller.role))
    return refuse(
      'E_ROLE',
      `Cannot ${doing}: must be its vendor, the operator or a supervising body; got ${caller.role}`,
    );
  const doc = loadDoc(record.read, 'export', id);
  return requireOwnOrg(doing, caller, doc && lives.export.ownerOf(doc));
}
