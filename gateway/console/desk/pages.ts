/** The desks. Pages of their own come before the general ones of every life. */
import { Hono } from 'hono';
import { readerOf, show, type Console } from '../console.ts';
import { regulatorPages } from '../regulator/pages.ts';
import { operatorPages } from '../operator/pages.ts';
import { reviewPages } from '../review/pages.ts';
import { requireOwnForm, requireViewer } from '../session-guard.ts';
import type { ViewEnv } from '../view.ts';
import { allPage } from './all.ts';
import { chartRoutes } from '../charts/routes.ts';
import { productPages } from '../products/pages.ts';
import { vendorPages } from '../vendor/pages.ts';
import { workbenchPages } from '../workbench/pages.ts';
import { deskHome } from './home.ts';
import { thingPages } from './things.ts';

export function deskPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  for (const path of ['/desk', '/desk/*', '/workbench', '/workbench/*']) app.use(path, requireViewer, requireOwnForm);
  app.get('/desk', async (c) =>
    show(c, { title: { zh: '待办', en: 'To do' }, body: await deskHome(readerOf(c, console)) }),
  );
  app.get('/desk/all', (c) => {
    const { view, caller } = readerOf(c, console);
    return show(c, { title: { zh: '全部事项', en: 'Everything' }, body: allPage(view, caller.role) });
  });
  app.route('/desk', productPages(console));
  app.route('/desk', regulatorPages(console));
  for (const own of [chartRoutes(), workbenchPages(console), vendorPages(console)]) app.route('/', own);
  for (const own of [reviewPages(console), operatorPages(console)]) app.route('/desk', own);
  app.route('/desk', thingPages(console));
  return app;
}
