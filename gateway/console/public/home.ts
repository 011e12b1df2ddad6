/** The front page: what this is, one picture, where the log stands, where everybody begins. */
import { html } from 'hono/html';
import type { Title } from '#policies/catalog/entry.ts';
import type { ExportState } from '#policies/procedure/export-table.ts';
import { isPublished } from '#policies/procedure/catalog-entry-doc.ts';
import type { Office } from '../../office.ts';
import { loadAll } from '../../load.ts';
import { table, type Html } from '../html.ts';
import type { View } from '../view.ts';

export function home(view: View, office: Office): Html {
  const query = new URLSearchParams({ lang: view.lang, ...(view.theme && { theme: view.theme }) });
  return html`<p>
      ${view.t({
        zh: '原始数据不出域,可用不可见。数据商用仿真数据开发;获批的程序在域内对真实数据运行;只有经核查的结果才能离开,每项附带人人可验的证书,每一步都记入见证方共同签名的日志。',
        en: 'Raw data never leaves the domain. Vendors develop on simulation data; approved programs run inside over the real data; only checked answers leave, each with a certificate that anybody can verify, and every step stands in a log that witnesses cosign.',
      })}
    </p>
    <figure class="scroll" tabindex="0" role="region" aria-label="${view.t({ zh: '示意图', en: 'Picture' })}">
      <img
        class="front"
        src="/home.svg?${query.toString()}"
        width="900"
        height="280"
        alt="${view.t({
          zh: '数据商在仿真数据上开发程序;获批程序进入域内接触原始数据;结果经合规核查、两人复核与备案,带证书离开;各步均记入日志。',
          en: 'A vendor develops on simulation data; the approved program goes into the domain to the raw data; its result passes the disclosure check, two reviewers and the filing, and leaves with a certificate; the log stands below all of it.',
        })}"
      />
    </figure>
    ${counts(view, office)}
    <h2>${view.t({ zh: '从这里开始', en: 'Where to start' })}</h2>
    <div class="starts">${starts.map((start) => card(view, start))}</div>
    <p>
      ${view.t({ zh: '相同的操作也是 API:', en: 'The same operations are the API:' })}
      <code>/api/v1/&lt;stage&gt;</code> · <a href="/api">${view.t({ zh: '接口说明', en: 'Reference' })}</a> ·
      <a href="/glossary">${view.t({ zh: '术语', en: 'Glossary' })}</a> ·
      <a href="/problems">${view.t({ zh: '拒绝代码', en: 'Codes of refusals' })}</a>
    </p>`;
}

/** What has left, however it stands now. */
const leftStates = ['released', 'suspended', 'expired', 'recalled'] as const satisfies readonly ExportState[];

function counts(view: View, { record: { read } }: Office): Html {
  const states = read.countByState('export');
  const released = leftStates.reduce((sum, state) => sum + (states.get(state) ?? 0), 0);
  const entries = loadAll(read, 'catalogEntry').filter(isPublished).length;
  return table(view, {
    caption: view.t({ zh: '现状', en: 'Where it stands' }),
    head: [
      view.t({ zh: '已发布条目', en: 'published entries' }),
      view.t({ zh: '已出域成果', en: 'exports released' }),
      view.t({ zh: '日志条目', en: 'entries of the log' }),
    ],
    numbers: [],
    rows: [
      [
        html`<a href="/catalog">${entries}</a>`,
        html`<a href="/export">${released}</a>`,
        html`<a href="/log">${read.size()}</a>`,
      ],
    ],
  });
}

interface Start {
  readonly who: Title;
  readonly what: Title;
  readonly links: readonly (readonly [href: string, says: Title])[];
}

const starts: readonly Start[] = [
  {
    who: { zh: '数据商', en: 'Vendor' },
    what: { zh: '查目录,在仿真数据上试,再申请。', en: 'Look into the catalog, try on simulation data, then apply.' },
    links: [
      ['/catalog', { zh: '目录', en: 'Catalog' }],
      ['/workbench', { zh: '开发台', en: 'Workbench' }],
      ['/desk/propose/registrations', { zh: '登记', en: 'Register' }],
    ],
  },
  {
    who: { zh: '数源部门', en: 'Department' },
    what: { zh: '发布条目,设定规则,审核用途。', en: 'Publish entries, set their rules, review their use.' },
    links: [
      ['/desk/catalog/entries', { zh: '我的条目', en: 'My entries' }],
      ['/budgets', { zh: '隐私预算', en: 'Privacy budgets' }],
    ],
  },
  {
    who: { zh: '市民', en: 'Citizen' },
    what: {
      zh: '查有哪些数据,提出需求或异议,看公示。',
      en: 'See what data there is, ask for data or object, read notices.',
    },
    links: [
      ['/catalog', { zh: '目录', en: 'Catalog' }],
      ['/voice', { zh: '需求与异议', en: 'Demands and objections' }],
      ['/notices', { zh: '公示', en: 'Notices' }],
    ],
  },
  {
    who: { zh: '监管部门', en: 'Regulator' },
    what: {
      zh: '核验日志与证书,从任何数字追溯到来源。',
      en: 'Verify log and certificates, trace any number to its sources.',
    },
    links: [
      ['/verify', { zh: '核验', en: 'Verify' }],
      ['/log', { zh: '公开日志', en: 'The public log' }],
      ['/desk/trace', { zh: '追溯', en: 'Trace' }],
    ],
  },
];

function card(view: View, { who, what, links }: Start): Html {
  return html`<section>
    <h3>${view.t(who)}</h3>
    <p>${view.t(what)}</p>
    <ul>
      ${links.map(([href, says]) => html`<li><a href="${href}">${view.t(says)}</a></li>`)}
    </ul>
  </section>`;
}
