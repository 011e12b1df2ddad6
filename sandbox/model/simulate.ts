/** An exact training on simulation data: the model, and what the checks say of it, for these rows belong to nobody. */
import { join } from 'node:path';
import { accept, type Outcome } from '#policies/refusal.ts';
import type { Simulation } from '../operations.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import type { FitAnalysis } from './analyse.ts';
import { fitOver } from './fit.ts';
import { fitTable } from './table.ts';

export async function simulateFit(
  { folders, limits, log }: DomainParts,
  { plan, entries, explanation }: FitAnalysis,
): Promise<Outcome<Simulation>> {
  const databases = entries.map(({ id }) => ({ name: id, path: join(folders.simulation, `${id}.duckdb`) }));
  const fitted = await fitOver(plan, databases, { limits, log, temp: folders.temp });
  if (!fitted.ok) return fitted;
  const { card, finding } = fitted.value;
  const table = fitTable(card);
  return accept({ explanation, table, forecast: table, model: card, modelFinding: finding, verdicts: {}, review: [] });
}
