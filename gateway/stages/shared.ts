/**
 * The sharing catalog to browse: four fields of each listed item, for public bodies, and for a vendor while its permit runs.
 * Bodies read whole items at `/catalog/sharing-items`.
 *
 * @see AO-16-2
 */
import { Hono } from 'hono';
import { requireBrowsePermit } from '#policies/procedure/cases/browse-permit.ts';
import { sharedItems } from '#policies/procedure/cases/sharing-item.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Caller } from '../accounts.ts';
import { loadAll } from '../load.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { outside } from '../view.ts';
import type { CallerEnv } from './caller.ts';

export function sharedRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/shared', (c) => {
    const allowed = requireBrowser(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    return respond(c, accept({ items: sharedItems(loadAll(office.record.read, 'sharingItem')) }));
  });
  return app;
}

function requireBrowser({ record: { read }, clock }: Office, { role, org }: Caller): Outcome<void> {
  if (role === 'vendor') return requireBrowsePermit(org, loadAll(read, 'browseRequest'), clock());
  if (!outside.includes(role)) return accept(undefined);
  return refuse('E_ROLE', `Cannot browse the sharing catalog: must be a public body or a vendor; got ${role}`);
}
