/**
 * A private program over one set of database files: rows from the query worker, its calls in the program worker, noise here.
 *
 * @see programs.md decision 3; architecture.md invariant 5
 */
import { z } from 'zod';
import { averageSigmas, noisyAverages } from '#policies/program/blocks-noise.ts';
import type { BlocksPlan, MapPlan, ProgramPlan } from '#policies/program/private-plan.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Question } from '../private/answer.ts';
import type { PerformOptions } from '../private/perform.ts';
import type { Database } from '../supervisor/worker.ts';
import type { Guest, ProcessSource } from './guest.ts';
import { startGuest, type ProgramUse } from './parts.ts';
import { readPacked, readSegmented } from './read-rows.ts';
import { sumBlocks } from './run-blocks.ts';
import { runMap } from './run-map.ts';

/** All that a private program hands out. */
export const programAnswer = z.strictObject({
  /** Of all results, one after another. */
  numbers: z.array(z.number()),
  /** Standard deviation of the noise in each; of mode `map` it depends on what the program made of its sums. */
  sigma: z.array(z.number()).exactOptional(),
  iterations: z.int(),
});
export type ProgramAnswer = z.output<typeof programAnswer>;

export interface ProgramOptions extends PerformOptions, Pick<ProgramUse, 'debug'> {
  /** Asked for when a worker is needed: an answer that was paid before needs none. */
  readonly processes: () => Promise<ProcessSource>;
}

/** The question for the numbers of a plan. */
export function askProgram(
  plan: ProgramPlan,
  databases: readonly Database[],
  options: ProgramOptions,
): Question<ProgramAnswer> {
  const measure = (): Promise<Outcome<ProgramAnswer>> =>
    plan.mode === 'map' ? measureMap(plan, databases, options) : measureBlocks(plan, databases, options);
  return { kept: programAnswer, measure };
}

async function measureMap(
  plan: MapPlan,
  databases: readonly Database[],
  options: ProgramOptions,
): Promise<Outcome<ProgramAnswer>> {
  const rows = await readPacked(plan.units, databases, options);
  if (!rows.ok) return rows;
  using guest = await openProgram(plan, options);
  const numbers = await runMap(plan, { guest, rows: rows.value, random: options.random });
  return numbers.ok ? accept({ numbers: [...numbers.value], iterations: plan.script.iterations }) : numbers;
}

async function measureBlocks(
  plan: BlocksPlan,
  databases: readonly Database[],
  options: ProgramOptions,
): Promise<Outcome<ProgramAnswer>> {
  const { declared, script, cost } = plan;
  const rows = await readSegmented(plan.units, databases, { ...options, blocks: script.count });
  if (!rows.ok) return rows;
  using guest = await openProgram(plan, options);
  const sums = await sumBlocks(plan, { guest, rows: rows.value });
  const noise = { declared, count: script.count, rho: cost.rho };
  const numbers = noisyAverages(sums, noise, options.random);
  return accept({ numbers: [...numbers], sigma: [...averageSigmas(noise)], iterations: 1 });
}

/** The program in a worker of its own, which has seen no row yet. */
export async function openProgram({ script, parameters, units }: ProgramPlan, options: ProgramOptions): Promise<Guest> {
  const callMillis = script.mode === 'map' ? script.unitMillis : script.callMillis;
  const use = { ...options, processes: await options.processes() };
  return startGuest({ script, parameters }, { columns: units.columns, callMillis }, use);
}
