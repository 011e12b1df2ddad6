/**
 * Stage *run*. A private run that its budgets cannot pay is refused before it is requested: nothing is ordered, none of the agreement's runs
 * is used, and the words follow from the log of requests alone. Between this look and the run others may spend; then the domain refuses.
 *
 * @see query-and-privacy.md §2.11
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { givenParameters } from '#policies/procedure/parameters.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { loadDoc } from '../load.ts';
import { learnTierFor } from '../perform-run.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { lifeRoutes } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

/** All else of a request is judged by the life. */
const named = z.looseObject({ program: z.string().optional(), hash: z.string().optional(), parameters: z.unknown() });

export function runRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/runs', async (c, next) => {
    const body = await parseBody(c, named);
    if (body.ok) await learnTierFor(office, body.value.program);
    const payable = body.ok ? await requirePayable(office, body.value, c.get('caller')) : accept(undefined);
    if (!payable.ok) return respond(c, payable);
    await next();
    return undefined;
  });
  app.route('/', lifeRoutes(office, 'run'));
  return app;
}

/** Asks for the vendor's own approved text only; whatever is wrong with another request, the life says. */
async function requirePayable(
  { record: { read }, domain }: Office,
  { program: id, hash, parameters: values }: z.output<typeof named>,
  caller: Caller,
): Promise<Outcome<unknown>> {
  const program = loadDoc(read, 'program', id);
  if (program?.vendor !== caller.org || program.hash !== hash || program.state !== 'approved') return accept(undefined);
  if (program.content.lane !== 'private' || caller.role !== 'vendor') return accept(undefined);
  const { content, vendor, agreement } = program;
  const epsilon = loadDoc(read, 'agreement', agreement)?.clauses.conditions.epsilon;
  const parameters = givenParameters.safeParse(values);
  if (!parameters.success) return accept(undefined);
  const asked = { content, parameters: parameters.data, vendor, agreement };
  const quoted = await domain.quote({ ...asked, ...(epsilon !== undefined && { epsilon }) });
  return !quoted.ok && quoted.refusals[0].code === 'E_BUDGET' ? quoted : accept(undefined);
}
