/** What one person did, oldest first, page by page. @see procedure.md §6 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import { readerOf, show, showRefused, type Console } from '../console.ts';
import { table } from '../html.ts';
import type { ViewEnv } from '../view.ts';
import { stepRow } from './export-parts.ts';
import { idCode, itemsOf } from './items.ts';
import { pagesOf } from '../paging.ts';

const perPage = 100;

export function peopleRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/trace/people/:person', async (c) => {
    const { view, api } = readerOf(c, console);
    const person = c.req.param('person');
    const answer = await api.call(`/audit/people/${encodeURIComponent(person)}`);
    if (!answer.ok) return showRefused(c, answer);
    const after = Number(c.req.query('after') ?? -1);
    const all = itemsOf(answer);
    const rest = all.filter(({ seq }) => Number(seq) > after);
    const items = rest.slice(0, perPage);
    const next = rest.length > perPage ? String(items.at(-1)?.['seq']) : undefined;
    const body = html`<p>${idCode(person)} ${view.t({ zh: `共 ${all.length} 条`, en: `${all.length} entries` })}</p>
      ${table(view, {
        caption: view.t({ zh: '日志中的行为', en: 'Deeds in the log' }),
        head: [
          view.t({ zh: '时间', en: 'when' }),
          view.t({ zh: '对象', en: 'of' }),
          view.t({ zh: '结果', en: 'what came of it' }),
          view.t({ zh: '事件', en: 'event' }),
          view.t({ zh: '身份', en: 'as' }),
        ],
        rows: items.map((step) => stepRow(view, step)),
      })}
      ${pagesOf(view, { next, isFirst: c.req.query('after') === undefined })}`;
    return show(c, { title: { zh: '人员行为', en: 'What a person did' }, stage: 'audit', body });
  });
}
