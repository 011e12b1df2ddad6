/**
 * Deadlines, duties and notices: what the caller owes and until when, what was not done in time, and what he is told of. All of it is
 * computed from the record when it is asked for.
 *
 * @see requirements DC-17, SH-43-1, SH-45-1, AO-19-5
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { owedBy } from '#policies/procedure/deadlines-owed.ts';
import { dutiesOf } from '#policies/procedure/deadlines-register.ts';
import { anInstant, docId } from '#policies/procedure/fields.ts';
import { profileVersion } from '#policies/procedure/profiles/profiles.ts';
import { profileWarnings } from '#policies/procedure/profiles/warnings.ts';
import { roleTitles, supervising, type Role } from '#policies/procedure/roles.ts';
import { dateOf } from '#policies/calendar.ts';
import { dayAt } from '#policies/procedure/working-days.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { paging as pages, pageOf, parsePaging, sendPage } from '../api/conventions/page.ts';
import { timingOf } from '../calendar.ts';
import { lookupOf } from '../load.ts';
import { noticesOf } from '../notices.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { shelfOf } from '../timekeeper.ts';
import type { CallerEnv } from './caller.ts';

export const filter = z.strictObject({
  role: z.enum(Object.keys(roleTitles) as Role[]).optional(),
  org: docId.optional(),
  state: z.enum(['open', 'explained', 'discharged']).optional(),
  from: anInstant.optional(),
  to: anInstant.optional(),
  ...pages.shape,
});

export const paging = z.strictObject({
  before: z.coerce.number().int().min(0).default(Number.MAX_SAFE_INTEGER),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /deadlines`, `GET /notices`. */
export function deadlineRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/deadlines', (c) => {
    const asked = parsePaging(c, pages);
    if (!asked.ok) return respond(c, asked);
    const timing = timingOf(office);
    const owed = owedBy(shelfOf(office.record.read), timing, c.get('caller'));
    // The most pressing first; what stands still has no end, and comes last.
    const page = pageOf(owed, asked.value, ({ due = '~', life, id, clock, duty }) =>
      JSON.stringify([due, life, id, clock, duty]),
    );
    if (!page.ok) return respond(c, page);
    const warnings = profileWarnings(timing.profile, dateOf(dayAt(timing.now)));
    const under = { profile: profileVersion(timing.profile), calendar: timing.calendar.version, warnings };
    return sendPage(c, page.value, under);
  });
  app.get('/notices', (c) => {
    const asked = parsed(paging, c.req.query());
    return respond(c, asked.ok ? accept({ items: noticesOf(office, c.get('caller'), asked.value) }) : asked);
  });
  return app;
}

/** `GET /audit/duties`: the register. */
export function dutyRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.get('/duties', (c) => {
    const { role } = c.get('caller');
    if (!supervising.includes(role))
      return respond(c, refuse('E_ROLE', `Cannot read the register: must be a supervising body; got ${role}`));
    const asked = parsed(filter, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const found = dutiesOf(lookupOf(office.record.read), timingOf(office), asked.value);
    const page = pageOf(found, asked.value, ({ due, id }) => `${due} ${id}`);
    return page.ok ? sendPage(c, page.value) : respond(c, page);
  });
  return app;
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? accept(result.data)
    : refuse('E_INPUT', `Cannot read the request: ${z.prettifyError(result.error)}`);
}
