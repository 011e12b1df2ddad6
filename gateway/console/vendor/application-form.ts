/** The form of an application, new or edited: drafts it, submits it if asked, and gives back what was filled in where it is refused. */
import type { Context } from 'hono';
import type { Refusal } from '#policies/refusal.ts';
import { readerOf, show, showNothing, showRefused, type Console, type Reader } from '../console.ts';
import { schemaOf } from '../forms/schema.ts';
import { sentFrom, sentOf, valueOf, type Sent } from '../forms/values.ts';
import { textOf } from '../html.ts';
import type { ViewEnv } from '../view.ts';
import { usualTerm, withDays, withMoments } from './terms.ts';
import { wizardPage, wizardTitle } from './wizard.ts';

export function newApplication(c: Context<ViewEnv>, console: Console): Promise<Response> {
  return showForm(c, readerOf(c, console), { sent: usualTerm(Date.parse(console.office.clock())) });
}

export async function editedApplication(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const id = c.req.param('id') ?? '';
  const found = await reader.api.call(`/propose/applications/${encodeURIComponent(id)}`);
  if (!found.ok) return showNothing(c);
  return showForm(c, reader, { id, sent: withDays(sentFrom(schemaOf('application', 'edit'), found.value)) });
}

interface Form {
  readonly id?: string;
  readonly sent: Sent;
  readonly refusals?: readonly Refusal[];
}

function showForm(c: Context<ViewEnv>, { view }: Reader, { id, sent, refusals }: Form): Promise<Response> {
  const body = wizardPage(view, { sent, ...(id !== undefined && { id }), ...(refusals && { refusals }) });
  return show(c, { title: wizardTitle, stage: 'propose', body }, refusals ? 422 : 200);
}

export async function takeApplication(c: Context<ViewEnv>, console: Console): Promise<Response> {
  const reader = readerOf(c, console);
  const id = c.req.param('id');
  const sent = sentOf(await c.req.formData());
  const shown = { sent, ...(id !== undefined && { id }) };
  if (sent.has('_more')) return showForm(c, reader, shown);
  const body = valueOf(schemaOf('application', id === undefined ? 'draft' : 'edit'), withMoments(sent), '') ?? {};
  const path = id === undefined ? '/propose/applications' : `/propose/applications/${encodeURIComponent(id)}/edit`;
  const done = await reader.api.call(path, body);
  if (!done.ok) return showForm(c, reader, { ...shown, refusals: done.refusals });
  const drafted = encodeURIComponent(id ?? textOf(done.value['id']));
  if (sent.get('do')?.[0] === 'submit') {
    const submitted = await reader.api.call(`/propose/applications/${drafted}/submit`, {});
    // The draft is kept: what keeps it from being submitted is said on its own page's terms.
    if (!submitted.ok) return showRefused(c, submitted);
  }
  return c.redirect(`/desk/propose/applications/${drafted}`, 303);
}
