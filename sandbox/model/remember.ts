/** Notes for the history guard whose rows trained a model: one cell that is shown whole, with the set of values of each column. */
import { readCells } from '#policies/disclosure/read-evidence.ts';
import type { ReleasedCell } from '#policies/disclosure/release-cells.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { printMembership } from '../history/membership.ts';
import type { QueryWorker } from '../supervisor/worker.ts';

/** @param set has no keys. The worker must have been opened with a membership file to write to. */
export async function rememberRows(set: ExactPlan, worker: QueryWorker): Promise<Outcome<void>> {
  const { setup, cells, units } = printEvidence(set);
  const ran = await worker.ask.run({ setup: [...setup], queries: [cells, ...units] });
  if (!ran.ok) return ran;
  const [cellTable, ...rest] = ran.value.tables;
  const read = readCells(set, { cells: cellTable?.rows ?? [], units: rest.map(({ rows }) => rows), margins: [] });
  const shown = read.map((cell): ReleasedCell => ({ ...cell, hidden: cell.values.map(() => false) }));
  const membership = printMembership(set, { cells: read, released: shown });
  const written = await worker.ask.write({ cells: membership.cells, sql: [...membership.sql] });
  return written.ok ? accept(undefined) : written;
}
