/** What the routes of the sign-in desk have in common: whose session, from which address, and where to go next. */
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import { refuse, type Refusal, type RefusalCode } from '#policies/refusal.ts';
import { showRefused, viewOf } from '../console/console.ts';
import type { View, ViewEnv } from '../console/view.ts';
import { csrfOf } from './csrf.ts';
import type { Desk } from './desk.ts';
import { requireOwnForm, requireOwnOrigin } from './own-form.ts';
import type { Session } from './sessions.ts';

/** The connection, where the request came over one. */
interface Connected {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
}

/** What somebody typed: texts of a reasonable length. */
export async function textsOf<Name extends string>(
  c: Context<ViewEnv>,
  ...names: readonly Name[]
): Promise<Readonly<Record<Name, string>>> {
  const form = await c.req.formData().catch(() => new FormData());
  const text = z.string().max(1_000).catch('');
  return Object.fromEntries(names.map((name) => [name, text.parse(form.get(name))])) as Record<Name, string>;
}

/** A path of this site, or its front. */
export function localPath(text: string | undefined): string {
  return text !== undefined && /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(text) ? text : '/';
}

/** Refuses with a page, and keeps that it did. */
export function turnAway(c: Context<ViewEnv>, desk: Desk, code: RefusalCode, detail: string): Promise<Response> {
  const person = viewOf(c).viewer?.person ?? '-';
  desk.denied.note({ person, operation: `${c.req.method} ${c.req.path.replace(/\/tok-[^/]*/, '/:id')}`, code });
  const no = refuse(code, detail);
  if (no.ok) throw new Error('a refusal that accepts');
  return showRefused(c, no);
}

/** So many attempts from one address; whoever it says it is. */
export function paceOf(desk: Desk) {
  return createMiddleware<ViewEnv>(async (c, next) => {
    if (c.req.method !== 'POST') return next();
    const wait = desk.addresses.take(addressOf(c, desk));
    if (wait === undefined) return next();
    c.header('retry-after', String(wait));
    return turnAway(c, desk, 'E_RATE', `Cannot sign in: must be tried less often; wait ${wait} seconds`);
  });
}

/** Before there is a session: the browser says where the form comes from. */
export function ownOrigin(desk: Desk) {
  return createMiddleware<ViewEnv>(async (c, next) => {
    const own = c.req.method === 'POST' ? requireOwnOrigin(c.req) : undefined;
    if (own && !own.ok) return turnAway(c, desk, 'E_CSRF', own.refusals[0].detail);
    await next();
    return undefined;
  });
}

/** What is done with the session of a request. */
export type OfSession = (c: Context<ViewEnv>, session: Session) => Response | Promise<Response>;

/**
 * With a session, and with what its page knows.
 *
 * @param when `signed in`, or already between password and second factor
 */
export function withSession(desk: Desk, when: 'signed in' | 'enrolling', handle: OfSession) {
  return async (c: Context<ViewEnv>): Promise<Response> => {
    const session = await desk.sessions.read(c.req.raw.headers);
    if (!session || !isAt(desk, session, when)) return c.redirect('/account/sign-in?back=%2Faccount', 303);
    const own = c.req.method === 'POST' ? await requireOwnForm(c.req, session.session) : undefined;
    if (own && !own.ok) return turnAway(c, desk, 'E_CSRF', own.refusals[0].detail);
    c.set('signedIn', session.person);
    return handle(c, session);
  };
}

function isAt(desk: Desk, session: Session, when: 'signed in' | 'enrolling'): boolean {
  if (when === 'signed in') return desk.callerOf(session) !== undefined;
  return session.secondAt === undefined && desk.standing(session.person) !== undefined;
}

/** A view whose forms belong to `session`, also before anybody is signed in. */
export function viewFor(c: Context<ViewEnv>, { session }: Pick<Session, 'session'>): View {
  return { ...viewOf(c), csrf: csrfOf(session) };
}

export function refusalsOf(code: RefusalCode, detail: string): readonly Refusal[] {
  return [{ code, detail }];
}

function addressOf(c: Context<ViewEnv>, { rules }: Desk): string {
  const said = rules.trustForwarded ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const connected = c.env as Connected | undefined;
  return said ?? connected?.incoming?.socket?.remoteAddress ?? '-';
}
