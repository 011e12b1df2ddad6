/** Stage *audit*: the ledger of exports as JSON and CSV, and what a text in somebody's hand is the name of. @see AO-27-4, GD-18-6 */
import { Hono } from 'hono';
import { z } from 'zod';
import type { ExportState } from '#policies/procedure/export-table.ts';
import { lives } from '#policies/procedure/lives.ts';
import { supervising, type Role } from '#policies/procedure/roles.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { findThings } from '../find-things.ts';
import { ledgerOf, type LedgerAsked, type LedgerLine } from '../ledger.ts';
import type { Office } from '../office.ts';
import { csvField } from '../reports.ts';
import { respond } from '../respond.ts';
import type { CallerEnv } from './caller.ts';

/** Who reads the ledger. */
export const ledgerReaders: readonly Role[] = ['operator', ...supervising];

export const ledgerPage = z.strictObject({
  state: z.enum(Object.keys(lives.export.states) as ExportState[]).optional(),
  vendor: z.string().max(100).optional(),
  after: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  format: z.enum(['json', 'csv']).default('json'),
});

/** What somebody holds in his hand. */
export const findable = z.strictObject({ q: z.string().trim().min(1).max(300) });

export function ledgerRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  const { read } = office.record;
  app.get('/ledger', (c) => {
    const { role } = c.get('caller');
    if (!ledgerReaders.includes(role))
      return respond(
        c,
        refuse('E_ROLE', `Cannot read the ledger: must be the operator or a supervising body; got ${role}`),
      );
    const asked = parsed(ledgerPage, c.req.query());
    if (!asked.ok) return respond(c, asked);
    const { format, ...page } = asked.value;
    if (format === 'json') return respond(c, accept(ledgerOf(read, page)));
    c.header('content-disposition', 'attachment; filename="export-ledger.csv"');
    return c.body(csvOf(linesFrom(office, page)), 200, { 'content-type': 'text/csv; charset=utf-8' });
  });
  app.get('/find', (c) => {
    const caller = c.get('caller');
    if (!supervising.includes(caller.role))
      return respond(c, refuse('E_ROLE', `Cannot search the record: must be a supervising body; got ${caller.role}`));
    const asked = parsed(findable, c.req.query());
    return respond(c, asked.ok ? accept({ items: findThings(read, caller, asked.value.q) }) : asked);
  });
  return app;
}

/** Page by page to the end. */
function* linesFrom({ record: { read } }: Office, asked: LedgerAsked): Iterable<LedgerLine> {
  let after = asked.after;
  do {
    const page = ledgerOf(read, { ...asked, after, limit: 200 });
    yield* page.items;
    after = page.next;
  } while (after !== undefined);
}

const columns = [
  ...(['id', 'title', 'form', 'vendor', 'agreement', 'recipients', 'state', 'filing', 'receipt'] as const),
  ...(['released', 'mode', 'certificate', 'downloads', 'calls'] as const),
] as const satisfies readonly (keyof LedgerLine)[];

/** RFC 4180 with a byte order mark, so that office programs read the Chinese. */
function csvOf(lines: Iterable<LedgerLine>): string {
  const rows = Array.from(lines, (line) => columns.map((name) => csvField([line[name] ?? ''].flat().join(';'))));
  return `\uFEFF${[columns, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

function parsed<Schema extends z.ZodType>(schema: Schema, value: unknown): Outcome<z.output<Schema>> {
  const result = schema.safeParse(value);
  return result.success
    ? accept(result.data)
    : refuse('E_INPUT', `Cannot read the request: ${z.prettifyError(result.error)}`);
}
