/** What the API has of the sign-in desk: inviting somebody, and what was refused to whom. */
import { Hono } from 'hono';
import { z } from 'zod';
import { supervising } from '#policies/procedure/roles.ts';
import { refuse } from '#policies/refusal.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from '../stages/caller.ts';
import { actorOf } from '../stages/life-routes.ts';
import { parseBody } from '../stages/parse-body.ts';
import { invite } from './invitations.ts';
import { accountIdOf } from '#policies/procedure/cases/account.ts';
import { deniedSpan, type Denied } from './denied.ts';

export const invitationDays = z.strictObject({ days: z.int().min(1).max(14).optional() });

/** Below `/api/v1/audit`. */
export function deskOperations(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/accounts/:id/invitation', async (c) => {
    const body = await parseBody(c, invitationDays);
    if (!body.ok) return respond(c, body);
    const person = c.req.param('id').slice(accountIdOf('').length);
    const actor = actorOf(c.get('caller'));
    const made = await invite(office, person, { actor, days: body.value.days ?? 3 });
    return respond(c, made, made.ok ? { status: 201 } : {});
  });
  return app;
}

/** Where nobody signs in, nothing was refused to anybody who tried. */
export function deniedRoutes(denied: Denied | undefined): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/denied', (c) => {
    const { role } = c.get('caller');
    if (role !== 'operator' && !supervising.includes(role))
      return respond(
        c,
        refuse('E_ROLE', `Cannot read what was refused: must be the operator or a supervising body; got ${role}`),
      );
    const asked = deniedSpan.safeParse(c.req.query());
    if (!asked.success)
      return respond(c, refuse('E_INPUT', `Cannot read the request: ${z.prettifyError(asked.error)}`));
    return c.json({ items: denied?.list(asked.data) ?? [] });
  });
  return app;
}
