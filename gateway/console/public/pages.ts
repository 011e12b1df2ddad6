/** The public front: what exists and where it stands. It needs no account, so nothing in it is anybody's secret. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import { isPublished, publicEntry } from '#policies/procedure/catalog-entry-doc.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { rules } from '#policies/refusal.ts';
import { budgetsOf } from '../../budgets.ts';
import { loadAll, loadDoc } from '../../load.ts';
import type { Office } from '../../office.ts';
import { show, viewOf } from '../console.ts';
import { languageOf, themeOf, type ViewEnv } from '../view.ts';
import { budgetsPage } from './budgets.ts';
import { catalogPage } from './catalog.ts';
import { dutiesPage } from './duties.ts';
import { entryPage } from './entry.ts';
import { glossaryPage } from './glossary.ts';
import { homePicture } from './home-picture.ts';
import { home } from './home.ts';
import { isolation } from './isolation.ts';
import { logPage } from './log.ts';
import { noticesPage } from './notices.ts';
import { previewOf } from './preview.ts';
import { chineseOf } from './problem-words.ts';
import { isCode, problemPage, problemsPage } from './problems.ts';
import { fidelityPage, simulationPage } from './simulation.ts';
import { answered, counted, countsPage, type Counted } from './stage-pages.ts';
import { verifyPage } from './verify.ts';
import { voicePage } from './voice.ts';

export function publicPages(office: Office): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/', (c) => show(c, { title: titles.home, body: home(viewOf(c), office) }));
  app.get('/home.svg', (c) => {
    const { lang, theme } = c.req.query();
    return c.body(homePicture(languageOf(lang), themeOf(theme)), 200, {
      'content-type': 'image/svg+xml; charset=utf-8',
    });
  });
  for (const routes of [catalogRoutes, stageRoutes, recordRoutes, problemRoutes]) routes(app, office);
  app.get('/voice', (c) => show(c, { title: titles.voice, body: voicePage(viewOf(c), c.req.query('entry')) }));
  app.get('/glossary', (c) => show(c, { title: titles.glossary, body: glossaryPage(viewOf(c)) }));
  return app;
}

const titles = {
  home: { zh: '可用不可见', en: 'Compute on data that you may never see' },
  catalog: { zh: '公共数据目录', en: 'Catalog' },
  simulate: { zh: '仿真数据', en: 'Simulation data' },
  budgets: { zh: '隐私预算', en: 'Privacy budgets' },
  duties: { zh: '逾期履职', en: 'Overdue duties' },
  log: { zh: '公开日志', en: 'The public log' },
  verify: { zh: '核验', en: 'Verify' },
  notices: { zh: '公示', en: 'Public notices' },
  voice: { zh: '需求与异议', en: 'Demands and objections' },
  glossary: { zh: '术语', en: 'Glossary' },
  problems: { zh: '拒绝代码', en: 'Codes of refusals' },
} as const satisfies Readonly<Record<string, Title>>;

function catalogRoutes(app: Hono<ViewEnv>, office: Office): void {
  const { read } = office.record;
  app.get('/catalog', (c) => {
    const { q = '', department = '', attribute = '', after } = c.req.query();
    const body = catalogPage(viewOf(c), office, { q, department, attribute, after });
    return show(c, { title: titles.catalog, stage: 'catalog', body, wide: true });
  });
  app.get('/catalog/:id', async (c) => {
    const found = loadDoc(read, 'catalogEntry', c.req.param('id'));
    if (!found || !isPublished(found)) return c.notFound();
    const view = viewOf(c);
    const doc = publicEntry(found);
    const disputes = disputesOf(doc.id, loadAll(read, 'objection')).length;
    const made = await Promise.all(
      doc.entry.tables.map(async (item) => [item.name, await previewOf(view, office, item)] as const),
    );
    const body = entryPage(view, { doc, disputes, previews: new Map(made) });
    return show(c, { title: doc.entry.title, stage: 'catalog', body, wide: true });
  });
}

function stageRoutes(app: Hono<ViewEnv>, office: Office): void {
  for (const [stage, spec] of Object.entries(counted) as [keyof typeof counted, Counted][]) {
    app.get(`/${stage}`, async (c) => {
      const view = viewOf(c);
      const more = stage === 'run' ? html`${await isolation(view, office)}${answered(view, office)}` : '';
      return show(c, { title: spec.title, stage, body: html`${countsPage(view, office, spec)}${more}` });
    });
  }
  app.get('/simulate', (c) =>
    show(c, { title: titles.simulate, stage: 'simulate', body: simulationPage(viewOf(c), office) }),
  );
  app.get('/simulate/:table', (c) => {
    const name = c.req.param('table');
    const body = fidelityPage(viewOf(c), office, name);
    return body ? show(c, { title: { zh: name, en: name }, stage: 'simulate', body }) : c.notFound();
  });
}

function recordRoutes(app: Hono<ViewEnv>, office: Office): void {
  for (const path of ['/log', '/audit'])
    app.get(path, async (c) => show(c, { title: titles.log, stage: 'audit', body: await logPage(viewOf(c), office) }));
  app.get('/verify', (c) =>
    show(c, { title: titles.verify, stage: 'audit', body: verifyPage(viewOf(c)), islands: ['verify'] }),
  );
  app.get('/budgets', async (c) =>
    show(c, { title: titles.budgets, body: budgetsPage(viewOf(c), await budgetsOf(office)) }),
  );
  app.get('/duties', (c) => show(c, { title: titles.duties, stage: 'audit', body: dutiesPage(viewOf(c), office) }));
  app.get('/notices', (c) => show(c, { title: titles.notices, stage: 'audit', body: noticesPage(viewOf(c), office) }));
}

function problemRoutes(app: Hono<ViewEnv>): void {
  app.get('/problems', (c) => show(c, { title: titles.problems, body: problemsPage(viewOf(c)) }));
  app.get('/problems/:code', (c) => {
    const code = c.req.param('code');
    if (!isCode(code)) return c.notFound();
    const title = { zh: `${code} ${chineseOf(code).title}`, en: `${code} ${rules[code].title}` };
    return show(c, { title, body: problemPage(viewOf(c), code) });
  });
}
