/** The operator's desk: vendors, applications, programs, filing, the stop, exceptions and denials. Others at these addresses get their own pages. */
import { Hono, type Context, type Next } from 'hono';
import type { Application } from '#policies/procedure/application.ts';
import type { Export } from '#policies/procedure/export-doc.ts';
import type { Program, Text } from '#policies/procedure/program-doc.ts';
import type { Registration } from '#policies/procedure/registration.ts';
import type { Role } from '#policies/procedure/roles.ts';
import type { Outcome, Refusal } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import { offersOf } from '../../access/offers.ts';
import type { CheckList } from '../../checks.ts';
import type { Client, Json } from '../../client.ts';
import type { ReportedException } from '../../exceptions.ts';
import { readerOf, show, showRefused, type Console } from '../console.ts';
import { sentOf, type Sent } from '../forms/values.ts';
import { checklistFrom } from '../review/checklist-form.ts';
import { reviewing } from '../review/examined.ts';
import type { ViewEnv } from '../view.ts';
import { applicationCheck } from './application.ts';
import { denialsPage, exceptionsPage, filingPage } from './lists.ts';
import { programReview } from './program.ts';
import { stopPage } from './stop.ts';
import { vendorCheck } from './vendor.ts';

type Page = (c: Context<ViewEnv>, console: Console) => Promise<Response>;

const hands: readonly Role[] = ['operator', 'data_agency', 'regulator', 'competent_authority'];

export function operatorPages(console: Console): Hono<ViewEnv> {
  const app = new Hono<ViewEnv>();
  const at = (roles: readonly Role[], answer: Page) => async (c: Context<ViewEnv>, next: Next) => {
    const role = c.get('view').viewer?.role;
    if (role === undefined || !roles.includes(role)) return next();
    c.header('cache-control', 'no-store');
    return answer(c, console);
  };
  for (const stage of ['propose', 'review']) {
    app.get(`/${stage}/registrations/:id`, at(reviewing, vendorPage));
    app.get(`/${stage}/applications/:id`, at(reviewing, applicationPage));
    app.get(`/${stage}/programs/:id`, at(reviewing, programPage));
  }
  app.get('/review/applications/:id/forward', at(reviewing, applicationPage));
  app.get('/review/programs/:id/approve', at(reviewing, programPage));
  app.post('/review/applications/:id/forward', at(reviewing, forward));
  app.post('/review/programs/:id/approve', at(reviewing, approve));
  app.get('/audit/emergency-stops', at(hands, stops));
  app.get('/filing', at(reviewing, filing));
  app.get('/exceptions', at(reviewing, exceptions));
  app.get('/denials', at(reviewing, denials));
  app.post('/denials', at(reviewing, resetDenials));
  return app;
}

interface Returned {
  readonly sent: Sent;
  readonly refusals: readonly Refusal[];
}

async function vendorPage(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const { view, api, caller } = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await api.call(`/review/registrations/${encodeURIComponent(id)}`);
  if (!found.ok) return showRefused(c, found);
  const doc = found.value as unknown as Registration;
  const [denied, agreements, exports] = await Promise.all([
    api.call('/check/denials'),
    api.all('/review/agreements'),
    api.all('/check/exports'),
  ]);
  const own = (items: readonly Json[]) => items.filter(({ vendor }) => vendor === doc.vendor);
  const body = vendorCheck(view, {
    doc,
    offers: offersOf(console.office, 'registration', id, caller),
    denials: own(itemsOf(denied)),
    agreements: own(agreements.ok ? agreements.value : []),
    exports: own(exports.ok ? exports.value : []),
    now: console.office.clock(),
  });
  const { name } = doc.materials;
  return show(c, { title: { zh: `数据商核查:${name}`, en: `Vendor: ${name}` }, stage: 'review', body });
}

async function applicationPage(c: Context<ViewEnv>, console: Console, returned?: Returned): Promise<Response> {
  const { view, api, caller } = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await api.call(`/review/applications/${encodeURIComponent(id)}`);
  if (!found.ok) return showRefused(c, found);
  const doc = found.value as unknown as Application;
  const checks = await checksOf(api, `/review/applications/${id}`);
  const offers = offersOf(console.office, 'application', id, caller);
  const body = applicationCheck(view, { doc, checks, offers, returned });
  const { title } = doc.request.scenario;
  const head = { zh: `使用申请核查:${title}`, en: `Check of the application: ${title}` };
  return show(c, { title: head, stage: 'review', body, wide: true }, returned ? 422 : 200);
}

async function checksOf(api: Client, path: string): Promise<CheckList | undefined> {
  const found = await api.call(`${path}/checks`);
  return found.ok ? (found.value as unknown as CheckList) : undefined;
}

async function programPage(c: Context<ViewEnv>, console: Console, returned?: Returned): Promise<Response> {
  const { view, api, caller } = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await api.call(`/review/programs/${encodeURIComponent(id)}`);
  if (!found.ok) return showRefused(c, found);
  const program = found.value as unknown as Program;
  const [checks, before, findings, simulation] = await Promise.all([
    checksOf(api, `/review/programs/${id}`),
    api.call(`/check/programs/${id}/before`),
    api.call(`/check/programs/${id}/findings`),
    api.call(`/check/programs/${id}/simulation`),
  ]);
  const body = programReview(view, {
    program,
    checks,
    before: before.ok ? ((before.value['text'] as Text | null) ?? undefined) : undefined,
    findings: program.content.script && findings.ok ? (findings.value['findings'] as readonly Refusal[]) : undefined,
    simulation: simulation.ok ? (simulation.value as unknown as Simulation) : simulation.refusals,
    offers: offersOf(console.office, 'program', id, caller),
    returned,
  });
  const { title } = program.content;
  const head = { zh: `程序核查:${title}`, en: `Program review: ${title}` };
  return show(c, { title: head, stage: 'review', body, wide: true }, returned ? 422 : 200);
}

async function forward(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const sent = sentOf(await c.req.formData());
  const path = `/review/applications/${encodeURIComponent(c.req.param('id') ?? '')}`;
  const done = await readerOf(c, console).api.call(`${path}/forward`, { checklist: checklistFrom(sent) });
  if (!done.ok) return applicationPage(c, console, { sent, refusals: done.refusals });
  return c.redirect(`/desk${path}`, 303);
}

async function approve(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const sent = sentOf(await c.req.formData());
  const path = `/review/programs/${encodeURIComponent(c.req.param('id') ?? '')}`;
  const many = sent.get('combinations')?.[0]?.trim() ?? '';
  const body = {
    hash: sent.get('hash')?.[0] ?? '',
    checklist: checklistFrom(sent),
    ...(many !== '' && { combinations: Number(many) }),
  };
  const done = await readerOf(c, console).api.call(`${path}/approve`, body);
  if (!done.ok) return programPage(c, console, { sent, refusals: done.refusals });
  return c.redirect(`/desk${path}`, 303);
}

async function stops(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const found = await reader.api.all('/audit/emergency-stops');
  if (!found.ok) return showRefused(c, found);
  const body = stopPage(console.office, reader, found.value);
  return show(c, { title: { zh: '紧急停止', en: 'Emergency stop' }, stage: 'audit', body });
}

async function filing(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const { view, api } = readerOf(c, console);
  const found = await api.all('/check/exports?state=passed,filing_submitted,filing_returned,filed');
  if (!found.ok) return showRefused(c, found);
  const body = filingPage(view, found.value as unknown as readonly Export[]);
  return show(c, { title: { zh: '备案报送', en: 'Filing' }, stage: 'export', body });
}

/** The month of the city's clock where none is asked for. */
async function exceptions(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const { view, api } = readerOf(c, console);
  const month = c.req.query('month') ?? console.office.clock().slice(0, 7);
  const found = await api.call(`/check/exceptions?month=${encodeURIComponent(month)}`);
  if (!found.ok) return showRefused(c, found);
  const body = exceptionsPage(view, month, found.value['items'] as readonly ReportedException[]);
  return show(c, { title: { zh: '当月例外', en: 'Exceptions of the month' }, stage: 'check', body, wide: true });
}

async function denials(c: Context<ViewEnv>, console: Console, returned?: Returned): Promise<Response> {
  const { view, api, caller } = readerOf(c, console);
  const found = await api.call('/check/denials');
  if (!found.ok) return showRefused(c, found);
  const body = denialsPage(view, { items: itemsOf(found), mayReset: caller.role === 'operator', returned });
  return show(c, { title: { zh: '拒绝额度', en: 'Denials' }, stage: 'check', body }, returned ? 422 : 200);
}

async function resetDenials(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const sent = sentOf(await c.req.formData());
  const body = Object.fromEntries(['vendor', 'entry', 'reason'].map((name) => [name, sent.get(name)?.[0] ?? '']));
  const done = await readerOf(c, console).api.call('/check/denials/reset', body);
  return done.ok ? c.redirect('/desk/denials', 303) : denials(c, console, { sent, refusals: done.refusals });
}

function itemsOf(answer: Outcome<Json>): readonly Json[] {
  return answer.ok ? (answer.value['items'] as readonly Json[]) : [];
}
