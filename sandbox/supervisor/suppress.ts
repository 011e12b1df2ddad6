/** Secondary suppression, and rounding, in a process of its own, under the deadline of a query. */
import { implicitDemands } from '#policies/disclosure/suppress/implicit.ts';
import type { ReleaseSettings } from '#policies/disclosure/release-settings.ts';
import type { Protection, TableProblem, Target } from '#policies/disclosure/suppress/problem.ts';
import type { TreatableCell, TreatableTable, TreatedCells } from '#policies/disclosure/treat/treat-cells.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { suppressOperations } from '../suppress/operations.ts';
import type { Limits } from './config.ts';
import { startWorker, withDeadline, type Worker } from './worker.ts';

type SuppressWorker = Worker<typeof suppressOperations>;

/** @returns the pattern of a problem; `implicit` is asked here, between the rounds */
export type Suppressor = (problem: TableProblem) => Promise<Outcome<Protection>>;

/** Late, or killed for its memory: E_EXEC for all. */
export function inSuppressWorker<T>(
  use: WorkerLimits,
  work: (protect: Suppressor) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inOwnWorker(use, (worker) => work((problem) => protectOne(worker, problem)));
}

interface WorkerLimits {
  readonly limits: Limits;
  readonly log: number;
}

async function inOwnWorker<T>(
  { limits, log }: WorkerLimits,
  work: (worker: SuppressWorker) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const module = new URL('../suppress/main.ts', import.meta.url);
  using worker = startWorker(suppressOperations, { module, log, maxMemory: limits.queryMemory });
  // Awaited here: leaving this scope kills the worker.
  return await withDeadline(worker.child, limits.queryDeadline, work(worker));
}

/** The rounded table. Refuses E_TREATMENT where none was found in time, E_EXEC as above. @see treatCells */
export async function treatInWorker(
  { statistics, leafCount, cells }: TreatableTable,
  settings: ReleaseSettings,
  use: WorkerLimits,
): Promise<Outcome<TreatedCells>> {
  const { treatment, base, profile, exactPolish } = settings;
  return inOwnWorker(use, ({ ask }) =>
    ask.treat({
      statistics: statistics.map(({ kind }) => countOf(kind)),
      leafCount,
      cells: cells.map(withoutKeys),
      settings: { treatment, base, profile, ...(exactPolish !== undefined && { exactPolish }) },
    }),
  );
}

function withoutKeys({ grouping, keys, values, hidden, exact, leaves, absent }: TreatableCell) {
  return { grouping, keys, values, hidden, exact, leaves, absent };
}

function countOf(kind: TreatableTable['statistics'][number]['kind']): 'count' | 'count_distinct' {
  if (kind === 'count' || kind === 'count_distinct') return kind;
  throw new Error('only counts are rounded');
}

/** For every problem, returns its pattern. */
export function suppressInWorker(
  problems: readonly TableProblem[],
  options: WorkerLimits,
): Promise<Outcome<readonly Protection[]>> {
  return inSuppressWorker(options, async (protect) => {
    const protections: Protection[] = [];
    for (const problem of problems) {
      const answered = await protect(problem);
      if (!answered.ok) return answered;
      protections.push(answered.value);
    }
    return accept(protections);
  });
}

/** Comes again until no sum of hidden cells is objected to. */
async function protectOne(worker: SuppressWorker, problem: TableProblem): Promise<Outcome<Protection>> {
  const { leafCount, cells, demands: given = [] } = problem;
  let demands: readonly Target[] = given;
  let programs = 0;
  for (;;) {
    const answered = await worker.ask.protect({ leafCount, cells, demands });
    if (!answered.ok || answered.value.kind === 'infeasible') return answered;
    programs += answered.value.programs;
    const more = problem.implicit ? implicitDemands(problem, answered.value.secondary) : [];
    if (more.length === 0) return accept({ ...answered.value, programs });
    demands = [...demands, ...more];
  }
}
