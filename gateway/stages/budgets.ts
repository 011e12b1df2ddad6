/**
 * What has been spent of the privacy budgets. Every number follows from the log of requests, so the total of an id space is told to everybody
 * who has an account; whose agreement spent how much, to those who supervise, and to the vendor of the agreement.
 *
 * @see query-and-privacy.md §2.11, §3.8
 */
import { Hono } from 'hono';
import type { Role } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { budgetsOf, type Budget } from '../budgets.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

export const overseers: readonly Role[] = [
  'operator',
  'source_department',
  'data_agency',
  'competent_authority',
  'regulator',
];

export function budgetRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/budgets', async (c) => {
    const budgets = await visibleBudgets(office, c.get('caller'));
    return respond(c, budgets.ok ? accept({ items: budgets.value }) : budgets);
  });
  return app;
}

async function visibleBudgets(office: Office, { role, org }: Caller): Promise<Outcome<readonly Budget[]>> {
  if (role !== 'vendor' && !overseers.includes(role))
    return refuse(
      'E_ROLE',
      `Cannot show budgets: must be a vendor, a source department, the operator or a supervising body; got ${role}`,
    );
  const budgets = await budgetsOf(office);
  if (!budgets.ok || role !== 'vendor') return budgets;
  const own = ownScopes(office, org);
  return accept(budgets.value.filter(({ scope }) => scope.startsWith('space/') || own.has(scope)));
}

/** As the ledger names them. */
function ownScopes({ record: { read } }: Office, org: string): ReadonlySet<string> {
  const agreements = loadAll(read, 'agreement').filter(({ vendor }) => vendor === org);
  const programs = loadAll(read, 'program').filter(({ vendor }) => vendor === org);
  return new Set([
    ...agreements.flatMap(({ id }) => [`agreement/${id}`, `recipient/${org}@${id}`]),
    ...programs.map(({ hash }) => `program/${hash}`),
  ]);
}
