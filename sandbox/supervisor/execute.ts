/**
 * A plan over one set of database files: evidence, rules, post-processing. The same code serves simulation and real data;
 * only who may see which part of the answer differs, and that is decided elsewhere.
 */
import type { Scalar } from '#policies/disclosure/cell.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { askedGroupings, readCells } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import type { CheckName } from '#policies/disclosure/register.ts';
import { layOutTable, type ReleasedCell } from '#policies/disclosure/release-cells.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import type { ExactPlan, OpenPlan } from '#policies/query/plan.ts';
import { printOpen, printPost } from '#policies/query/post.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { membershipName, printMembership } from '../history/membership.ts';
import type { ResultTable } from '../operations.ts';
import { scalars, type EngineTable } from '../query/operations.ts';
import { visibleTable } from '../visible-table.ts';
import { cellsInput, type Analysis } from './analyse.ts';
import type { Limits } from './config.ts';
import { protectTable, type ProtectedTable } from './protect-table.ts';
import { inQueryWorker, type Database, type QueryWorker, type WorkerUse } from './worker.ts';

/** Everything that is known after a run. `full` exists on simulation data only. */
export interface Execution {
  readonly full?: ResultTable;
  readonly released: ResultTable;
  readonly verdicts: Partial<Record<CheckName, number>>;
  readonly review: readonly CheckName[];
  /** Why each cell is shown or not; absent for public rows, which have none. */
  readonly judgement?: ProtectedTable;
}

export interface ExecuteOptions extends Omit<WorkerUse, 'create'> {
  /** Simulation data: also the table without suppression. */
  readonly everything?: boolean;
  /** Real data: the new file that remembers who stands behind the cells. */
  readonly membership?: string;
}

/** @returns the execution; refuses with E_EXEC and no words when anything fails after the data was opened */
export async function execute(
  analysis: Analysis,
  databases: readonly Database[],
  options: ExecuteOptions,
): Promise<Outcome<Execution>> {
  const { membership, everything = false, limits } = options;
  const remember = membership !== undefined && analysis.plan.kind === 'exact';
  const use = { ...options, ...(remember && { create: { name: membershipName, path: membership } }) };
  return inQueryWorker(databases, use, (worker) =>
    analysis.plan.kind === 'open'
      ? runOpen(worker, analysis, analysis.plan, { limits, everything })
      : runExact(worker, analysis, analysis.plan, { ...options, everything, remember }),
  );
}

async function runOpen(
  worker: QueryWorker,
  { explanation }: Analysis,
  plan: OpenPlan,
  { limits, everything }: { readonly limits: Limits; readonly everything: boolean },
): Promise<Outcome<Execution>> {
  const ran = await worker.ask.run({ setup: [], queries: [printOpen(plan, limits.resultRows)] });
  if (!ran.ok) return ran;
  const rows = (ran.value.tables[0]?.rows ?? []).map(scalars);
  if (rows.length > limits.resultRows)
    return refuse('E_TOO_COMPLEX', `Cannot return the rows: must be at most ${limits.resultRows}`);
  const table = visibleTable(explanation.columns, rows);
  return accept({ ...(everything && { full: table }), released: table, verdicts: {}, review: [] });
}

interface ExactRun extends Pick<WorkerUse, 'limits' | 'log'> {
  readonly everything: boolean;
  readonly remember: boolean;
}

async function runExact(
  worker: QueryWorker,
  analysis: Analysis,
  plan: ExactPlan,
  { everything, remember, limits, log }: ExactRun,
): Promise<Outcome<Execution>> {
  const { setup, cells, units, margins } = printEvidence(plan);
  const ran = await worker.ask.run({
    setup: [...setup],
    queries: [cells, ...units, ...margins.map((margin) => margin.sql)],
  });
  if (!ran.ok) return ran;
  const [cellTable, ...rest] = ran.value.tables;
  const read = readCells(plan, {
    cells: cellTable?.rows ?? [],
    units: rest.slice(0, units.length).map((table) => table.rows),
    margins: margins.map(({ key, unit }, index) => ({ key, unit, rows: rest[units.length + index]?.rows ?? [] })),
  });
  const statistics = statisticsOf(plan);
  const thresholds = { k: plan.k, profile: riskProfile(plan.profile) };
  const groupings = askedGroupings(plan);
  const shielded = await protectTable(
    { cells: read, groupings, statistics },
    { thresholds, wishes: analysis.wishes, groupings: plan.groupings.map(({ keys }) => keys), limits, log },
  );
  if (!shielded.ok) return shielded;
  const release = layOutTable(shielded.value.table);
  if (remember) {
    const { cells, sql } = printMembership(plan, read, release.cells);
    const written = await worker.ask.write({ cells, sql: [...sql] });
    if (!written.ok) return written;
  }
  const released = await post(worker, analysis, plan, release.cells);
  if (!released.ok) return released;
  const checked = {
    released: released.value,
    verdicts: release.verdicts,
    review: [...release.review, ...shielded.value.review],
    judgement: shielded.value,
  };
  if (!everything) return accept(checked);
  const asked = read.filter((cell) => groupings[cell.grouping] !== undefined);
  const open = asked.map((cell): ReleasedCell => ({ ...cell, hidden: cell.values.map(() => false) }));
  const full = await post(worker, analysis, plan, open);
  return full.ok ? accept({ ...checked, full: full.value }) : full;
}

/** HAVING, arithmetic, ORDER BY and LIMIT over cells, in an engine that has nothing else. */
async function post(
  worker: QueryWorker,
  analysis: Analysis,
  plan: ExactPlan,
  cells: readonly ReleasedCell[],
): Promise<Outcome<ResultTable>> {
  const rows = cells.map(({ grouping, keys, values, hidden }) => [grouping, ...keys, ...values, ...hidden].map(textOf));
  const answer = await worker.ask.post({ cells: cellsInput(plan, analysis.cellTypes, rows), sql: printPost(plan) });
  return answer.ok ? accept(split(analysis, answer.value.table)) : answer;
}

/** The first half of the columns are outputs, the second half their marks. */
function split({ explanation: { columns } }: Analysis, table: EngineTable): ResultTable {
  const width = columns.length;
  const hidden = table.rows.map((row) => row.slice(width).map((mark) => mark === true));
  const rows = table.rows.map((row, at) =>
    scalars(row.slice(0, width)).map((value, column) => (hidden[at]?.[column] ? null : value)),
  );
  return { columns, rows, hidden };
}

function textOf(value: Scalar): string | null {
  return value === null ? null : String(value);
}
