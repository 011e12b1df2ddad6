/** A few rows of a simulation table, without the columns that vendor code never sees. @see procedure.md §3.3 */
import { join } from 'node:path';
import { columnName, printRel } from '#policies/query/print.ts';
import type { Rel } from '#policies/query/ir.ts';
import { isForbidden } from '#policies/query/scope.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Scalar } from '#policies/disclosure/cell.ts';
import { scalars } from '../query/operations.ts';
import type { DomainParts } from './parts.ts';
import { readSimulation } from './simulation.ts';
import { inQueryWorker } from './worker.ts';

export interface Preview {
  readonly columns: string[];
  readonly rows: Scalar[][];
}

export async function previewTable(
  { folders, limits, log }: Pick<DomainParts, 'folders' | 'limits' | 'log'>,
  name: string,
  rows: number,
): Promise<Outcome<Preview>> {
  const entries = await readSimulation(folders.simulation);
  const found = entries
    .flatMap((entry) => entry.tables.map((table) => ({ entry, table })))
    .find(({ table }) => table.name === name);
  if (!found) return refuse('E_UNKNOWN_TABLE', `Cannot show ${name}: must be a table with simulation data`);
  const columns = found.table.columns.filter((column) => !isForbidden(column)).map((column, id) => ({ id, column }));
  const scan: Rel = { kind: 'scan', ...found, columns };
  const database = { name: found.entry.id, path: join(folders.simulation, `${found.entry.id}.duckdb`) };
  return inQueryWorker([database], { limits: { ...limits, threads: 1 }, log, temp: folders.temp }, async (worker) => {
    const by = columns.map(({ id }) => columnName(id)).join(', ');
    const ran = await worker.ask.run({
      setup: [],
      queries: [`SELECT * FROM (${printRel(scan)}) ORDER BY ${by} LIMIT ${rows}`],
    });
    if (!ran.ok) return ran;
    const table = ran.value.tables[0];
    return accept({ columns: columns.map(({ column }) => column.name), rows: (table?.rows ?? []).map(scalars) });
  });
}
