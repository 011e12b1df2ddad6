/**
 * What checkers see besides documents: the evidence of a submitted export in bands, the earlier releases beside it, a change on simulation
 * data, and a program as it was approved before. No answer here holds a value that was computed from real rows.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { evidencePage } from '#policies/disclosure/decision/evidence.ts';
import { docId } from '#policies/procedure/fields.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { verifyBundle } from '#sandbox/door.ts';
import type { Caller } from '../accounts.ts';
import { evidenceFor } from '../evidence.ts';
import { loadDoc } from '../load.ts';
import type { Office } from '../office.ts';
import { approvedBefore, questionOf } from '../program-text.ts';
import { relatedReleases } from '../related-releases.ts';
import { respond } from '../respond.ts';
import { whatIf } from '../what-if.ts';
import type { CallerEnv } from './caller.ts';
import { readers } from './checks.ts';
import { actorOf } from './life-routes.ts';
import { parseBody } from './parse-body.ts';

const number = z.coerce.number().pipe(z.int().min(0));
/** As a query says it. */
export const evidenceQuery = z.strictObject({
  run: docId.optional(),
  from: number.optional(),
  count: number.optional(),
  only: evidencePage.shape.only.optional(),
  cell: number.optional(),
});
export const change = z.strictObject({ sql: z.string().min(1).max(65_536) });

export function evidenceRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/exports/:id/evidence', async (c) => {
    const caller = c.get('caller');
    const allowed = requireChecker(caller, 'show the evidence');
    if (!allowed.ok) return respond(c, allowed);
    const asked = evidenceQuery.safeParse(c.req.query());
    const { run, ...page } = asked.data ?? {};
    const parsed = evidencePage.safeParse(page);
    if (!asked.success || !parsed.success)
      return respond(c, refuse('E_INPUT', 'Cannot show the evidence: must ask for a page of cells that there is'));
    const wanted = { ...parsed.data, export: c.req.param('id'), run };
    c.header('cache-control', 'no-store');
    return respond(c, await evidenceFor(office, wanted, actorOf(caller)));
  });
  app.get('/runs/:id/related', async (c) => {
    const allowed = requireChecker(c.get('caller'), 'list related releases');
    if (!allowed.ok) return respond(c, allowed);
    return c.json({ items: await relatedReleases(office, c.req.param('id')) });
  });
  app.post('/runs/:id/what-if', async (c) => {
    const allowed = requireChecker(c.get('caller'), 'simulate a change');
    if (!allowed.ok) return respond(c, allowed);
    const body = await parseBody(c, change);
    if (!body.ok) return respond(c, body);
    const found = await whatIf(office, { run: c.req.param('id'), sql: body.value.sql });
    return respond(c, found, { text: body.value.sql });
  });
  app.get('/programs/:id/before', (c) => {
    const allowed = requireChecker(c.get('caller'), 'show the text before');
    if (!allowed.ok) return respond(c, allowed);
    const program = loadDoc(office.record.read, 'program', c.req.param('id'));
    if (!program) return respond(c, refuse('E_NOT_FOUND', 'Cannot show the text before: there is no such program'));
    return c.json({ text: approvedBefore(office.record.read, program.id, program.hash) ?? null });
  });
  app.get('/programs/:id/findings', async (c) => {
    const allowed = requireChecker(c.get('caller'), 'show the findings');
    if (!allowed.ok) return respond(c, allowed);
    const program = loadDoc(office.record.read, 'program', c.req.param('id'));
    if (!program) return respond(c, refuse('E_NOT_FOUND', 'Cannot show the findings: there is no such program'));
    const { script } = program.content;
    const verified = script ? await verifyBundle(script) : accept(undefined);
    return c.json({ findings: verified.ok ? [] : verified.refusals.map(({ code, detail }) => ({ code, detail })) });
  });
  app.get('/programs/:id/simulation', async (c) => {
    const allowed = requireChecker(c.get('caller'), 'simulate the program');
    if (!allowed.ok) return respond(c, allowed);
    const program = loadDoc(office.record.read, 'program', c.req.param('id'));
    if (!program) return respond(c, refuse('E_NOT_FOUND', 'Cannot simulate the program: there is no such program'));
    return respond(c, await office.domain.simulate(questionOf(program.content)));
  });
  return app;
}

function requireChecker({ role }: Caller, doing: string): Outcome<void> {
  if (readers.includes(role)) return accept(undefined);
  return refuse('E_ROLE', `Cannot ${doing}: must be the operator or a supervising body; got ${role}`);
}
