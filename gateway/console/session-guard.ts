/** Pages of the desks: for who has signed in, and changed by no other site's form. */
import { createMiddleware } from 'hono/factory';
import { refuse } from '#policies/refusal.ts';
import { csrfField, csrfHeader, isCsrf } from '../accounts/csrf.ts';
import { showRefused, viewOf } from './console.ts';
import type { ViewEnv } from './view.ts';

/** Sends who has not signed in there, and back afterwards. */
export const requireViewer = createMiddleware<ViewEnv>(async (c, next) => {
  const { viewer, path } = viewOf(c);
  if (!viewer) return c.redirect(`/account/sign-in?back=${encodeURIComponent(path)}`, 303);
  await next();
  return undefined;
});

/** A form of a session must carry what only our pages can know. Tokens are sent by programs, which no site can make send them. */
export const requireOwnForm = createMiddleware<ViewEnv>(async (c, next) => {
  const session = viewOf(c).viewer?.session;
  if (c.req.method === 'GET' || c.req.method === 'HEAD' || session === undefined) return next();
  const field = (await c.req.formData().catch(() => undefined))?.get(csrfField);
  const given = c.req.header(csrfHeader) ?? (typeof field === 'string' ? field : '');
  if (isCsrf(session, given)) return next();
  const no = refuse('E_AUTH', 'Cannot take this form: must come from a page of this console that you have open');
  return no.ok ? next() : showRefused(c, no);
});
