/** All pages. The public ones, one per stage, tell what exists and where it stands; they need no account, so nothing in them is anybody's secret. */
import { Hono } from 'hono';
import { html } from 'hono/html';
import type { ExportState } from '#policies/procedure/export-table.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import { disputesOf } from '#policies/procedure/disputed.ts';
import { publicStateOf } from '#policies/procedure/export-view.ts';
import type { LifeName } from '#policies/procedure/lives.ts';
import { lives } from '#policies/procedure/lives.ts';
import { rules, type RefusalCode } from '#policies/refusal.ts';
import { budgetsOf, lossOf } from '../budgets.ts';
import { loadAll, loadDoc } from '../load.ts';
import type { Identity } from '../accounts.ts';
import type { Office } from '../office.ts';
import type { CallerEnv } from '../stages/caller.ts';
import type { Title } from '#policies/catalog/entry.ts';
import { statusOf } from '../status.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { budgetsPage } from './budgets.ts';
import { catalogPage } from './catalog-page.ts';
import { dutiesPage } from './duties.ts';
import { entryPage } from './entry-page.ts';
import { isolation } from './isolation.ts';
import { askThrough } from './ask.ts';
import { assetRoutes } from './asset-routes.ts';
import { show } from './console.ts';
import { deskPages } from './desk/pages.ts';
import { table, type Html } from './page.ts';
import { fidelityPage, simulationPage } from './simulation.ts';
import { standingStop } from './regulator/stop-banner.ts';
import { viewer, type ViewEnv } from './view.ts';

/** What everybody may read, and the desks of who has signed in. @param api the routes below `/api/v1` */
export function pages(office: Office, identity: Identity, api: Hono<CallerEnv>): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.route('/', assetRoutes());
  app.use(viewer(identity, () => standingStop(office.record.read)));
  app.route('/', publicPages(office));
  app.route('/', deskPages({ office, ask: askThrough(api) }));
  return app;
}

function publicPages(office: Office): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/', (c) =>
    show(c, { title: { zh: '可用不可见', en: 'Compute on data that you may never see' }, body: home(office) }),
  );
  app.get('/catalog', (c) =>
    show(c, {
      title: { zh: '公共数据目录', en: 'Catalog' },
      stage: 'catalog',
      body: catalogPage(office, c.req.query('q') ?? ''),
    }),
  );
  app.get('/catalog/:id', (c) => {
    const doc = loadDoc(office.record.read, 'catalogEntry', c.req.param('id'));
    if (!doc || !isPublished(doc)) return c.notFound();
    return show(c, { title: doc.entry.title, stage: 'catalog', body: entryPage(doc, disputes(office, doc.id)) });
  });
  for (const [stage, { title, says, life }] of Object.entries(counted) as [keyof typeof counted, Counted][]) {
    app.get(`/${stage}`, async (c) => {
      const more = stage === 'run' ? html`${await isolation(office)}${answered(office)}` : '';
      const body = html`${counts(office, says, life)}${more}`;
      return show(c, { title, stage, body });
    });
  }
  app.get('/simulate', (c) =>
    show(c, { title: { zh: '仿真数据', en: 'Simulate' }, stage: 'simulate', body: simulationPage(office) }),
  );
  app.get('/simulate/:table', (c) => {
    const name = c.req.param('table');
    const body = fidelityPage(office, name);
    return body ? show(c, { title: { zh: name, en: name }, stage: 'simulate', body }) : c.notFound();
  });
  app.get('/budgets', async (c) =>
    show(c, { title: { zh: '隐私预算', en: 'Privacy budgets' }, body: budgetsPage(await budgetsOf(office)) }),
  );
  app.get('/duties', (c) =>
    show(c, { title: { zh: '逾期履职', en: 'Overdue duties' }, stage: 'audit', body: dutiesPage(office) }),
  );
  app.get('/audit', async (c) =>
    show(c, { title: { zh: '审计', en: 'Audit' }, stage: 'audit', body: await audit(office) }),
  );
  app.get('/problems/:code', (c) => {
    const code = c.req.param('code');
    const title = { zh: code, en: isCode(code) ? rules[code].title : code };
    return isCode(code) ? show(c, { title, body: problem(code) }) : c.notFound();
  });
  return app;
}

interface Counted {
  readonly title: Title;
  readonly says: string;
  readonly life: readonly LifeName[];
}

/** Stages whose page tells how many things stand where, and not whose they are. */
const counted = {
  propose: {
    title: { zh: '申请', en: 'Propose' },
    says: 'One scenario, one application; a program is frozen by its hash.',
    life: ['registration', 'application', 'program'],
  },
  review: {
    title: { zh: '审核', en: 'Review' },
    says: 'The operator checks, the reviewing bodies decide, both sides sign.',
    life: ['application', 'agreement', 'program'],
  },
  run: {
    title: { zh: '运行', en: 'Run' },
    says: 'The approved hash runs inside the domain. The vendor gets a receipt, not rows.',
    life: ['run'],
  },
  check: {
    title: { zh: '核查', en: 'Check' },
    says: 'Disclosure rules, earlier releases, then people.',
    life: ['export'],
  },
  export: {
    title: { zh: '出域', en: 'Export' },
    says: 'Filed, signed, released with a certificate that anyone can verify offline.',
    life: ['export'],
  },
} as const satisfies Partial<Record<Stage, Counted>>;

function isCode(code: string): code is RefusalCode {
  return Object.hasOwn(rules, code);
}

function home({ record }: Office): Html {
  return html`<p>
      Raw data never leaves the domain <span lang="zh">原始数据不出域,可用不可见</span>. Vendors develop on simulation
      data; approved programs run inside over the real data; only checked answers leave, each with a certificate, and
      every step stands in a log of <strong>${record.read.size()}</strong> entries that a witness co-signs.
    </p>
    <p>
      The same operations are the API under <code>/api/v1/&lt;stage&gt;</code>; send the token of an account as
      <code>Authorization: Bearer …</code>.
    </p>`;
}

/** How many objections mark it as disputed. @see SH-23-1 */
function disputes(office: Office, id: string): number {
  return disputesOf(id, loadAll(office.record.read, 'objection')).length;
}

function counts(office: Office, says: string, names: readonly LifeName[]): Html {
  const tables = names.map((name) => {
    const found = new Map<string, number>();
    for (const doc of office.record.read.list(name)) {
      const state = name === 'export' ? publicStateOf(doc.state as ExportState) : doc.state;
      found.set(state, (found.get(state) ?? 0) + 1);
    }
    const titles: Readonly<Record<string, { zh: string; en: string }>> = lives[name].states;
    const rows = [...found].map(([state, count]) => [titles[state]?.en ?? state, titles[state]?.zh ?? '', count]);
    return table({
      caption: `${lives[name].title.en} ${lives[name].title.zh}`,
      head: ['state', '状态', 'how many'],
      rows,
    });
  });
  return html`<p>${says}</p>
    ${tables}`;
}

/** What private answers were charged, of whom, and not whose they are. */
function answered(office: Office): Html {
  const found = new Map<string, { paid: number; free: number; losses: Set<string> }>();
  for (const { result } of loadAll(office.record.read, 'run')) {
    if (!result?.privacy) continue;
    const { space, cached } = result.privacy;
    const row = found.get(space) ?? { paid: 0, free: 0, losses: new Set() };
    row[cached ? 'free' : 'paid']++;
    row.losses.add(lossOf(result.privacy).epsilon.toFixed(2));
    found.set(space, row);
  }
  return html`${table({
      caption: 'Private answers 差分隐私运行',
      head: ['people', 'paid', 'repeated, free', 'ε of an answer'],
      rows: [...found].map(([space, { paid, free, losses }]) => [space, paid, free, [...losses].sort().join(', ')]),
    })}
    <p><a href="/budgets">What is left of the privacy budgets</a></p>`;
}

async function audit({ record }: Office): Promise<Html> {
  const checkpoint = await record.checkpoint();
  return html`<p>
      The log is append-only. Its checkpoint is signed by the operator and co-signed by the witness;
      <code>sluice verify</code> checks a bundle without asking anybody.
    </p>
    <h2>Newest checkpoint</h2>
    <pre>${checkpoint.ok ? checkpoint.value : 'The witness does not co-sign this log.'}</pre>
    <p>
      <a href="/api/v1/audit/policy">Whom to believe</a> · <a href="/budgets">Privacy budgets</a> ·
      <a href="/duties">Overdue duties</a>
    </p>`;
}

function problem(code: RefusalCode): Html {
  const { source, remedy } = rules[code];
  return html`<p><code>${code}</code>, HTTP ${statusOf[code]}</p>
    <p>${remedy}</p>
    <p>Rests on: ${source}</p>`;
}
