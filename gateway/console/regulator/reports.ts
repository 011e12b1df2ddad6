/** Reports R01 to R23: which are owed, to whom, since when; each for a period as a page to read and to print, and as CSV. @see procedure.md §7 */
import type { Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { reports } from '#policies/procedure/reports/reports.ts';
import type { Report } from '#policies/procedure/reports/report.ts';
import type { ReportLine } from '../../reports.ts';
import { readerOf, show, showNothing, showRefused, type Console } from '../console.ts';
import { chip, table, type Html } from '../html.ts';
import type { View, ViewEnv } from '../view.ts';
import { filterForm, itemsOf, roleOf } from './items.ts';
import { reportBody } from './report-page.ts';
import { frequencies } from './words.ts';

export function reportRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/reports', async (c) => {
    const { view, api } = readerOf(c, console);
    const answer = await api.call('/audit/reports');
    if (!answer.ok) return showRefused(c, answer);
    const lines = itemsOf(answer) as unknown as readonly ReportLine[];
    return show(c, { title: { zh: '报表', en: 'Reports' }, stage: 'audit', body: listOf(view, lines), wide: true });
  });
  app.get('/reports/:id', (c) => {
    const name = c.req.param('id');
    return name.endsWith('.csv') ? csv(c, console, name.slice(0, -4)) : reportOf(c, console, name);
  });
}

function listOf(view: View, lines: readonly ReportLine[]): Html {
  return table(view, {
    caption: view.t({ zh: '各项报告及其期间', en: 'Every report and its last period' }),
    head: [
      view.t({ zh: '编号', en: 'number' }),
      view.t({ zh: '报告', en: 'report' }),
      view.t({ zh: '报送', en: 'from' }),
      view.t({ zh: '接收', en: 'to' }),
      view.t({ zh: '频率', en: 'how often' }),
      view.t({ zh: '最近期间', en: 'last period' }),
      view.t({ zh: '应报自', en: 'due since' }),
      view.t({ zh: '状态', en: 'state' }),
    ],
    rows: lines.map(({ id, title, by, to, frequency, period, isMade }) => [
      html`<a href="/desk/reports/${id}">${id}</a>`,
      view.t(title),
      roleOf(view, by),
      to.map((role) => roleOf(view, role)).join(view.t({ zh: '、', en: ', ' })),
      view.t(frequencies[frequency] ?? { zh: frequency, en: frequency }),
      period ? html`${day(period.from)} – ${day(period.to, -1)}` : '–',
      period ? html`<time datetime="${period.to}">${day(period.to)}</time>` : '–',
      period === undefined
        ? '–'
        : isMade
          ? chip(view, { zh: '已生成', en: 'made' }, 'good')
          : chip(view, { zh: '待报', en: 'owed' }, 'warn'),
    ]),
  });
}

const zone = 8 * 3_600_000;

/** The day in Asia/Shanghai, as forms write it. */
export function day(at: string, shift = 0): string {
  return new Date(Date.parse(at) + zone + shift).toISOString().slice(0, 10);
}

/** Days of a form: the first and the last, both included. */
const asked = z.object({ from: z.iso.date(), to: z.iso.date() });

/** The first moment of a day in Asia/Shanghai, or of one so many days later. */
function midnight(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00+08:00`) + days * 24 * 3_600_000).toISOString();
}

/** @returns the period as the API takes it, or undefined */
function periodIn(c: Context<ViewEnv>): { readonly from: string; readonly to: string } | undefined {
  const parsed = asked.safeParse(c.req.query());
  if (!parsed.success) return undefined;
  return { from: midnight(parsed.data.from, 0), to: midnight(parsed.data.to, 1) };
}

async function reportOf(c: Context<ViewEnv>, console: Console, id: string): Promise<Response> {
  const { view, api } = readerOf(c, console);
  const kind = Object.hasOwn(reports, id) ? reports[id] : undefined;
  if (!kind) return showNothing(c);
  const period = periodIn(c);
  const title = { zh: `${id} ${kind.title.zh}`, en: `${id} ${kind.title.en}` };
  if (!period) {
    const line = (itemsOf(await api.call('/audit/reports')) as unknown as readonly ReportLine[]).find(
      (one) => one.id === id,
    );
    return show(c, { title, stage: 'audit', body: html`${askFor(view, id, line?.period)}` });
  }
  const made = await api.call(`/audit/reports/${id}?${new URLSearchParams({ ...period }).toString()}`);
  if (!made.ok) return showRefused(c, made);
  const query = new URL(view.path, 'http://here').search;
  const body = html`${askFor(view, id, period)}
    <p class="screen">
      <a href="/desk/reports/${id}.csv${query}">${view.t({ zh: '下载 CSV', en: 'Download CSV' })}</a>
    </p>
    ${reportBody(view, made.value as unknown as Report)}`;
  return show(c, { title, stage: 'audit', body, wide: true });
}

/** Making one stands in the record, so it is asked for. */
function askFor(view: View, id: string, period: { readonly from: string; readonly to: string } | undefined): Html {
  const [from, to] = period ? [day(period.from), day(period.to, -1)] : ['', ''];
  return filterForm(
    view,
    `/desk/reports/${id}`,
    html`<span class="pick">
        <label for="f-from">${view.t({ zh: '自(含)', en: 'From (included)' })}</label>
        <input type="date" id="f-from" name="from" value="${from}" required />
      </span>
      <span class="pick">
        <label for="f-to">${view.t({ zh: '至(含)', en: 'To (included)' })}</label>
        <input type="date" id="f-to" name="to" value="${to}" required />
      </span>`,
  );
}

async function csv(c: Context<ViewEnv>, console: Console, id: string): Promise<Response> {
  const { api } = readerOf(c, console);
  const period = periodIn(c);
  if (!period || !Object.hasOwn(reports, id)) return showNothing(c);
  const query = new URLSearchParams({ ...period, format: 'csv' });
  const made = await api.bytes(`/audit/reports/${id}?${query.toString()}`);
  if (!made.ok) return showRefused(c, made);
  c.header('content-disposition', `attachment; filename="${id}.csv"`);
  return c.body(new Uint8Array(made.value), 200, { 'content-type': 'text/csv; charset=utf-8' });
}
