/**
 * The pages that every life has: its list, its document with what may be done now, and a form for each command. Lives that people spend
 * their days with have better pages of their own, mounted before these.
 */
import { Hono, type Context } from 'hono';
import { html } from 'hono/html';
import type { Stage } from '#policies/procedure/life.ts';
import { lives, type LifeName } from '#policies/procedure/lives.ts';
import type { Refusal } from '#policies/refusal.ts';
import { offersOf, openingsOf, type Offer } from '../../access/offers.ts';
import type { Json } from '../../client.ts';
import { collections, lifeOf, stageCommands } from '../../stages/collections.ts';
import { readerOf, show, showNothing, showRefused, type Console, type Reader } from '../console.ts';
import { fields } from '../forms/fields.ts';
import { refused } from '../forms/refused.ts';
import { schemaOf } from '../forms/schema.ts';
import { sentFrom, sentOf, valueOf, type Sent } from '../forms/values.ts';
import { csrfField, table, textOf, type Html } from '../html.ts';
import { pagesOf } from '../paging.ts';
import type { View, ViewEnv } from '../view.ts';
import { documentFields, history, stateChip } from './document.ts';
import { commandTitle, hrefOf } from './words.ts';

export function thingPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.get('/:stage/:collection', (c) => listPage(c, console));
  app.get('/:stage/:collection/new', (c) => formPage(c, console, undefined));
  app.post('/:stage/:collection/new', (c) => take(c, console, undefined));
  app.get('/:stage/:collection/:id', (c) => thingPage(c, console));
  app.get('/:stage/:collection/:id/:command', (c) => formPage(c, console, c.req.param('id')));
  app.post('/:stage/:collection/:id/:command', (c) => take(c, console, c.req.param('id')));
  return app;
}

interface Place {
  readonly stage: Stage;
  readonly collection: string;
  readonly life: LifeName;
}

function placeIn(c: Context<ViewEnv>): Place | undefined {
  const { stage = '', collection = '' } = c.req.param() as Readonly<Record<string, string>>;
  if (!Object.hasOwn(collections, collection) || !Object.hasOwn(stageCommands, stage)) return undefined;
  if (!Object.hasOwn(stageCommands[stage as Stage], collection)) return undefined;
  return { stage: stage as Stage, collection, life: lifeOf(collection) };
}

async function listPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const place = placeIn(c);
  if (!place) return showNothing(c);
  const { view, caller, api } = readerOf(c, console);
  const after = c.req.query('after');
  const cursor = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
  const answer = await api.call(`/${place.stage}/${place.collection}${cursor}`);
  if (!answer.ok) return showRefused(c, answer);
  const { title } = lives[place.life];
  const opening = openingsOf(caller).find(({ collection }) => collection === place.collection);
  const begin = opening
    ? html`<p>
        <a class="button" href="/desk/${opening.stage}/${place.collection}/new"
          >${view.t({ zh: '发起', en: 'Begin one' })}</a
        >
      </p>`
    : html``;
  const { items, next } = answer.value as { readonly items: readonly Json[]; readonly next?: string };
  const body = html`${begin}${thingTable(view, place.life, items)}
  ${pagesOf(view, { next, isFirst: after === undefined })}`;
  return show(c, { title, stage: place.stage, body });
}

/** What there is of a life, newest act first. */
export function thingTable(view: View, life: LifeName, items: readonly Json[]): Html {
  return table(view, {
    caption: view.t(lives[life].title),
    head: [view.t({ zh: '编号', en: 'id' }), view.t({ zh: '内容', en: 'what' }), view.t({ zh: '状态', en: 'state' })],
    rows: items.map((doc) => {
      const id = textOf(doc['id']);
      return [
        html`<a href="${hrefOf(life, id)}">${id}</a>`,
        summaryOf(view, doc),
        stateChip(view, life, textOf(doc['state'])),
      ];
    }),
  });
}

/** The first of its fields that says what it is about. */
function summaryOf(view: View, doc: Json): string {
  const inside = [doc, ...['request', 'content', 'product', 'entry', 'materials', 'clauses'].map((name) => doc[name])];
  for (const one of inside) {
    if (typeof one !== 'object' || one === null) continue;
    for (const name of ['title', 'name', 'scenario', 'purpose', 'statement', 'reason']) {
      const said = (one as Json)[name];
      if (typeof said === 'string') return said;
      if (typeof said === 'object' && said !== null && 'zh' in said) return view.t(said as { zh: string; en: string });
      if (typeof said === 'object' && said !== null && 'title' in said) return textOf(said.title);
    }
  }
  return '';
}

async function thingPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const place = placeIn(c);
  if (!place) return showNothing(c);
  const reader = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const answer = await reader.api.call(`/${place.stage}/${place.collection}/${encodeURIComponent(id)}`);
  if (!answer.ok) return showRefused(c, answer);
  const { view } = reader;
  const body = html`<p>${stateChip(view, place.life, textOf(answer.value['state']))} <code>${id}</code></p>
    ${commandLinks(view, offersOf(console.office, place.life, id, reader.caller), id)}
    ${documentFields(view, answer.value)}
    <h2>${view.t({ zh: '办理过程', en: 'History' })}</h2>
    ${history(view, place.life, answer.value)}`;
  return show(c, { title: lives[place.life].title, stage: place.stage, body });
}

/** What the reader may do with a thing now. */
export function commandLinks(view: View, offers: readonly Offer[], id: string): Html {
  if (offers.length === 0) return html``;
  return html`<ul class="actions">
    ${offers.map(
      ({ stage, collection, command }) =>
        html`<li>
          <a class="button" href="/desk/${stage}/${collection}/${encodeURIComponent(id)}/${command}"
            >${commandTitle(view, command)}</a
          >
        </li>`,
    )}
  </ul>`;
}

interface Form {
  readonly place: Place;
  readonly id: string | undefined;
  readonly command: string;
  readonly sent: Sent;
  readonly refusals?: readonly Refusal[];
}

async function formPage(c: Context<ViewEnv>, console: Console, id: string | undefined): Promise<Response> {
  const reader = readerOf(c, console);
  const found = formOf(c, console, { reader, id });
  if (!found) return showNothing(c);
  const schema = schemaOf(found.place.life, found.command);
  const doc =
    id === undefined
      ? undefined
      : await reader.api.call(`/${found.place.stage}/${found.place.collection}/${encodeURIComponent(id)}`);
  const sent = doc?.ok ? sentFrom(schema, doc.value) : new Map();
  return showForm(c, { ...found, sent });
}

/** The form of a command that the reader may give; undefined for others. */
function formOf(
  c: Context<ViewEnv>,
  { office }: Console,
  { reader: { caller }, id }: { readonly reader: Reader; readonly id: string | undefined },
): Omit<Form, 'sent'> | undefined {
  const place = placeIn(c);
  if (!place) return undefined;
  const offers = id === undefined ? openingsOf(caller) : offersOf(office, place.life, id, caller);
  const asked = c.req.param('command');
  const offer = offers.find(
    ({ stage, collection, command }) =>
      stage === place.stage && collection === place.collection && (asked ?? command) === command,
  );
  return offer && { place, id, command: offer.command };
}

function showForm(c: Context<ViewEnv>, { place, id, command, sent, refusals }: Form): Promise<Response> {
  const view = c.get('view');
  const says = commandTitle(view, command);
  const life = view.t(lives[place.life].title);
  const body = html`${refusals ? refused(view, refusals) : ''}
    <p>${life} ${id === undefined ? '' : html`<a href="${hrefOf(place.life, id)}">${id}</a>`}</p>
    <form method="post" class="command">
      ${csrfField(view)} ${fields(view, schemaOf(place.life, command), sent)}
      <p><button class="button">${says}</button></p>
    </form>`;
  const status = refusals ? 422 : 200;
  return show(c, { title: { zh: `${life}:${says}`, en: `${says}: ${life}` }, stage: place.stage, body }, status);
}

/** A command from a form; what is refused comes back with everything that was filled in. */
async function take(c: Context<ViewEnv>, console: Console, id: string | undefined): Promise<Response> {
  const reader = readerOf(c, console);
  const found = formOf(c, console, { reader, id });
  if (!found) return showNothing(c);
  const sent = sentOf(await c.req.formData());
  if (sent.has('_more')) return showForm(c, { ...found, sent });
  const { stage, collection, life } = found.place;
  const body = valueOf(schemaOf(life, found.command), sent, '') ?? {};
  const path =
    id === undefined ? `/${stage}/${collection}` : `/${stage}/${collection}/${encodeURIComponent(id)}/${found.command}`;
  const done = await reader.api.call(path, body);
  if (!done.ok) return showForm(c, { ...found, sent, refusals: done.refusals });
  return c.redirect(hrefOf(life, textOf(done.value['id'] ?? id)), 303);
}
