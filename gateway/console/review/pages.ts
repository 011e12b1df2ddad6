/** The release review at the address of an export, for those who check and supervise; others get the page of their own desk there. */
import { Hono, type Context } from 'hono';
import type { Outcome } from '#policies/refusal.ts';
import { tabHref, tabTitles, type Tab, reviewHead } from './tabs.ts';
import type { Revealed } from '#sandbox/door.ts';
import { readerOf, show, showRefused, type Console } from '../console.ts';
import { sentOf, type Sent } from '../forms/values.ts';
import { refused } from '../forms/refused.ts';
import { html } from 'hono/html';
import type { Html } from '../html.ts';
import type { ViewEnv } from '../view.ts';
import type { CheckList } from '../../checks.ts';
import type { RelatedRelease } from '../../related-releases.ts';
import type { WhatIf } from '../../what-if.ts';
import { decisionTab, type Returned } from './decision-tab.ts';
import { evidenceOf, examine, reviewing, type Asked, type Examined } from './examined.ts';
import { exceptionFrom } from './exception-form.ts';
import { historyTab, type Tried } from './history-tab.ts';
import { manifestTab } from './manifest-tab.ts';
import { modelTab } from './model-tab.ts';
import { revealedPage } from './revealed.ts';
import { cellsOnPage, tableTab } from './table-tab.ts';
import { judgementFrom } from './vote-form.ts';

const path = '/check/exports/:id';

export function reviewPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  app.use(`${path}/*`, async (c, next) => {
    // What checkers see stays in no cache.
    if (isReviewer(c)) c.header('cache-control', 'no-store');
    await next();
  });
  const get = (place: string, answer: (c: Context<ViewEnv>, console: Console) => Promise<Response>) =>
    app.get(place, (c, next) => (isReviewer(c) ? answer(c, console) : next()));
  const post = (place: string, answer: (c: Context<ViewEnv>, console: Console) => Promise<Response>) =>
    app.post(place, (c, next) => (isReviewer(c) ? answer(c, console) : next()));
  get(path, tablePage);
  get(`${path}/history`, (c) => historyPage(c, console));
  get(`${path}/model`, modelPage);
  get(`${path}/decision`, (c) => decisionPage(c, console));
  get(`${path}/vote`, toDecision);
  get(`${path}/consolidate`, toDecision);
  get(`${path}/request_exception`, toDecision);
  get(`${path}/manifest`, (c) => manifestPage(c, console));
  post(`${path}/reveal`, reveal);
  post(`${path}/what-if`, tryChange);
  post(`${path}/vote`, (c) => judge(c, console, 'vote'));
  post(`${path}/consolidate`, (c) => judge(c, console, 'consolidate'));
  post(`${path}/request_exception`, (c) => judge(c, console, 'request_exception'));
  post(`${path}/release`, release);
  return app;
}

function isReviewer(c: Context<ViewEnv>): boolean {
  const role = c.get('view').viewer?.role;
  return role !== undefined && reviewing.includes(role);
}

function idOf(c: Context<ViewEnv>): string {
  return c.req.param('id') ?? '';
}

function examined(c: Context<ViewEnv>, console: Console): Promise<Outcome<Examined>> {
  return examine(console, readerOf(c, console), idOf(c));
}

interface Part {
  readonly tab: Tab;
  readonly body: Html;
  readonly run?: string;
  readonly status?: 200 | 422;
}

function showTab(c: Context<ViewEnv>, on: Examined, { tab, body, run, status = 200 }: Part): Promise<Response> {
  const { title } = on.doc.product;
  const part = tabTitles[tab];
  const head = { zh: `出域核查:${title} · ${part.zh}`, en: `Release review: ${title} · ${part.en}` };
  const whole = html`${reviewHead(on, tab, run)} ${body}`;
  return show(c, { title: head, stage: 'check', body: whole, wide: true }, status);
}

async function tablePage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const on = await examined(c, console);
  if (!on.ok) return showRefused(c, on);
  const { run, from, only, cell } = c.req.query();
  const asked: Asked = { run, from, only, cell };
  const found = await evidenceOf(on.value, { ...asked, count: String(cellsOnPage) });
  if (!found.ok) return showTab(c, on.value, { tab: 'table', body: refused(on.value.view, found.refusals) });
  return showTab(c, on.value, { tab: 'table', body: tableTab(on.value, found.value, asked), run: found.value.run });
}

async function historyPage(c: Context<ViewEnv>, console: Console, tried?: Tried & { readonly run: string }) {
  const on = await examined(c, console);
  if (!on.ok) return showRefused(c, on);
  const found = await evidenceOf(on.value, { run: tried?.run ?? c.req.query('run'), count: '0' });
  if (!found.ok) return showTab(c, on.value, { tab: 'history', body: refused(on.value.view, found.refusals) });
  const { run } = found.value;
  const related = await on.value.api.call(`/check/runs/${run}/related`);
  const items = related.ok ? (related.value['items'] as readonly RelatedRelease[]) : [];
  const body = historyTab(on.value, { evidence: found.value, related: items, tried });
  return showTab(c, on.value, { tab: 'history', body, run, status: tried?.refusals ? 422 : 200 });
}

async function modelPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const on = await examined(c, console);
  if (!on.ok) return showRefused(c, on);
  const { api, view } = on.value;
  const found = await evidenceOf(on.value, { run: c.req.query('run'), count: '0' });
  if (!found.ok) return showTab(c, on.value, { tab: 'model', body: refused(view, found.refusals) });
  const run = await api.call(`/run/runs/${found.value.run}`);
  if (!run.ok) return showRefused(c, run);
  const program = await api.call(`/review/programs/${String(run.value['program'])}`);
  if (!program.ok) return showRefused(c, program);
  const body = modelTab(on.value, { evidence: found.value, run: run.value, program: program.value });
  return showTab(c, on.value, { tab: 'model', body, run: found.value.run });
}

async function toDecision(c: Context<ViewEnv>): Promise<Response> {
  return c.redirect(tabHref(idOf(c), 'decision'), 303);
}

async function decisionPage(c: Context<ViewEnv>, console: Console, returned?: Returned): Promise<Response> {
  const on = await examined(c, console);
  if (!on.ok) return showRefused(c, on);
  const checks = await on.value.api.call(`/check/exports/${idOf(c)}/checks`);
  if (!checks.ok) return showRefused(c, checks);
  const body = decisionTab(on.value, { checks: checks.value as unknown as CheckList, returned });
  return showTab(c, on.value, { tab: 'decision', body, status: returned ? 422 : 200 });
}

async function manifestPage(c: Context<ViewEnv>, console: Console, refusals?: Returned['refusals']): Promise<Response> {
  const on = await examined(c, console);
  if (!on.ok) return showRefused(c, on);
  const body = manifestTab(on.value, refusals);
  return showTab(c, on.value, { tab: 'manifest', body, status: refusals ? 422 : 200 });
}

async function sent(c: Context<ViewEnv>): Promise<Sent> {
  return sentOf(await c.req.formData());
}

/** A look is made for one answer: a page of its own, which is not come back to. */
async function reveal(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const form = await sent(c);
  const text = (name: string) => form.get(name)?.[0] ?? '';
  const { view, api } = readerOf(c, console);
  const [run, reason] = [text('run'), text('reason')];
  const found = await api.call(`/check/runs/${encodeURIComponent(run)}/reveal`, { reason });
  if (!found.ok) return showRefused(c, found);
  const from = Math.max(0, Math.trunc(Number(text('from')) || 0));
  const body = revealedPage(view, found.value as unknown as Revealed, { id: idOf(c), run, reason, from });
  return show(c, { title: { zh: `查看 ${run}`, en: `Look at ${run}` }, stage: 'check', body, wide: true });
}

async function tryChange(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const form = await sent(c);
  const [run = '', sql = ''] = [form.get('run')?.[0], form.get('sql')?.[0]];
  const { api } = readerOf(c, console);
  const found = await api.call(`/check/runs/${encodeURIComponent(run)}/what-if`, { sql });
  const tried = found.ok ? { found: found.value as unknown as WhatIf } : { refusals: found.refusals };
  return historyPage(c, console, { run, sql, ...tried });
}

async function judge(c: Context<ViewEnv>, console: Console, kind: Returned['kind']): Promise<Response> {
  const form = await sent(c);
  const { api } = readerOf(c, console);
  const body = kind === 'request_exception' ? exceptionFrom(form) : judgementFrom(form, kind);
  const done = await api.call(`/check/exports/${encodeURIComponent(idOf(c))}/${kind}`, body);
  if (!done.ok) return decisionPage(c, console, { kind, sent: form, refusals: done.refusals });
  return c.redirect(tabHref(idOf(c), 'decision'), 303);
}

async function release(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const { api } = readerOf(c, console);
  const done = await api.call(`/export/exports/${encodeURIComponent(idOf(c))}/release`, {});
  if (!done.ok) return manifestPage(c, console, done.refusals);
  return c.redirect(tabHref(idOf(c), 'manifest'), 303);
}
