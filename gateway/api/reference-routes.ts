/** `GET /api` and `GET /api/<section>`: the reference, without a script. */
import { Hono } from 'hono';
import type { Identity } from '../accounts.ts';
import { show } from '../console/console.ts';
import { viewer, type ViewEnv } from '../console/view.ts';
import { sections } from './operations.ts';
import { referenceIndex, referenceSection } from './reference-page.ts';
import { sectionTitles } from './section-titles.ts';

export function referenceRoutes(identity: Identity): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  const see = viewer(identity);
  app.get('/', see, (c) =>
    show(c, { title: { zh: '接口参考', en: 'API reference' }, body: referenceIndex(c.get('view')) }),
  );
  for (const section of sections) {
    const { zh, en } = sectionTitles[section];
    const title = { zh: `接口:${zh}`, en: `API: ${en}` };
    app.get(`/${section}`, see, (c) => show(c, { title, body: referenceSection(c.get('view'), section) }));
  }
  return app;
}
