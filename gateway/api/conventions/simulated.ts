/** Rows of simulation data in the form that is asked for. They say of themselves that they belong to nobody. */
import type { Context } from 'hono';
import { z } from 'zod';
import { accept, refuse } from '#policies/refusal.ts';
import type { Simulation } from '#sandbox/door.ts';
import type { Office } from '../../office.ts';
import { respond } from '../../respond.ts';
import { publishedEntries } from '../../simulation/refresh.ts';
import type { Shown } from './columns.ts';
import { encodeTable, sendTable, type Facts, type TableForm } from './table.ts';

const facts: Facts = { 'sluice.notice': '仿真数据,非真实数据 Simulation data; no row is real' };

/** What of a simulated query is the table: all that it finds, or what the rules would leave of it. */
export const whichTable = z.object({ table: z.enum(['result', 'forecast']).default('result') });

/** JSON holds all that is known of the query; the other forms hold one table of it. */
export async function sendSimulation(c: Context, told: Simulation, form: TableForm): Promise<Response> {
  if (form === 'application/json') return respond(c, accept(told));
  const asked = whichTable.safeParse(c.req.query());
  if (!asked.success) return respond(c, refuse('E_INPUT', `Cannot choose a table: ${z.prettifyError(asked.error)}`));
  const { table } = asked.data;
  const shown = table === 'result' ? told.table : told.forecast;
  return sendTable(c, await encodeTable(shown, form, facts), { form, name: `SIM_${table}` });
}

interface Preview {
  readonly columns: readonly string[];
  readonly rows: Shown['rows'];
}

/** A preview has the types of the catalog. */
export async function sendPreview(
  c: Context,
  office: Office,
  { table, preview, form }: { readonly table: string; readonly preview: Preview; readonly form: TableForm },
): Promise<Response> {
  if (form === 'application/json') return respond(c, accept(preview));
  const known = publishedEntries(office).flatMap((entry) => entry.tables.filter(({ name }) => name === table));
  const types = new Map(known.flatMap(({ columns }) => columns.map(({ name, type }) => [name, type])));
  const columns = preview.columns.map((name) => ({ name, type: types.get(name) ?? 'VARCHAR' }));
  return sendTable(c, await encodeTable({ columns, rows: preview.rows }, form, facts), { form, name: `SIM_${table}` });
}
