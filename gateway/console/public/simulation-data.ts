/** Simulation data to take home, for who may: asked for, made, downloaded. It works without a script; the page is asked for again while it is made. */
import type { Hono } from 'hono';
import { html } from 'hono/html';
import type { Json } from '../../client.ts';
import { readerOf, show, showRefused, type Console, type Reader } from '../console.ts';
import { csrfField, table, textOf, type Html } from '../html.ts';
import { choiceField, itemsOf } from '../regulator/items.ts';
import type { View, ViewEnv } from '../view.ts';

const title = { zh: '下载仿真数据', en: 'Simulation data to take home' };
const formats = ['parquet', 'csv', 'arrow', 'duckdb'] as const;

/** Below `/desk`. */
export function simulationDataPages(app: Hono<ViewEnv>, console: Console): void {
  app.get('/simulation-data', async (c) => {
    const reader = readerOf(c, console);
    const sets = await reader.api.call('/simulate/sets');
    if (!sets.ok) return showRefused(c, sets);
    const body = html`${form(reader, c.req.query('entry') ?? '')} ${setsTable(reader.view, itemsOf(sets))}`;
    return show(c, { title, stage: 'simulate', body });
  });
  app.post('/simulation-data', async (c) => {
    const { api } = readerOf(c, console);
    const sent = await c.req.formData();
    const [entry, format, seed] = ['entry', 'format', 'seed'].map((name) => textOf(sent.get(name)));
    const wish = { ...(entry && { entries: [entry] }), format, ...(seed && { seed: Number(seed) }) };
    const begun = await api.call('/simulate/sets', wish);
    return begun.ok ? c.redirect('/desk/simulation-data', 303) : showRefused(c, begun);
  });
  app.get('/simulation-data/:id', async (c) => {
    const { api } = readerOf(c, console);
    const id = c.req.param('id').replace(/\.zip$/, '');
    const made = await api.bytes(`/simulate/sets/${encodeURIComponent(id)}/package`);
    if (!made.ok) return showRefused(c, made);
    c.header('content-disposition', `attachment; filename="SIM_${id}.zip"`);
    return c.body(new Uint8Array(made.value), 200, { 'content-type': 'application/zip' });
  });
}

function form({ view }: Reader, entry: string): Html {
  return html`<p>
      ${view.t({
        zh: '已登记并有开发权限的数据商可以下载;行均为编造,文件名以 SIM 开头。',
        en: 'For registered vendors that may develop. Every row is made up, and the name of the file begins with SIM.',
      })}
    </p>
    <form class="filter" method="post" action="/desk/simulation-data">
      ${csrfField(view)}
      <span class="pick">
        <label for="entry">${view.t({ zh: '目录条目', en: 'Entry' })}</label>
        <input id="entry" name="entry" value="${entry}" maxlength="100" required />
      </span>
      ${choiceField({
        name: 'format',
        label: view.t({ zh: '格式', en: 'Format' }),
        value: 'parquet',
        options: formats.map((one) => [one, one] as const),
      })}
      <span class="pick">
        <label for="seed">${view.t({ zh: '种子', en: 'Seed' })}</label>
        <input id="seed" name="seed" inputmode="numeric" pattern="[0-9]{1,9}" value="7" />
      </span>
      <button>${view.t({ zh: '生成', en: 'Make it' })}</button>
    </form>`;
}

const states = {
  making: { zh: '生成中', en: 'being made' },
  ready: { zh: '可下载', en: 'ready' },
  failed: { zh: '未成功', en: 'failed' },
} as const;

function setsTable(view: View, sets: readonly Json[]): Html {
  return table(view, {
    caption: view.t({ zh: '我的仿真数据', en: 'What was made for me' }),
    head: [view.t({ zh: '编号', en: 'id' }), view.t({ zh: '状态', en: 'state' }), view.t({ zh: '文件', en: 'file' })],
    rows: sets.map((set) => {
      const [id, state] = [textOf(set['id']), textOf(set['state'])];
      const ready = html`<a href="/desk/simulation-data/${id}.zip">SIM_${id}.zip</a>`;
      return [
        id,
        view.t(states[state as keyof typeof states] ?? { zh: state, en: state }),
        state === 'ready' ? ready : '–',
      ];
    }),
  });
}
