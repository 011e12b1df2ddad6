/** The caller of a request. Everything but the public pages needs one. */
import { createMiddleware } from 'hono/factory';
import { refuse } from '#policies/refusal.ts';
import type { Caller, Identity } from '../accounts.ts';
import { respond } from '../respond.ts';

export interface CallerEnv {
  /** Not of the network: the console has told who is before it, and asks in his name. */
  Bindings: { readonly caller?: Caller };
  Variables: { caller: Caller };
}

export function requireCaller(identity: Identity) {
  return createMiddleware<CallerEnv>(async (c, next) => {
    const caller = c.env?.caller ?? (await identity.identify(c.req.raw));
    if (!caller) return respond(c, refuse('E_AUTH', 'Cannot answer: must be sent with the token of an account'));
    c.set('caller', caller);
    await next();
    return undefined;
  });
}
