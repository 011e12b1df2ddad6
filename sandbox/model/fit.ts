/**
 * An exact training over one set of database files. Rows go from the query worker to the model worker, both processes of the domain, and end
 * there; what comes back is a card and what the checks found.
 *
 * @see docs/decisions/023-exact-models.md
 */
import type { ExactCard } from '#policies/disclosure/model/card.ts';
import type { ModelFinding } from '#policies/disclosure/model/finding.ts';
import type { FitPlan } from '#policies/disclosure/model/plan.ts';
import { printFitPart, printFitRows, printFitSize, rowsPerPart } from '#policies/disclosure/model/rows-sql.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { membershipName } from '../history/membership.ts';
import {
  inQueryWorker,
  startWorker,
  withDeadline,
  type Database,
  type QueryWorker,
  type Worker,
  type WorkerUse,
} from '../supervisor/worker.ts';
import { modelOperations } from './operations.ts';
import { rememberRows } from './remember.ts';

export interface FitOptions extends Omit<WorkerUse, 'create'> {
  /** Real data: the new file that remembers whose rows trained the model. */
  readonly membership?: string;
}

export interface FittedModel {
  readonly card: ExactCard;
  readonly finding: ModelFinding;
}

type ModelWorker = Worker<typeof modelOperations>;

/** @returns the model of all rows; refuses with E_EXEC when anything fails after the data was opened */
export async function fitOver(
  plan: FitPlan,
  databases: readonly Database[],
  { membership, ...options }: FitOptions,
): Promise<Outcome<FittedModel>> {
  const { limits, log, onStart } = options;
  const module = new URL('./main.ts', import.meta.url);
  using model = startWorker(modelOperations, { module, log, maxMemory: limits.queryMemory });
  const create = membership === undefined ? {} : { create: { name: membershipName, path: membership } };
  const fed = await inQueryWorker(databases, { ...options, ...create }, async (worker) => {
    const sent = await feed(plan, worker, model);
    return sent.ok && membership !== undefined ? rememberRows(plan.set, worker) : sent;
  });
  if (!fed.ok) return fed;
  onStart?.(model.child.kill);
  const { features, ...declared } = plan.training;
  const asked = model.ask.train({
    training: { ...declared, features: [...features], rowsPerUnit: 1 },
    profile: plan.set.profile,
    k: plan.set.k,
  });
  // Awaited here: leaving this scope kills the worker.
  return await withDeadline(model.child, limits.queryDeadline, asked);
}

async function feed(plan: FitPlan, worker: QueryWorker, model: ModelWorker): Promise<Outcome<void>> {
  const made = await worker.ask.run({ setup: [printFitRows(plan)], queries: [printFitSize] });
  if (!made.ok) return made;
  const [rows = 0, units = 0] = (made.value.tables[0]?.rows[0] ?? []).map(Number);
  // The catalog says that there is one; a snapshot that has more is not what was declared.
  if (rows !== units) return refuse('E_EXEC', 'Cannot complete the run');
  for (let part = 0; part * rowsPerPart < rows; part += 1) {
    const read = await worker.ask.run({ setup: [], queries: [printFitPart(plan, part)] });
    if (!read.ok) return read;
    const columns = (read.value.tables[0]?.rows[0] ?? []).map(numbers);
    const taken = await model.ask.take({ columns });
    if (!taken.ok) return taken;
  }
  return accept(undefined);
}

/** @throws Error for what is no list of finite numbers: the statement gives no other */
function numbers(list: unknown): number[] {
  if (!Array.isArray(list)) throw new Error('Cannot read the rows: must be lists of numbers');
  return list.map((value: unknown) => {
    if (typeof value !== 'number') throw new Error('Cannot read the rows: must be finite numbers');
    return value;
  });
}
