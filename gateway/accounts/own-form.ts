/** Whether a request that changes something comes from a page of ours: by what the browser says of its origin, and by what only the page knows. */
import type { HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { respond } from '../respond.ts';
import { csrfField, csrfHeader, isCsrf } from './csrf.ts';

export function changes({ method }: Pick<HonoRequest, 'method'>): boolean {
  return method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';
}

/**
 * Not sent by another site. Browsers of today say so themselves; what is neither said nor sent with an origin is no browser's. Pages that
 * send no referrer send the origin `null` with their forms, so it counts only where nothing better is said.
 */
export function requireOwnOrigin(request: HonoRequest): Outcome<void> {
  const site = request.header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' ? accept(undefined) : foreign(site);
  const origin = request.header('origin');
  if (origin === undefined) return accept(undefined);
  const host = request.header('host') ?? new URL(request.url).host;
  return URL.parse(origin)?.host === host ? accept(undefined) : foreign('another origin');
}

/** Of a session: also what our page has. @param session `Caller.session` */
export async function requireOwnForm(request: HonoRequest, session: string): Promise<Outcome<void>> {
  const origin = requireOwnOrigin(request);
  if (!origin.ok) return origin;
  const given = request.header(csrfHeader) ?? (await fieldOf(request));
  if (isCsrf(session, given)) return accept(undefined);
  return refuse('E_CSRF', 'Cannot take the request: must carry what the page of this session has; got something else');
}

/** For whatever changes without a session yet: signing in. */
export const ownOriginOnly = createMiddleware(async (c, next) => {
  const origin = changes(c.req) ? requireOwnOrigin(c.req) : accept(undefined);
  if (!origin.ok) return respond(c, origin);
  await next();
  return undefined;
});

async function fieldOf(request: HonoRequest): Promise<string | undefined> {
  const type = request.header('content-type') ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded') && !type.startsWith('multipart/form-data'))
    return undefined;
  const form = await request.formData().catch(() => undefined);
  const value = form?.get(csrfField);
  return typeof value === 'string' ? value : undefined;
}

function foreign(got: string): Outcome<never> {
  return refuse('E_CSRF', `Cannot take the request: must come from a page of this site; got ${got}`);
}
