/** `/account/…`: where people sign in and keep their own account. Nothing of Better Auth is on the network but through here. */
import { Hono } from 'hono';
import { viewer, type ViewEnv } from '../console/view.ts';
import type { Office } from '../office.ts';
import type { Desk } from './desk.ts';
import { ownRoutes } from './own-routes.ts';
import { signInRoutes } from './sign-in-routes.ts';

export function accountRoutes(office: Office, desk: Desk): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.use(viewer(desk));
  app.use(async (c, next) => {
    await next();
    c.header('cache-control', 'no-store');
  });
  app.route('/', signInRoutes(office, desk));
  app.route('/', ownRoutes(office, desk));
  return app;
}
