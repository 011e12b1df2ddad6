/**
 * A private program on simulation data: its numbers without noise, those that the price would buy, and what it said and did. Nothing is charged,
 * for these rows belong to nobody.
 *
 * @see query-and-privacy.md §3.10; programs.md decision 7
 */
import { nanosPerRho } from '#policies/privacy/cost.ts';
import { noisyAverages } from '#policies/program/blocks-noise.ts';
import type { BlocksPlan, MapPlan } from '#policies/program/private-plan.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { nanoRho } from '#policies/units.ts';
import { openRandomness } from '../ledger/randomness.ts';
import type { Simulation } from '../operations.ts';
import { privateForms } from '../private/simulate.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import type { Database } from '../supervisor/worker.ts';
import type { DebugReport, ProcessSource } from './guest.ts';
import type { PrivateProgramAnalysis } from './private-analyse.ts';
import { privateModel } from './models.ts';
import { openProgram, type ProgramOptions } from './private-ask.ts';
import { programTable } from './program-table.ts';
import { readPacked, readSegmented } from './read-rows.ts';
import { sumBlocks } from './run-blocks.ts';
import { runMap } from './run-map.ts';

/** So much ρ that the noise is below the last digit that anybody looks at. */
const noiseless = nanoRho(10n ** 12n * nanosPerRho);

interface Simulated {
  readonly exact: readonly number[];
  readonly noisy: readonly number[];
  readonly report: DebugReport;
}

/** Refuses E_PROGRAM, with what the program said, where it fails or is given up. */
export async function simulatePrivateProgram(
  parts: DomainParts,
  { plan, entries, explanation }: PrivateProgramAnalysis,
  processes: ProcessSource,
): Promise<Outcome<Simulation>> {
  const { limits, log, folders } = parts;
  const options: ProgramOptions = {
    limits,
    log,
    temp: folders.temp,
    random: openRandomness(),
    salt: 'simulation',
    processes: () => Promise.resolve(processes),
    debug: true,
  };
  const databases = await privateForms(parts, entries);
  if (!databases.ok) return databases;
  const done = await (plan.mode === 'map'
    ? simulateMap(plan, databases.value, options)
    : simulateBlocks(plan, databases.value, options));
  if (!done.ok) return done;
  const { exact, noisy, report } = done.value;
  const made = privateModel(plan, noisy);
  if (!made.ok) return made;
  const tables = { table: programTable(plan.script, exact), forecast: programTable(plan.script, noisy) };
  return accept({
    explanation,
    ...tables,
    ...(made.value && { model: made.value }),
    verdicts: {},
    review: [],
    program: { ...report, console: [...report.console] },
  });
}

/** Two runs over the same rows, for what a pass sees depends on the noise of the one before. */
async function simulateMap(
  plan: MapPlan,
  databases: readonly Database[],
  options: ProgramOptions,
): Promise<Outcome<Simulated>> {
  const rows = await readPacked(plan.units, databases, options);
  if (!rows.ok) return rows;
  using guest = await openProgram(plan, options);
  const run = { guest, rows: rows.value, random: options.random };
  const exact = await runMap(plan, { ...run, pass: noiseless });
  if (!exact.ok) return exact;
  const noisy = await runMap(plan, run);
  return noisy.ok ? accept({ exact: exact.value, noisy: noisy.value, report: guest.report() }) : noisy;
}

async function simulateBlocks(
  plan: BlocksPlan,
  databases: readonly Database[],
  options: ProgramOptions,
): Promise<Outcome<Simulated>> {
  const { declared, script, cost } = plan;
  const rows = await readSegmented(plan.units, databases, { ...options, blocks: script.count });
  if (!rows.ok) return rows;
  using guest = await openProgram(plan, options);
  const sums = await sumBlocks(plan, { guest, rows: rows.value });
  const [exact, noisy] = [noiseless, cost.rho].map((rho) =>
    noisyAverages(sums, { declared, count: script.count, rho }, options.random),
  );
  if (!exact || !noisy) throw new Error('Cannot simulate: there must be numbers for each price');
  return accept({ exact, noisy, report: guest.report() });
}
