/**
 * The trace: from whatever a regulator holds in his hand back to the sources it rests on, and forth to whoever has it. The picture and the
 * list say the same; the list is walked by keyboard.
 *
 * @see AO-27-4, SH-27-4, GD-18-6
 */
import type { Context, Hono } from 'hono';
import { html, raw } from 'hono/html';
import type { Node } from '#policies/procedure/trace.ts';
import type { Json } from '../../client.ts';
import { readerOf, show, showRefused, type Console, type Reader } from '../console.ts';
import { table, textOf, type Html } from '../html.ts';
import { said } from '../public/items.ts';
import type { View, ViewEnv } from '../view.ts';
import { exportParts } from './export-parts.ts';
import { graphFor, kindTitle, layered, layers, sights, type Graph, type Sight, type Way } from './graph.ts';
import { idCode, itemsOf, pageHref, partsOf, stateMark, thingLink, traceHref } from './items.ts';
import { pictureOf } from './picture.ts';

const title = { zh: '追溯', en: 'Trace' };

export function traceRoutes(app: Hono<ViewEnv>, console: Console): void {
  app.get('/trace', (c) => (c.req.query('start') === undefined ? searchPage(c, console) : tracePage(c, console)));
  app.get('/trace.svg', async (c) => {
    const { view, api } = readerOf(c, console);
    const way = wayIn(c);
    const graph = await graphFor(api, way);
    if (!graph.ok) return showRefused(c, graph);
    const svg = pictureOf(graph.value, { lang: view.lang, theme: view.theme, start: way.start });
    return c.body(svg, 200, { 'content-type': 'image/svg+xml; charset=utf-8', 'cache-control': 'no-store' });
  });
}

function wayIn(c: Context<ViewEnv>): Way {
  const sight = c.req.query('direction');
  const shown = c.req.queries('layer');
  return {
    start: c.req.query('start') ?? '',
    sight: sights.find((one) => one === sight) ?? 'both',
    without: shown === undefined ? [] : layers.map(({ id }) => id).filter((id) => !shown.includes(id)),
  };
}

async function searchPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const { view, api } = reader;
  const q = (c.req.query('q') ?? '').trim();
  if (q === '') return show(c, { title, stage: 'audit', body: html`${searchForm(view, '')}${await lately(reader)}` });
  const found = await api.call(`/audit/find?q=${encodeURIComponent(q)}`);
  if (!found.ok) return showRefused(c, found);
  const items = found.value['items'] as readonly { readonly name: string; readonly how: string }[];
  const [only] = items.filter(({ how }) => how !== 'names_it');
  if (only && items.filter(({ how }) => how !== 'names_it').length === 1) return c.redirect(traceHref(only.name), 303);
  const list = table(view, {
    caption: view.t({ zh: `与“${q}”有关的事项`, en: `What names “${q}”` }),
    head: [view.t({ zh: '事项', en: 'thing' }), view.t({ zh: '追溯', en: 'trace' })],
    rows: items.map(({ name }) => [
      thingLink(view, name),
      html`<a href="${traceHref(name)}">${view.t({ zh: '追溯', en: 'Trace' })} <small>${name}</small></a>`,
    ]),
  });
  return show(c, {
    title,
    stage: 'audit',
    body: html`${searchForm(view, q)}
      <div role="status">${list}</div>`,
  });
}

export function searchForm(view: View, q: string): Html {
  return html`<form class="filter" method="get" action="/desk/trace" role="search">
    <span class="pick wide">
      <label for="q"
        >${view.t({
          zh: '成果、证书或文件的哈希、备案号、快照、接收方、人员、日志条目序号',
          en: 'An export, the hash of a certificate or a file, a filing number, a snapshot, a recipient, a person, the number of a log entry',
        })}</label
      >
      <input type="search" id="q" name="q" value="${q}" maxlength="300" required />
    </span>
    <button>${view.t({ zh: '追溯', en: 'Trace' })}</button>
  </form>`;
}

async function lately({ view, api }: Reader): Promise<Html> {
  const items = itemsOf(await api.call('/audit/ledger?state=released&limit=10'));
  return table(view, {
    caption: view.t({ zh: '已出域成果', en: 'Released exports' }),
    head: [
      view.t({ zh: '编号', en: 'id' }),
      view.t({ zh: '名称', en: 'title' }),
      view.t({ zh: '备案号', en: 'filing' }),
    ],
    rows: items.map((line) => [
      html`<a href="${traceHref(`export/${textOf(line['id'])}`)}">${textOf(line['id'])}</a>`,
      said(view, textOf(line['title'])),
      said(view, textOf(line['filing'])),
    ]),
  });
}

async function tracePage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const { view } = reader;
  const way = wayIn(c);
  const graph = await graphFor(reader.api, way);
  if (!graph.ok) return showRefused(c, graph);
  const { kind, id } = partsOf(way.start);
  const start = graph.value.nodes.find(({ name }) => name === way.start);
  const href = pageHref(way.start);
  const body = html`<p class="start">
      <strong>${view.t(kindTitle(kind))}</strong> ${idCode(id)} ${stateMark(view, kind, start?.state)}
      ${href === undefined ? '' : html`<a href="${href}">${view.t({ zh: '打开', en: 'Open it' })}</a>`}
    </p>
    ${ways(view, way)} ${picture(view, way, graph.value)}
    <h2>${view.t({ zh: '逐项', en: 'One by one' })}</h2>
    ${await walk(reader, graph.value, way.start)} ${kind === 'export' ? await exportParts(reader, id, graph.value) : ''}
    ${searchForm(view, '')}`;
  return show(c, { title: { zh: `追溯:${id}`, en: `Trace: ${id}` }, stage: 'audit', body, wide: true });
}

const sightTitles = {
  both: { zh: '来源与去向', en: 'Both ways' },
  back: { zh: '仅来源', en: 'Back to the sources' },
  forth: { zh: '仅去向', en: 'Forth to who has it' },
} as const;

function ways(view: View, { start, sight, without }: Way): Html {
  return html`<form class="filter" method="get" action="/desk/trace" id="ways">
    <input type="hidden" name="start" value="${start}" />
    <fieldset>
      <legend>${view.t({ zh: '方向', en: 'Direction' })}</legend>
      ${sights.map((one) => radio(one, view.t(sightTitles[one]), one === sight))}
    </fieldset>
    <fieldset>
      <legend>${view.t({ zh: '显示', en: 'Show' })}</legend>
      ${layers.map(({ id, title: says }) => box(id, view.t(says), !without.includes(id)))}
    </fieldset>
    <button class="plain">${view.t({ zh: '更新', en: 'Update' })}</button>
  </form>`;
}

function radio(value: Sight, says: string, isOn: boolean): Html {
  return html`<label
    ><input type="radio" name="direction" value="${value}" ${raw(isOn ? 'checked' : '')} /> ${says}</label
  >`;
}

function box(value: string, says: string, isOn: boolean): Html {
  return html`<label
    ><input type="checkbox" name="layer" value="${value}" ${raw(isOn ? 'checked' : '')} /> ${says}</label
  >`;
}

function picture(view: View, way: Way, graph: Graph): Html {
  const query = new URLSearchParams({ start: way.start, direction: way.sight, lang: view.lang });
  if (view.theme) query.set('theme', view.theme);
  for (const { id } of way.without.length > 0 ? layers : []) if (!way.without.includes(id)) query.append('layer', id);
  const says = view.t({
    zh: `追溯图:自左至右为来源到接收方,共 ${graph.nodes.length} 项;下方列表内容相同`,
    en: `Picture of the trace, from sources on the left to recipients on the right: ${graph.nodes.length} things. The list below says the same.`,
  });
  return html`<figure
    class="scroll"
    tabindex="0"
    role="region"
    aria-label="${view.t({ zh: '追溯图', en: 'Picture of the trace' })}"
  >
    <img class="trace" src="/desk/trace.svg?${query.toString()}" alt="${says}" />
  </figure>`;
}

/** So many things of one layer are listed; the rest is counted. */
const mostInLayer = 100;

async function walk({ view, api }: Reader, graph: Graph, start: string): Promise<Html> {
  const anchors = new Map(graph.nodes.map(({ name }, at) => [name, `n${at}`]));
  const labels = await labelsOf(api, graph.nodes);
  return html`<div class="walk">
    ${layered(graph).map(
      ({ title: says, nodes }) =>
        html`<section>
          <h3>${view.t(says)} <small>${nodes.length}</small></h3>
          <ol>
            ${nodes
              .slice(0, mostInLayer)
              .map(
                (node) =>
                  html`<li id="${anchors.get(node.name) ?? ''}" ${raw(node.name === start ? 'class="start"' : '')}>
                    ${step(view, node, labels)} ${neighbours(view, { node, graph, anchors })}
                  </li>`,
              )}
          </ol>
          ${nodes.length > mostInLayer ? html`<p class="soft">+ ${nodes.length - mostInLayer}</p>` : ''}
        </section>`,
    )}
  </div>`;
}

function step(view: View, { name, kind, state, org }: Node, labels: ReadonlyMap<string, string>): Html {
  const label = labels.get(name);
  return html`<p>
    ${thingLink(view, name)} ${stateMark(view, kind, state)} ${label === undefined ? '' : said(view, label)}
    ${org === undefined ? '' : html`<small>${org}</small>`}
    <a class="soft" href="${traceHref(name)}" aria-label="${view.t({ zh: '自此追溯', en: 'trace from here' })} ${name}"
      >${view.t({ zh: '自此追溯', en: 'trace from here' })}</a
    >
  </p>`;
}

interface Around {
  readonly node: Node;
  readonly graph: Graph;
  readonly anchors: ReadonlyMap<string, string>;
}

/** Links within the page: back to what it rests on, forth to what rests on it. */
function neighbours(view: View, { node, graph, anchors }: Around): Html {
  const on = graph.edges.filter(({ from }) => from === node.name).map(({ to }) => to);
  const under = graph.edges.filter(({ to }) => to === node.name).map(({ from }) => from);
  const line = (says: string, names: readonly string[]) =>
    names.length === 0
      ? ''
      : html`<p class="near">
          ${says}
          ${names.map(
            (name) =>
              html`<a href="#${anchors.get(name) ?? ''}"
                >${view.t(kindTitle(partsOf(name).kind))} ${said(view, partsOf(name).id)}</a
              > `,
          )}
        </p>`;
  return html`${line(view.t({ zh: '← 依据', en: '← rests on' }), on)}
  ${line(view.t({ zh: '→ 其后', en: '→ led to' }), under)}`;
}

/** Kinds whose documents say what they are about in a word. */
const told = ['export', 'program', 'application', 'catalogEntry', 'registration'];
const mostLabels = 40;

async function labelsOf(api: Reader['api'], nodes: readonly Node[]): Promise<ReadonlyMap<string, string>> {
  const asked = nodes.filter(({ kind }) => told.includes(kind)).slice(0, mostLabels);
  const found = await Promise.all(
    asked.map(async ({ name }) => {
      const href = pageHref(name);
      const doc = href === undefined ? undefined : await api.call(href.replace(/^\/desk/, ''));
      return [name, doc?.ok ? labelIn(doc.value) : undefined] as const;
    }),
  );
  return new Map(found.flatMap(([name, label]) => (label === undefined ? [] : [[name, label] as const])));
}

function labelIn(doc: Json): string | undefined {
  const { product, content, request, materials } = doc as Readonly<
    Record<string, Readonly<Record<string, unknown>> | undefined>
  >;
  const scenario = request?.['scenario'] as { readonly title?: unknown } | undefined;
  const said = product?.['title'] ?? content?.['title'] ?? scenario?.title ?? materials?.['name'];
  return typeof said === 'string' ? said : undefined;
}
