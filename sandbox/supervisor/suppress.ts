/** Secondary suppression in a process of its own, under the deadline of a query. */
import { implicitDemands } from '#policies/disclosure/suppress/implicit.ts';
import type { Protection, TableProblem, Target } from '#policies/disclosure/suppress/problem.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { suppressOperations } from '../suppress/operations.ts';
import type { Limits } from './config.ts';
import { startWorker, withDeadline, type Worker } from './worker.ts';

type SuppressWorker = Worker<typeof suppressOperations>;

/** @returns the pattern of a problem; `implicit` is asked here, between the rounds */
export type Suppressor = (problem: TableProblem) => Promise<Outcome<Protection>>;

/** Late, or killed for its memory: E_EXEC for all. */
export async function inSuppressWorker<T>(
  { limits, log }: { readonly limits: Limits; readonly log: number },
  work: (protect: Suppressor) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const module = new URL('../suppress/main.ts', import.meta.url);
  using worker = startWorker(suppressOperations, { module, log, maxMemory: limits.queryMemory });
  const protect: Suppressor = (problem) => protectOne(worker, problem);
  // Awaited here: leaving this scope kills the worker.
  return await withDeadline(worker.child, limits.queryDeadline, work(protect));
}

/** For every problem, returns its pattern. */
export function suppressInWorker(
  problems: readonly TableProblem[],
  options: { readonly limits: Limits; readonly log: number },
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
