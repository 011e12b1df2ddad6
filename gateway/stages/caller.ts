/** The caller of a request: who, from the bearer token. Everything but the public pages needs one. */
import { createMiddleware } from 'hono/factory';
import { refuse } from '#policies/refusal.ts';
import type { Account, Accounts } from '../accounts.ts';
import { respond } from '../respond.ts';

export interface CallerEnv {
  Variables: { caller: Account };
}

export function requireCaller(accounts: Accounts) {
  return createMiddleware<CallerEnv>(async (c, next) => {
    const [scheme, token] = (c.req.header('authorization') ?? '').split(' ');
    const caller = scheme === 'Bearer' && token ? accounts.byToken(token) : undefined;
    if (!caller) return respond(c, refuse('E_AUTH', 'Cannot answer: must be sent with the token of an account'));
    c.set('caller', caller);
    await next();
    return undefined;
  });
}
