/** The caller of a request: who, with which token, from which page, and how often. Everything but the public pages needs one. */
import type { HonoRequest } from 'hono';
import { createMiddleware } from 'hono/factory';
import { isInScope } from '#policies/procedure/cases/access-token.ts';
import type { Stage } from '#policies/procedure/life.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller, Identity } from '../accounts.ts';
import { changes, requireOwnForm } from '../accounts/own-form.ts';
import { respond } from '../respond.ts';
import { stages } from './collections.ts';

export interface CallerEnv {
  /** Not of the network: the console has told who is before it, and asks in his name. */
  Bindings: { readonly caller?: Caller };
  Variables: { caller: Caller };
}

export function requireCaller(identity: Identity) {
  return createMiddleware<CallerEnv>(async (c, next) => {
    const asked = c.env?.caller;
    const caller = asked ?? (await identity.identify(c.req.raw));
    if (!caller) return respond(c, refuse('E_AUTH', 'Cannot answer: must be sent with the token of an account'));
    c.set('caller', caller);
    const wait = asked ? undefined : identity.waitOf?.(caller);
    if (wait !== undefined) {
      c.header('retry-after', String(wait));
      return respond(c, refuse('E_RATE', `Cannot answer: must be asked less often; wait ${wait} seconds`));
    }
    // What the console asks, it has examined as it came in.
    const own = asked ? accept(undefined) : await requireOwn(c.req, caller);
    const scope = own.ok ? requireScope(c.req, caller) : own;
    if (!scope.ok) return respond(c, scope);
    await next();
    return undefined;
  });
}

async function requireOwn(request: HonoRequest, { session }: Caller): Promise<Outcome<void>> {
  return session !== undefined && changes(request) ? requireOwnForm(request, session) : accept(undefined);
}

function requireScope(request: HonoRequest, { scope }: Caller): Outcome<void> {
  const stage = stageOf(request.path);
  if (!scope || isInScope(scope, { stage, changes: changes(request) })) return accept(undefined);
  const may = `${scope.readOnly ? 'read' : 'use'} ${scope.stages.join(', ')}`;
  return refuse('E_TOKEN_SCOPE', `Cannot answer: must be within the scope of the token, which may ${may}`);
}

/** The log belongs to the audit. */
function stageOf(path: string): Stage | undefined {
  const [word] = path
    .replace(/^\/api\/v1/, '')
    .split('/')
    .slice(1);
  return word === 'log' ? 'audit' : stages.find((stage) => stage === word);
}
