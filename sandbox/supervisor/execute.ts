/**
 * A plan over one set of database files: evidence, rules, treatment, post-processing. The same code serves simulation and real data;
 * only who may see which part of the answer differs, and that is decided elsewhere.
 */
import type { Scalar } from '#policies/disclosure/cell.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { askedGroupings, readCells } from '#policies/disclosure/read-evidence.ts';
import { statisticsOf } from '#policies/disclosure/statistic-of.ts';
import { harmlessCells, type CellTable } from '#policies/disclosure/judged-table.ts';
import type { CheckName } from '#policies/disclosure/register.ts';
import type { ReleasedCell } from '#policies/disclosure/release-cells.ts';
import { exactCells, exactPart, treatedStatistics, type ExactPart } from '#policies/disclosure/treat/settle.ts';
import { printEvidence } from '#policies/query/evidence.ts';
import type { ExactPlan, OpenPlan, Plan } from '#policies/query/plan.ts';
import { printOpen, printPost } from '#policies/query/post.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { membershipName, printMembership } from '../history/membership.ts';
import type { ResultTable } from '../operations.ts';
import { scalars, type EngineTable } from '../query/operations.ts';
import { visibleTable } from '../visible-table.ts';
import { cellsInput, type Analysis } from './analyse.ts';
import type { Limits } from './config.ts';
import { protectTable, type ProtectOptions, type ProtectedTable } from './protect-table.ts';
import { treatTable, type KeysOf } from './treat-table.ts';
import { inQueryWorker, type Database, type QueryWorker, type WorkerUse } from './worker.ts';

/** Everything that is known after a run. `full` exists on simulation data only. */
export interface Execution {
  readonly full?: ResultTable;
  readonly released: ResultTable;
  readonly verdicts: Partial<Record<CheckName, number>>;
  readonly review: readonly CheckName[];
  /** Why each cell is shown or not; absent for public rows, which have none. */
  readonly judgement?: ProtectedTable;
  /** What of the plan is told exactly, and was remembered where asked for. */
  readonly told: Plan;
}

export interface ExecuteOptions extends Omit<WorkerUse, 'create'> {
  /** Simulation data: also the table without suppression. */
  readonly everything?: boolean;
  /** Real data: the new file that remembers who stands behind the cells. */
  readonly membership?: string;
  /** The secrets of perturbation; a table that is to be perturbed must have them. */
  readonly keysOf?: KeysOf;
}

/** @returns the execution; refuses with E_EXEC and no words when anything fails after the data was opened */
export async function execute(
  analysis: Analysis,
  databases: readonly Database[],
  options: ExecuteOptions,
): Promise<Outcome<Execution>> {
  const { membership, everything = false, limits } = options;
  const { plan, release } = analysis;
  if (plan.kind === 'open')
    return inQueryWorker(databases, options, (worker) => runOpen(worker, analysis, plan, { limits, everything }));
  const told = exactPart(plan, release.treatment);
  const remember = membership !== undefined && told.plan.kind === 'exact';
  const use = { ...options, ...(remember && { create: { name: membershipName, path: membership } }) };
  return inQueryWorker(databases, use, (worker) =>
    runExact(worker, { ...analysis, plan }, { keysOf: noKeys, ...options, everything, told, remember }),
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
  return accept({ ...(everything && { full: table }), released: table, verdicts: {}, review: [], told: plan });
}

const noKeys: KeysOf = () => {
  throw new Error('perturbation must have its secrets');
};

interface ExactAnalysis extends Analysis {
  readonly plan: ExactPlan;
}

interface ExactRun extends Pick<WorkerUse, 'limits' | 'log'> {
  readonly keysOf: KeysOf;
  readonly everything: boolean;
  readonly told: ExactPart;
  readonly remember: boolean;
}

async function runExact(
  worker: QueryWorker,
  analysis: ExactAnalysis,
  { everything, told, remember, ...use }: ExactRun,
): Promise<Outcome<Execution>> {
  const read = await readTable(worker, analysis.plan);
  if (!read.ok) return read;
  const shielded = await protectTable(read.value, protectionFor(analysis, read.value, use));
  if (!shielded.ok) return shielded;
  const treated = await treatTable(shielded.value, { ...use, ...analysis, worker });
  if (!treated.ok) return treated;
  const { cells, known: exact, label, ...judged } = treated.value;
  if (remember && told.plan.kind === 'exact') {
    const { judged: each } = shielded.value.table;
    const known = printMembership(told.plan, {
      cells: read.value.cells,
      released: exactCells(exact, told),
      harmless: harmlessCells(each),
    });
    const written = await worker.ask.write({ cells: known.cells, sql: [...known.sql] });
    if (!written.ok) return written;
  }
  const released = await post(worker, analysis, cells);
  if (!released.ok) return released;
  const table = { ...released.value, ...(label && { treatment: label }) };
  const checked = { ...judged, released: table, told: told.plan };
  if (!everything) return accept(checked);
  const full = await post(worker, analysis, everyCell(read.value));
  return full.ok ? accept({ ...checked, full: full.value }) : full;
}

/** The cells with their evidence, as the engine counts them; `rows_in` and `facts` stay in it. */
async function readTable(worker: QueryWorker, plan: ExactPlan): Promise<Outcome<CellTable>> {
  const { setup, cells, units, margins } = printEvidence(plan);
  const queries = [cells, ...units, ...margins.map((margin) => margin.sql)];
  const ran = await worker.ask.run({ setup: [...setup], queries });
  if (!ran.ok) return ran;
  const [cellTable, ...rest] = ran.value.tables;
  const read = readCells(plan, {
    cells: cellTable?.rows ?? [],
    units: rest.slice(0, units.length).map((table) => table.rows),
    margins: margins.map(({ key, unit }, index) => ({ key, unit, rows: rest[units.length + index]?.rows ?? [] })),
  });
  return accept({ cells: read, groupings: askedGroupings(plan), statistics: statisticsOf(plan) });
}

function protectionFor(
  { plan, wishes, release }: ExactAnalysis,
  { statistics }: CellTable,
  { limits, log }: Pick<WorkerUse, 'limits' | 'log'>,
): ProtectOptions {
  const thresholds = { k: plan.k, profile: riskProfile(plan.profile) };
  const groupings = plan.groupings.map(({ keys }) => keys);
  const treated = treatedStatistics(statistics, release.treatment);
  const polish = release.exactPolish === undefined ? {} : { polishSeconds: release.exactPolish };
  return { thresholds, wishes, groupings, limits, log, treated, ...polish };
}

/** What was asked for, with nothing hidden and nothing changed. */
function everyCell({ cells, groupings }: CellTable): readonly ReleasedCell[] {
  const asked = cells.filter((cell) => groupings[cell.grouping] !== undefined);
  return asked.map((cell) => ({ ...cell, hidden: cell.values.map(() => false) }));
}

/** HAVING, arithmetic, ORDER BY and LIMIT over cells, in an engine that has nothing else. */
async function post(
  worker: QueryWorker,
  { plan, ...analysis }: ExactAnalysis,
  cells: readonly ReleasedCell[],
): Promise<Outcome<ResultTable>> {
  const rows = cells.map(({ grouping, keys, values, hidden }) => [grouping, ...keys, ...values, ...hidden].map(textOf));
  const answer = await worker.ask.post({ cells: cellsInput(plan, analysis.cellTypes, rows), sql: printPost(plan) });
  return answer.ok ? accept(split(analysis, answer.value.table)) : answer;
}

/** The first half of the columns are outputs, the second half their marks. */
function split({ explanation: { columns } }: Pick<Analysis, 'explanation'>, table: EngineTable): ResultTable {
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
