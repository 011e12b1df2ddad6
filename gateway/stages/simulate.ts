/**
 * Stage *simulate*: the vendor's text against the rules and against simulation data, with everything visible. Before an agreement a
 * vendor sees previews only (procedure.md §9 reading 1); the rules and the engine are the same as on real data.
 */
import { Hono } from 'hono';
import { z } from 'zod';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable, Simulation } from '#sandbox/door.ts';
import type { Caller } from '../accounts.ts';
import { sendPreview, sendSimulation } from '../api/conventions/simulated.ts';
import { wantedForm } from '../api/conventions/table.ts';
import type { Office } from '../office.ts';
import { respond } from '../respond.ts';
import { previewWithSeed } from '../simulation/preview.ts';
import { readySetOf } from '../simulation/sets.ts';
import type { CallerEnv } from './caller.ts';
import { requireRegisteredVendor } from './developer.ts';
import { fitRoutes } from './fits.ts';
import { parseBody } from './parse-body.ts';
import { question } from './question.ts';
import { simulationSetRoutes } from './simulation-sets.ts';

export const query = question.extend({
  /** Simulation data of one's own; everybody's where absent. */
  set: z.string().max(40).optional(),
});

/** Rows of one table: as they are, of a set, or made with another seed for this look. */
export const preview = z
  .strictObject({
    rows: z.coerce.number().int().min(1).max(50).default(10),
    set: z.string().max(40).optional(),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 32 - 1)
      .optional(),
  })
  .refine(({ set, seed }) => set === undefined || seed === undefined, 'a set has its seed already');

/** Rows shown before an agreement. */
export const previewRows = 50;

export function simulateRoutes(office: Office): Hono<CallerEnv> {
  const app = new Hono<CallerEnv>();
  app.post('/explain', async (c) => {
    const body = await parseBody(c, query);
    if (!body.ok) return respond(c, body);
    const { set: _, ...text } = body.value;
    return respond(c, await office.domain.explain(text), { text: text.sql });
  });
  app.post('/query', async (c) => {
    const body = await parseBody(c, query);
    if (!body.ok) return respond(c, body);
    const allowed = requireRegisteredVendor(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const own = requireOwnSet(office, c.get('caller'), body.value.set);
    if (!own.ok) return respond(c, own);
    const form = wantedForm(c);
    if (!form.ok) return respond(c, form);
    const done = await office.domain.simulate(body.value);
    if (!done.ok) return respond(c, done, { text: body.value.sql });
    const told = allowed.value.develops ? { ...done.value, preview: false } : previewOf(done.value);
    return sendSimulation(c, told, form.value);
  });
  app.get('/preview/:table', async (c) => {
    const asked = preview.safeParse(c.req.query());
    if (!asked.success) return respond(c, refuse('E_INPUT', `Cannot preview: ${z.prettifyError(asked.error)}`));
    const { seed, ...shown } = { table: c.req.param('table'), ...asked.data };
    const own = requireOwnSet(office, c.get('caller'), shown.set);
    if (!own.ok) return respond(c, own);
    const form = wantedForm(c);
    if (!form.ok) return respond(c, form);
    const allowed = seed === undefined ? accept(undefined) : requireRegisteredVendor(office, c.get('caller'));
    if (!allowed.ok) return respond(c, allowed);
    const made =
      seed === undefined ? await office.domain.preview(shown) : await previewWithSeed(office, { ...shown, seed });
    if (!made.ok) return respond(c, made);
    return sendPreview(c, office, { table: shown.table, preview: made.value, form: form.value });
  });
  app.route('/', simulationSetRoutes(office));
  app.route('/', fitRoutes(office));
  return app;
}

function requireOwnSet(office: Office, caller: Caller, set: string | undefined): Outcome<unknown> {
  return set === undefined ? accept(undefined) : readySetOf(office, caller, set);
}

function previewOf(simulation: Simulation): Simulation & { readonly preview: true } {
  const table = cut(simulation.table);
  const cells = simulation.cells?.filter(({ keys }) => table.rows.some((row) => isOf(table, row, keys)));
  return { ...simulation, table, forecast: cut(simulation.forecast), ...(cells && { cells }), preview: true };
}

/** Of the keys that the table shows. */
function isOf(
  { columns }: ResultTable,
  row: ResultTable['rows'][number],
  keys: Readonly<Record<string, unknown>>,
): boolean {
  return columns.every(({ name }, at) => !Object.hasOwn(keys, name) || String(row[at]) === String(keys[name]));
}

function cut(table: ResultTable): ResultTable {
  return { ...table, rows: table.rows.slice(0, previewRows), hidden: table.hidden.slice(0, previewRows) };
}
