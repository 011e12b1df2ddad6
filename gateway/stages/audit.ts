/** Stage *audit*: the log for those who watch: checkpoints for everybody, entries, proofs and traces for the supervising bodies. */
import { Hono } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { prose } from '#policies/procedure/fields.ts';
import { supervising } from '#policies/procedure/roles.ts';
import { pageOf, paging, parsePaging, sendPage } from '../api/conventions/page.ts';
import type { Office } from '../office.ts';
import { openPersonal } from '../personal.ts';
import { policyText, publishedCheckpoint } from '../published.ts';
import type { RecordedEvent } from '../record/reader.ts';
import { isSealed } from '../sealed.ts';
import { replayExport } from '../replay.ts';
import { respond } from '../respond.ts';
import { askAboutSubject } from '../subject.ts';
import { deedsOf, responsibilityFor, trace } from '../trace.ts';
import type { CallerEnv } from './caller.ts';
import { actorOf } from './life-routes.ts';
import { erasureRoutes } from './erasure-routes.ts';
import { parseBody } from './parse-body.ts';

/** About whom, and why. */
export const subjectQuestion = z.strictObject({ space: z.string().min(1), id: z.string().min(1), reason: prose });

export const way = z.strictObject({ start: z.string().min(3).max(300), direction: z.enum(['back', 'forth']) });

const number = z.coerce.number().int().min(0);
export const replayReason = z.strictObject({ reason: prose });
export const twoSizes = z.object({ first: number, second: number });
export const range = z.object({ from: number.default(0), to: number.default(200) });

/** What anybody may have: the newest checkpoint and whom to believe. */
export function publicAuditRoutes(office: Office): Hono {
  const app = new Hono();
  app.get('/checkpoint', async (c) => {
    const checkpoint = await publishedCheckpoint(office);
    return checkpoint.ok ? c.text(checkpoint.value) : respond(c, checkpoint);
  });
  app.get('/policy', (c) => c.text(policyText(office)));
  return app;
}

export function auditRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  const { record } = office;
  app.use(async (c, next) => {
    const { role } = c.get('caller');
    if (!supervising.includes(role))
      return respond(c, refuse('E_ROLE', `Cannot read the log: must be a supervising body; got ${role}`));
    await next();
    return undefined;
  });
  app.get('/entries', (c) => {
    const asked = parsed(range, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const to = Math.min(asked.value.to, asked.value.from + 1000, record.read.size());
    const items = record.read
      .entries(asked.value.from, to)
      .map((event) => ({ seq: event.entry.seq, leaf: event.leaf, ...payloadOf(office, event) }));
    return c.json({ size: record.read.size(), items });
  });
  app.get('/entries/:seq/proof', async (c) => {
    const seq = parsed(number, c.req.param('seq'));
    if (!seq.ok) return respond(c, seq);
    const event = record.read.entry(seq.value);
    return respond(
      c,
      event && isSealed(record.read, event) ? refuse('E_STATE', sealed) : await record.permit(seq.value),
    );
  });
  app.get('/consistency', (c) => {
    const asked = parsed(twoSizes, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const { first, second } = asked.value;
    if (first > second || second > record.read.size())
      return respond(c, refuse('E_INPUT', 'Cannot prove consistency: must be first ≤ second ≤ size'));
    return respond(c, accept({ proof: record.consistency({ first, second }) }));
  });
  app.route('/', erasureRoutes(office));
  app.post('/subjects', async (c) => {
    const body = await parseBody(c, subjectQuestion);
    if (!body.ok) return respond(c, body);
    return respond(c, await askAboutSubject(office, actorOf(c.get('caller')), body.value));
  });
  app.post('/exports/:id/replay', async (c) => {
    const body = await parseBody(c, replayReason);
    if (!body.ok) return respond(c, body);
    const question = { export: c.req.param('id'), reason: body.value.reason, actor: actorOf(c.get('caller')) };
    return respond(c, await replayExport(office, question));
  });
  app.get('/graph', (c) => {
    const asked = parsed(way, c.req.query());
    return respond(c, asked.ok ? trace(record.read, asked.value.start, asked.value.direction) : asked);
  });
  app.get('/exports/:id/responsibility', (c) => {
    const found = responsibilityFor(record.read, c.req.param('id'));
    return respond(c, found.ok ? accept({ items: found.value }) : found);
  });
  app.get('/people/:person', (c) => {
    const asked = parsePaging(c, paging);
    if (!asked.ok) return respond(c, asked);
    const deeds = [...deedsOf(record.read, c.req.param('person'))];
    const page = pageOf(deeds, asked.value, ({ seq }) => String(seq).padStart(15, '0'));
    return page.ok ? sendPage(c, page.value) : respond(c, page);
  });
  app.get('/trace/:id', (c) => {
    const events = record.read.bySubject(c.req.param('id'));
    if (events.length === 0) return respond(c, refuse('E_NOT_FOUND', 'Cannot trace: the record must know the id'));
    return c.json({ events: events.map((event) => ({ ...event.entry, ...payloadOf(office, event) })) });
  });
  return app;
}

const sealed = 'Cannot give the payload: must be told by now; got a vote in an open round';

/** The payload, or in its place that it is not told yet. */
function payloadOf(office: Office, event: RecordedEvent): { readonly payload: unknown } | { readonly sealed: true } {
  if (isSealed(office.record.read, event)) return { sealed: true };
  return { payload: openPersonal(office.keyring, event, event.data) };
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? accept(result.data)
    : refuse('E_INPUT', `Cannot read the request: ${z.prettifyError(result.error)}`);
}
