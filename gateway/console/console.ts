/** What every page of the console works with. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import type { Client } from '../client.ts';
import type { Office } from '../office.ts';
import { statusOf } from '../status.ts';
import type { Ask } from './ask.ts';
import { page, type Page } from './frame.ts';
import { refused } from './forms/refused.ts';
import type { View, ViewEnv } from './view.ts';

export interface Console {
  readonly office: Office;
  /** The API in the name of a caller. Pages that tell of more than is public ask through it. */
  readonly ask: Ask;
}

/** Who is before a page that needs somebody, with the API in his name. */
export interface Reader {
  readonly view: View;
  readonly caller: Caller;
  readonly api: Client;
}

export function viewOf(c: Context<ViewEnv>): View {
  return c.get('view');
}

/** @throws Error where `requireViewer` has not let somebody through */
export function readerOf(c: Context<ViewEnv>, { ask }: Console): Reader {
  const view = viewOf(c);
  if (!view.viewer) throw new Error('a page of a desk without a viewer');
  return { view, caller: view.viewer, api: ask(view.viewer) };
}

/** Answers with a page. */
export async function show(c: Context<ViewEnv>, spec: Page, status: ContentfulStatusCode = 200): Promise<Response> {
  return c.html(await page(viewOf(c), spec), status);
}

type Refused = Extract<Outcome<never>, { readonly ok: false }>;

/** Answers with a page that says why not. */
export function showRefused(c: Context<ViewEnv>, { refusals }: Refused): Promise<Response> {
  const title = { zh: '未能办理', en: 'Refused' };
  return show(c, { title, body: refused(viewOf(c), refusals) }, statusOf[refusals[0].code]);
}

export function showNothing(c: Context<ViewEnv>): Promise<Response> {
  const { path } = viewOf(c);
  return showRefused(c, refuse('E_NOT_FOUND', `Cannot show ${path}: there is nothing here for you`) as Refused);
}
