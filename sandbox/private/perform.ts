/**
 * A private plan over one set of database files. Whole numbers leave the query worker, noise is added here, and what the text does with the
 * cells happens in a second process that has public tables only.
 *
 * @see query-and-privacy.md §0.4, §0.6; architecture.md invariant 5
 */
import { setImmediate as turn } from 'node:timers/promises';
import { noiseRelease, type PrivateCell } from '#policies/privacy/noise-release.ts';
import type { Measured } from '#policies/privacy/exact-numbers.ts';
import type { Release } from '#policies/privacy/plan-types.ts';
import { printRelease } from '#policies/privacy/print-release.ts';
import type { RandomSource } from '#policies/privacy/random.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { ResultTable } from '../operations.ts';
import { visibleTable } from '../visible-table.ts';
import { scalars, type CellsInput } from '../query/operations.ts';
import { inQueryWorker, type Database, type QueryWorker, type WorkerUse } from '../supervisor/worker.ts';
import type { PrivateAnalysis } from './analyse.ts';
import { cellsRows, cellsTable, printPostOf } from './cells.ts';

export interface PerformOptions extends Omit<WorkerUse, 'create'> {
  readonly random: RandomSource;
  /** Secret of the domain: which groups of a unit are kept. */
  readonly salt: string;
}

export interface MeasuredReleases {
  readonly cells: readonly (readonly PrivateCell[])[];
  /** How many groups there were before the selection, all releases together: exact, so it may be told of simulation data only. */
  readonly groups: number;
}

/** @returns the noisy cells of each release; refuses with E_EXEC when anything fails after the data was opened */
export async function measureReleases(
  { plan, keyTypes }: Pick<PrivateAnalysis, 'plan' | 'keyTypes'>,
  databases: readonly Database[],
  options: PerformOptions,
): Promise<Outcome<MeasuredReleases>> {
  return inQueryWorker(databases, options, async (worker) => {
    const cells: (readonly PrivateCell[])[] = [];
    let groups = 0;
    for (const [at, release] of plan.releases.entries()) {
      const measured = await measure(worker, release, options);
      if (!measured.ok) return measured;
      groups += measured.value[0]?.rows.length ?? 0;
      const noisy = noiseRelease(release, measured.value, options.random);
      cells.push(noisy);
      // Others wait for this process.
      await turn();
      // A later release may read this one, for it is public now.
      const written = await worker.ask.write({ cells: loaded({ plan, keyTypes }, at, noisy), sql: [] });
      if (!written.ok) return written;
    }
    return accept({ cells, groups });
  });
}

async function measure(
  worker: QueryWorker,
  release: Release,
  options: PerformOptions,
): Promise<Outcome<readonly Measured[]>> {
  const statements = printRelease(release, options);
  const ran = await worker.ask.run({ setup: [], queries: statements.map(({ sql }) => sql) });
  if (!ran.ok) return ran;
  return accept(
    statements.map((measurement, at) => ({ measurement, rows: (ran.value.tables[at]?.rows ?? []).map(scalars) })),
  );
}

function loaded(
  { plan, keyTypes }: Pick<PrivateAnalysis, 'plan' | 'keyTypes'>,
  at: number,
  cells: readonly PrivateCell[],
): CellsInput {
  const release = plan.releases[at];
  if (!release) throw new Error('Cannot load: must be a release of the plan');
  return { ...cellsTable(at, release, keyTypes[at] ?? []), rows: cellsRows(cells) };
}

/** HAVING, ratios, joins with public tables, ORDER BY and LIMIT, over noisy cells. */
export async function postProcess(
  { plan, keyTypes, explanation }: PrivateAnalysis,
  cells: readonly (readonly PrivateCell[])[],
  databases: readonly Database[],
  options: PerformOptions,
): Promise<Outcome<ResultTable>> {
  return inQueryWorker(databases, options, async (worker) => {
    for (const at of plan.releases.keys()) {
      const written = await worker.ask.write({ cells: loaded({ plan, keyTypes }, at, cells[at] ?? []), sql: [] });
      if (!written.ok) return written;
    }
    const ran = await worker.ask.run({ setup: [], queries: [printPostOf(plan, options.limits.resultRows)] });
    if (!ran.ok) return ran;
    const rows = (ran.value.tables[0]?.rows ?? []).map(scalars);
    if (rows.length > options.limits.resultRows) {
      return refuse('E_TOO_COMPLEX', `Cannot return the rows: must be at most ${options.limits.resultRows}`);
    }
    return accept(visibleTable(explanation.columns, rows));
  });
}
