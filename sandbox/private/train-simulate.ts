/**
 * A training on simulation data: the model without noise, and the one that the price would buy. Nothing is charged, for these rows belong
 * to nobody.
 *
 * @see query-and-privacy.md §3.10
 */
import { nanosPerRho } from '#policies/privacy/cost.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { nanoRho } from '#policies/units.ts';
import { openRandomness } from '../ledger/randomness.ts';
import type { Simulation } from '../operations.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { modelTable } from './model-table.ts';
import type { PerformOptions } from './perform.ts';
import { privateForms } from './simulate.ts';
import type { TrainAnalysis } from './train-analyse.ts';
import { train } from './train.ts';

/** So much ρ that the noise is below the last digit that anybody looks at. */
const noiseless = nanoRho(10n ** 12n * nanosPerRho);

export async function simulateTraining(parts: DomainParts, analysis: TrainAnalysis): Promise<Outcome<Simulation>> {
  const { limits, log, folders } = parts;
  const options: PerformOptions = { limits, log, temp: folders.temp, random: openRandomness(), salt: 'simulation' };
  const databases = await privateForms(parts, analysis.entries);
  if (!databases.ok) return databases;
  const { plan, explanation } = analysis;
  const trained = await train(plan, databases.value, { ...options, prices: [noiseless, plan.cost.rho] });
  if (!trained.ok) return trained;
  const [exact, noisy] = trained.value;
  if (!exact || !noisy) throw new Error('Cannot simulate: there must be a model for each price');
  const tables = { table: modelTable(exact), forecast: modelTable(noisy) };
  return accept({ explanation, ...tables, model: noisy, verdicts: {}, review: [] });
}
