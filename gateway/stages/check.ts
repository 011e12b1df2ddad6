/** Stage *check*: assembling an export, and the operator's look at a quarantined result, which stands in the record before it happens. */
import { Hono } from 'hono';
import { z } from 'zod';
import { refuse, type Outcome } from '#policies/refusal.ts';
import { prose } from '#policies/procedure/fields.ts';
import type { Actor } from '#policies/procedure/life.ts';
import type { Role } from '#policies/procedure/roles.ts';
import type { Revealed } from '#sandbox/door.ts';
import { revealDecision } from '../decisions/reveal.ts';
import { denialLines, resetBody, resetDenials } from '../denials.ts';
import { exceptionsOf } from '../exceptions.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { evidenceRoutes } from './check-evidence.ts';
import { checkPages } from './checks.ts';
import { actorOf, lifeRoutes } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

/** Who reads the monthly report. */
export const reporting: readonly Role[] = ['operator', 'data_agency', 'competent_authority', 'regulator'];
export const monthly = z.object({ month: z.string().regex(/^\d{4}-\d{2}$/) });
export const why = z.strictObject({ reason: prose });

export function checkRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/runs/:id/reveal', async (c) => {
    // What is passed on is kept nowhere, and in no browser either.
    c.header('cache-control', 'no-store');
    const body = await parseBody(c, why);
    if (!body.ok) return respond(c, body);
    return respond(
      c,
      await reveal(office, { run: c.req.param('id'), actor: actorOf(c.get('caller')), reason: body.value.reason }),
    );
  });
  app.get('/exceptions', (c) => {
    const asked = monthly.safeParse(c.req.query());
    if (!asked.success) return respond(c, refuse('E_INPUT', 'Cannot list exceptions: must name a month as 2026-03'));
    const { role } = c.get('caller');
    if (!reporting.includes(role))
      return respond(
        c,
        refuse('E_ROLE', `Cannot list exceptions: must be the operator or a supervising body; got ${role}`),
      );
    return c.json({ items: exceptionsOf(office.record.read, asked.data.month) });
  });
  app.get('/denials', (c) => {
    const { role } = c.get('caller');
    if (!reporting.includes(role))
      return respond(
        c,
        refuse('E_ROLE', `Cannot list denials: must be the operator or a supervising body; got ${role}`),
      );
    return c.json({ items: denialLines(office.record.read, office.clock()) });
  });
  app.post('/denials/reset', async (c) => {
    const body = await parseBody(c, resetBody);
    return respond(c, body.ok ? await resetDenials(office, actorOf(c.get('caller')), body.value) : body);
  });
  app.route('/', evidenceRoutes(office));
  app.route('/', checkPages(office, ['export']));
  app.route('/', lifeRoutes(office, 'check'));
  return app;
}

interface Look {
  readonly run: string;
  readonly actor: Actor;
  readonly reason: string;
}

/** Passes the values on and keeps nothing. @see architecture.md invariant 11 */
async function reveal(office: Office, { run, actor, reason }: Look): Promise<Outcome<Revealed>> {
  const { record, clock, domain } = office;
  const asked = await record.commit(revealDecision, { run, reason }, { actor, now: clock() });
  if (!asked.ok) return asked;
  const permit = await record.permit(asked.value.entries[0]?.seq ?? -1);
  return permit.ok ? domain.reveal({ permit: permit.value, run }) : permit;
}
