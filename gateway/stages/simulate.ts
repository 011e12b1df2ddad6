/**
 * Stage *simulate*: the vendor's text against the rules and against simulation data, with everything visible. Before an agreement a
 * vendor sees previews only (procedure.md §9 reading 1); the rules and the engine are the same as on real data.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { releaseSettings } from '#policies/disclosure/release-settings.ts';
import { privacySettings } from '#policies/privacy/settings.ts';
import { trainSpec } from '#policies/privacy/train/spec.ts';
import { script } from '#policies/program/script.ts';
import { aLane } from '#policies/procedure/fields.ts';
import { givenParameters } from '#policies/procedure/parameters.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable, Simulation } from '#sandbox/door.ts';
import { loadAll, loadDoc } from '../load.ts';
import type { Account } from '../accounts.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';
import { parseBody } from './parse-body.ts';

const query = z.strictObject({
  sql: z.string().min(1),
  parameters: givenParameters.optional(),
  profile: z.enum(['open', 'standard', 'sensitive']).optional(),
  lane: aLane.optional(),
  privacy: privacySettings.optional(),
  release: releaseSettings.optional(),
  train: trainSpec.optional(),
  script: script.optional(),
});

/** Rows shown before an agreement. */
export const previewRows = 50;

export function simulateRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/explain', async (c) => {
    const body = await parseBody(c, query);
    return body.ok ? respond(c, await office.domain.explain(body.value), { text: body.value.sql }) : respond(c, body);
  });
  app.post('/query', async (c) => {
    const body = await parseBody(c, query);
    if (!body.ok) return respond(c, body);
    const allowed = requireRegisteredVendor(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const done = await office.domain.simulate(body.value);
    if (!done.ok) return respond(c, done, { text: body.value.sql });
    return respond(c, accept(allowed.value.develops ? { ...done.value, preview: false } : previewOf(done.value)));
  });
  app.get('/preview/:table', async (c) =>
    respond(c, await office.domain.preview({ table: c.req.param('table'), rows: 10 })),
  );
  return app;
}

/** Vendors must be registered; the other desks look at simulation data to judge a program. */
function requireRegisteredVendor(office: Office, { role, org }: Account): Outcome<{ readonly develops: boolean }> {
  if (role !== 'vendor') return accept({ develops: true });
  const registration = loadDoc(office.record.read, 'registration', org);
  if (registration?.state !== 'registered') {
    return refuse(
      'E_NO_RIGHTS',
      `Cannot use simulation data: the vendor must be registered; got ${registration?.state ?? 'none'}`,
    );
  }
  const develops = loadAll(office.record.read, 'agreement').some(
    ({ vendor, state }) => vendor === org && state === 'active',
  );
  return accept({ develops });
}

function previewOf(simulation: Simulation): Simulation & { readonly preview: true } {
  return { ...simulation, table: cut(simulation.table), forecast: cut(simulation.forecast), preview: true };
}

function cut(table: ResultTable): ResultTable {
  return { ...table, rows: table.rows.slice(0, previewRows), hidden: table.hidden.slice(0, previewRows) };
}
