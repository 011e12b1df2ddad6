/** All pages: what everybody may read, and the desks of who has signed in. */
import { Hono } from 'hono';
import { isDesk } from '../accounts/desk.ts';
import type { Identity } from '../accounts.ts';
import type { Office } from '../office.ts';
import type { CallerEnv } from '../stages/caller.ts';
import { askThrough } from './ask.ts';
import { assetRoutes } from './asset-routes.ts';
import { deskPages } from './desk/pages.ts';
import { publicPages } from './public/pages.ts';
import { standingStop } from './regulator/stop-banner.ts';
import { viewer, type ViewEnv } from './view.ts';

/** @param api the routes below `/api/v1` */
export function pages(office: Office, identity: Identity, api: Hono<CallerEnv>): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.route('/', assetRoutes(isDesk(identity) && identity.auth.secure));
  app.use(viewer(identity, () => standingStop(office.record.read)));
  app.route('/', publicPages(office));
  app.route('/', deskPages({ office, ask: askThrough(api) }));
  return app;
}
