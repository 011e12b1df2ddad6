/** Stage *export*: filing, acceptance, release, and the bundle for who may have it. */
import { Hono } from 'hono';
import { accept, refuse } from '#policies/refusal.ts';
import { requireOwnOrg, type Role } from '#policies/procedure/roles.ts';
import { lives } from '#policies/procedure/lives.ts';
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
    const doc = loadDoc(office.record.read, 'export', id);
    const caller = c.get('caller');
    if (!receivers.includes(caller.role))
      return respond(
        c,
        refuse(
          'E_ROLE',
          `Cannot get the bundle: must be its vendor, the operator or a supervising body; got ${caller.role}`,
        ),
      );
    const own = requireOwnOrg('get the bundle', caller, doc && lives.export.ownerOf(doc));
    if (!own.ok) return respond(c, own);
    const bundle = await giveBundle(office, id, actorOf(caller));
    if (!bundle.ok) return respond(c, bundle);
    return c.body(new Uint8Array(bundle.value), 200, {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${id}.zip"`,
    });
  });
  app.route('/', lifeRoutes(office, 'export'));
  return app;
}
