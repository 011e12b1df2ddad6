/** An export computed again: equal bytes or not, run by run. The question stands in the record before the domain is asked. @see DC-13 */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { ReplayAnswer } from '../../replay.ts';
import { readerOf, show, showRefused, type Console } from '../console.ts';
import { chip, table } from '../html.ts';
import type { ViewEnv } from '../view.ts';
import { idCode, thingLink, traceHref } from './items.ts';

const title = { zh: '复算结果', en: 'Computed again' };

export function replayRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.post('/trace/exports/:id/replay', async (c) => {
    const { view, api } = readerOf(c, console);
    const id = c.req.param('id');
    const reason = (await c.req.formData()).get('reason');
    const answer = await api.call(`/audit/exports/${encodeURIComponent(id)}/replay`, { reason });
    if (!answer.ok) return showRefused(c, answer);
    const { runs } = answer.value as unknown as ReplayAnswer;
    const isSame = runs.every(({ equal }) => equal);
    const body = html`<p role="status" class="${isSame ? 'note' : 'refused'}">
        <strong>
          ${
            isSame
              ? view.t({ zh: '逐字节一致。', en: 'Equal bytes.' })
              : view.t({
                  zh: '不一致:复算结果与已出域文件不同。',
                  en: 'Not equal: what was computed is not what left.',
                })
          }
        </strong>
        <a href="${traceHref(`export/${id}`)}">${view.t({ zh: '返回追溯', en: 'Back to the trace' })}</a> ${idCode(id)}
      </p>
      ${table(view, {
        caption: view.t({ zh: '各次运行', en: 'Each run' }),
        head: [
          view.t({ zh: '运行', en: 'run' }),
          view.t({ zh: '结果', en: 'outcome' }),
          view.t({ zh: '噪声', en: 'noise' }),
        ],
        rows: runs.map(({ run, equal, noise }) => [
          thingLink(view, `run/${run}`),
          equal
            ? chip(view, { zh: '一致', en: 'equal' }, 'good')
            : chip(view, { zh: '不一致', en: 'not equal' }, 'bad'),
          noise === 'kept'
            ? view.t({ zh: '沿用原噪声,不再抽取', en: 'kept: noise is not drawn twice' })
            : view.t({ zh: '无', en: 'none' }),
        ]),
      })}`;
    return show(c, { title, stage: 'audit', body });
  });
}
