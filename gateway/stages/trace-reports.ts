/** What a trace report counts, one by one: for the public bodies. @see SH-27-4, R22 */
import { Hono } from 'hono';
import type { Role } from '#policies/procedure/roles.ts';
import { reachOf } from '#policies/procedure/reach-of.ts';
import { impactOf, summaryOf } from '#policies/procedure/trace-report.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { loadDoc, lookupOf } from '../load.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

export const readers: readonly Role[] = [
  ...(['operator', 'source_department', 'district_authority'] as const),
  ...(['data_agency', 'competent_authority', 'regulator'] as const),
];

export function traceReportRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/trace-reports/:id/impact', (c) => {
    const { role } = c.get('caller');
    if (!readers.includes(role))
      return respond(c, refuse('E_ROLE', `Cannot read an impact: must be a public body or the operator; got ${role}`));
    return respond(c, tracedBy(office, c.req.param('id')));
  });
  return app;
}

/** As of now; `asOpened` says whether it is still what the report counted. */
function tracedBy({ record: { read } }: Office, id: string): Outcome<unknown> {
  const report = loadDoc(read, 'traceReport', id);
  const lookup = lookupOf(read);
  const reach = report && reachOf(report.cause, lookup);
  if (!reach)
    return refuse('E_NOT_FOUND', 'Cannot read an impact: must be of a trace report of a known cause; got none');
  const impact = impactOf(reach, lookup);
  return accept({ cause: report.cause, ...impact, asOpened: summaryOf(impact).impact === report.impact });
}
