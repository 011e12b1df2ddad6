/** Secondary suppression, and rounding, in a process of its own, under the deadline of a query. */
import { lighter, type Polished } from '#policies/disclosure/suppress/exact.ts';
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

/** Late, or killed for its memory: E_EXEC for all. Problems come one after the other, and what one leaves of the polish is for the next. */
export function inSuppressWorker<T>(
  { polishSeconds: left = 0, ...use }: SuppressUse,
  work: (protect: Suppressor) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  return inOwnWorker(use, (worker) =>
    work(async (problem) => {
      const found = await protectOne(worker, problem, left);
      if (!found.ok) return found;
      left -= found.value.spent;
      return accept(found.value.protection);
    }),
  );
}

export interface SuppressUse extends WorkerLimits {
  /** Seconds of work, of all problems together, for patterns that lose less. @see exact.ts */
  readonly polishSeconds?: number;
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
  options: SuppressUse,
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

/** Both ways to the end where there is something to polish: what is objected to on one may make it the worse one. */
async function protectOne(worker: SuppressWorker, problem: TableProblem, seconds: number): Promise<Outcome<Polished>> {
  const plain = await settle(worker, problem);
  if (!plain.ok || plain.value.protection.kind === 'infeasible') return plain;
  const { protection: first } = plain.value;
  if (seconds <= 0 || first.secondary.length === 0) return plain;
  const polished = await settle(worker, problem, seconds);
  if (!polished.ok) return polished;
  const { protection: second, spent } = polished.value;
  if (second.kind === 'infeasible') return accept({ protection: first, spent });
  const programs = first.programs + second.programs;
  return accept({ protection: { ...lighter(problem, first, second), programs }, spent });
}

/** Comes again until no sum of hidden cells is objected to. */
async function settle(worker: SuppressWorker, problem: TableProblem, seconds?: number): Promise<Outcome<Polished>> {
  const { leafCount, cells, demands: given = [] } = problem;
  let demands: readonly Target[] = given;
  let programs = 0;
  let spent = 0;
  for (;;) {
    const polish = seconds === undefined ? {} : { polishSeconds: Math.max(0, seconds - spent) };
    const answered = await worker.ask.protect({ leafCount, cells, demands, ...polish });
    if (!answered.ok) return answered;
    const { protection } = answered.value;
    spent += answered.value.spent;
    if (protection.kind === 'infeasible') return accept({ protection, spent });
    programs += protection.programs;
    const more = problem.implicit ? implicitDemands(problem, protection.secondary) : [];
    if (more.length === 0) return accept({ protection: { ...protection, programs }, spent });
    demands = [...demands, ...more];
  }
}
