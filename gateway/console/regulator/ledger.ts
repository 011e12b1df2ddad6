/** The export ledger as a page and as CSV: every export, whatever became of it. @see AO-22-2, GD-18-6 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { lives } from '#policies/procedure/lives.ts';
import type { LedgerLine } from '../../ledger.ts';
import { readerOf, show, showRefused, type Console, type Reader } from '../console.ts';
import { moment, table, type Cell } from '../html.ts';
import { said } from '../public/items.ts';
import type { View, ViewEnv } from '../view.ts';
import { choiceField, filterForm, idCode, itemsOf, stateMark, traceHref } from './items.ts';
import { pagesOf } from '../paging.ts';
import { modeTitles } from './words.ts';

/** What the API is asked for besides the page. */
const filters = ['state', 'vendor', 'after'] as const;

export function ledgerRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/ledger', async (c) => {
    const { view, caller, api } = readerOf(c, console);
    const query = queryOf(c.req.query());
    const answer = await api.call(`/audit/ledger?${query.toString()}`);
    if (!answer.ok) return showRefused(c, answer);
    const lines = itemsOf(answer) as unknown as readonly LedgerLine[];
    const next = answer.value['next'] as string | undefined;
    const body = html`${filterForm(view, '/desk/ledger', fieldsOf(view, query))}
      <p><a href="/desk/ledger.csv?${query.toString()}">${view.t({ zh: '下载 CSV', en: 'Download CSV' })}</a></p>
      ${ledgerTable(view, lines, caller.role !== 'operator')} ${pagesOf(view, { next, isFirst: !query.has('after') })}`;
    return show(c, { title: { zh: '出域台账', en: 'Export ledger' }, stage: 'audit', body, wide: true });
  });
  app.get('/ledger.csv', async (c) => {
    const { api } = readerOf(c, console);
    const query = queryOf(c.req.query());
    query.set('format', 'csv');
    const csv = await api.bytes(`/audit/ledger?${query.toString()}`);
    if (!csv.ok) return showRefused(c, csv);
    c.header('content-disposition', 'attachment; filename="export-ledger.csv"');
    return c.body(new Uint8Array(csv.value), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
}

function queryOf(asked: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams(filters.flatMap((name): [string, string][] => (asked[name] ? [[name, asked[name]]] : [])));
}

function fieldsOf(view: View, query: URLSearchParams) {
  const states = Object.entries(lives.export.states).map(([state, title]) => [state, view.t(title)] as const);
  const label = view.t({ zh: '状态', en: 'State' });
  const any = ['', view.t({ zh: '全部', en: 'All' })] as const;
  return html`${choiceField({ name: 'state', label, value: query.get('state') ?? '', options: [any, ...states] })}
    <span class="pick">
      <label for="f-vendor">${view.t({ zh: '数据商', en: 'Vendor' })}</label>
      <input id="f-vendor" name="vendor" value="${query.get('vendor') ?? ''}" maxlength="100" />
    </span>`;
}

function ledgerTable(view: View, lines: readonly LedgerLine[], isTraced: boolean) {
  return table(view, {
    caption: view.t({ zh: '出域台账', en: 'Export ledger' }),
    head: [
      view.t({ zh: '编号', en: 'id' }),
      view.t({ zh: '名称', en: 'title' }),
      view.t({ zh: '数据商', en: 'vendor' }),
      view.t({ zh: '协议', en: 'agreement' }),
      view.t({ zh: '状态', en: 'state' }),
      view.t({ zh: '备案号', en: 'filing' }),
      view.t({ zh: '出域时间', en: 'released' }),
      view.t({ zh: '数值', en: 'numbers' }),
      view.t({ zh: '下载', en: 'downloads' }),
      view.t({ zh: '证书', en: 'certificate' }),
    ],
    numbers: [8],
    rows: lines.map((line) => rowOf(view, line, isTraced)),
  });
}

function rowOf(view: View, line: LedgerLine, isTraced: boolean): readonly Cell[] {
  const { id, title, vendor, agreement, state, filing, released, mode, downloads, certificate } = line;
  const href = isTraced ? traceHref(`export/${id}`) : `/desk/check/exports/${encodeURIComponent(id)}`;
  return [
    html`<a href="${href}">${id}</a>`,
    said(view, title),
    vendor,
    html`<a href="/desk/review/agreements/${encodeURIComponent(agreement)}">${agreement}</a>`,
    stateMark(view, 'export', state),
    said(view, filing ?? '–'),
    released === undefined ? '–' : moment(view, released),
    view.t(modeTitles[mode] ?? { zh: mode, en: mode }),
    downloads,
    certificate === undefined ? '–' : idCode(certificate),
  ];
}

/** Exports in one state, for other pages of the desk. */
export async function linesIn({ api }: Reader, state: LedgerLine['state']): Promise<readonly LedgerLine[]> {
  return itemsOf(await api.call(`/audit/ledger?state=${state}&limit=200`)) as unknown as readonly LedgerLine[];
}
