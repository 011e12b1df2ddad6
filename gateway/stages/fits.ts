/**
 * Fits of simulation data: an order that cannot be planned is refused before anybody is asked to agree; and whoever is asked can see what
 * would be measured, at which price and tick, and what of the tables no model will know, and why. All of it follows from the catalog.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { costText } from '#policies/privacy/cost.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { fitOrder, type FitOrder } from '#policies/simulation/fit-order.ts';
import { costOfFit } from '#policies/simulation/fit-plan.ts';
import { notModelled, planFit, tickOfFit } from '#policies/simulation/plan-fit.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { publishedEntries } from '../simulation/refresh.ts';
import type { CallerEnv } from './caller.ts';
import { lifeRoutes } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

/** All else of a request is judged by the life. */
const asked = z.looseObject({ order: fitOrder });

export function fitRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/fits/plan', async (c) => {
    const body = await parseBody(c, fitOrder);
    return respond(c, body.ok ? describePlan(office, body.value) : body);
  });
  app.post('/fits', async (c, next) => {
    const body = await parseBody(c, asked);
    const isAsked = body.ok && c.get('caller').role === 'operator';
    const planned = isAsked ? describePlan(office, body.value.order) : accept(undefined);
    // Of an entry that is not published the life has words of its own.
    if (!planned.ok && planned.refusals[0].code !== 'E_NOT_FOUND') return respond(c, planned);
    await next();
    return undefined;
  });
  app.route('/', lifeRoutes(office, 'simulate'));
  return app;
}

/** What an order would do, and what it would leave out. */
interface PlannedFit {
  readonly space: string;
  readonly rho: string;
  readonly tick: string;
  readonly models: readonly {
    readonly table: string;
    readonly attributes: readonly string[];
    readonly given: number;
  }[];
  readonly notModelled: readonly { readonly table: string; readonly column: string; readonly reason: string }[];
}

function describePlan(office: Office, order: FitOrder): Outcome<PlannedFit> {
  const entries = publishedEntries(office);
  const plan = planFit(order, entries);
  if (!plan.ok) return plan;
  const tick = tickOfFit(plan.value);
  if (!tick.ok) return tick;
  const left = notModelled(order, entries);
  if (!left.ok) return left;
  const models = plan.value.tables.map(({ model: { table, attributes, given } }) => {
    return { table, attributes: attributes.map(({ name }) => name), given };
  });
  const { rho } = costText(costOfFit(plan.value));
  return accept({ space: plan.value.space, rho, tick: tick.value.name, models, notModelled: left.value });
}
