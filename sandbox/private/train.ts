/**
 * A training over one set of database files. The query worker makes the table of rows and adds up whole numbers; noise, and all that is
 * computed from noisy numbers, is here.
 *
 * @see query-and-privacy.md §0.4; architecture.md invariant 5
 */
import { setImmediate as turn } from 'node:timers/promises';
import { statedDelta } from '#policies/privacy/settings.ts';
import type { TrainPlan } from '#policies/privacy/train-plan.ts';
import { cardSchema } from '#policies/privacy/train/card-schema.ts';
import type { Fit } from '#policies/privacy/train/fit.ts';
import { trainLinear } from '#policies/privacy/train/linear.ts';
import { trainLogistic } from '#policies/privacy/train/logistic.ts';
import { modelCard, type ModelCard } from '#policies/privacy/train/model.ts';
import { printTrainRows } from '#policies/privacy/train/rows.ts';
import type { Runner } from '#policies/privacy/train/runner.ts';
import { isLinear, isLogistic } from '#policies/privacy/train/training.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { NanoRho } from '#policies/units.ts';
import { inQueryWorker, type Database, type QueryWorker } from '../supervisor/worker.ts';
import type { Question } from './answer.ts';
import type { PerformOptions } from './perform.ts';

/**
 * Trains once for each of `prices`, over the same rows. Real data has one price: that of the plan.
 *
 * @returns a card for each; refuses with E_EXEC when anything fails after the data was opened
 */
export function train(
  plan: TrainPlan,
  databases: readonly Database[],
  { prices = [plan.cost.rho], ...options }: PerformOptions & { readonly prices?: readonly NanoRho[] },
): Promise<Outcome<readonly ModelCard[]>> {
  return inQueryWorker(databases, options, async (worker) => {
    const made = await worker.ask.run({ setup: [printTrainRows(plan, options)], queries: [] });
    if (!made.ok) return made;
    const cards: ModelCard[] = [];
    for (const rho of prices) {
      const fitted = await fit(plan, worker, { random: options.random, rho, rest: () => turn() });
      if (!fitted.ok) return fitted;
      cards.push(modelCard(plan.training, fitted.value, { unitSpace: plan.space, delta: statedDelta }));
    }
    return accept(cards);
  });
}

/** The question for the one model of a plan. */
export function askModel(
  plan: TrainPlan,
  databases: readonly Database[],
  options: PerformOptions,
): Question<ModelCard> {
  return {
    kept: cardSchema,
    measure: async () => {
      const trained = await train(plan, databases, options);
      if (!trained.ok) return trained;
      const [card] = trained.value;
      return card ? accept(card) : refuse('E_EXEC', 'Cannot complete the run');
    },
  };
}

async function fit(
  { training, iterations }: TrainPlan,
  worker: QueryWorker,
  more: Omit<Runner, 'measure'>,
): Promise<Outcome<Fit>> {
  let refused: Outcome<never> | undefined;
  const measure = async (sql: string): Promise<readonly bigint[]> => {
    const ran = await worker.ask.run({ setup: [], queries: [sql] });
    // A trainer cannot go on without its numbers, and has no words for a refusal.
    if (!ran.ok) {
      refused = ran;
      throw new Error('Cannot measure: the worker refused');
    }
    return (ran.value.tables[0]?.rows[0] ?? []).map((value) => BigInt(String(value)));
  };
  const run: Runner = { ...more, measure };
  try {
    if (isLogistic(training)) return accept(await trainLogistic(training, run, iterations));
    if (isLinear(training)) return accept(await trainLinear(training, run));
    return refuse('E_EXEC', 'Cannot complete the run');
  } catch (error) {
    if (refused) return refused;
    throw error;
  }
}
