/** Pages of the desks: for who has signed in, and changed by no other site's form. */
import { createMiddleware } from 'hono/factory';
import { changes, requireOwnForm as requireOwnFormOf } from '../accounts/own-form.ts';
import { showRefused, viewOf } from './console.ts';
import type { ViewEnv } from './view.ts';

/** Sends who has not signed in there, and back afterwards. */
export const requireViewer = createMiddleware<ViewEnv>(async (c, next) => {
  const { viewer, path } = viewOf(c);
  if (!viewer) return c.redirect(`/account/sign-in?back=${encodeURIComponent(path)}`, 303);
  await next();
  return undefined;
});

/** A form of a session must come from a page of ours. Tokens are sent by programs, which no site can make send them. */
export const requireOwnForm = createMiddleware<ViewEnv>(async (c, next) => {
  const session = viewOf(c).viewer?.session;
  const own = changes(c.req) && session !== undefined ? await requireOwnFormOf(c.req, session) : undefined;
  if (own?.ok === false) return showRefused(c, own);
  await next();
  return undefined;
});
