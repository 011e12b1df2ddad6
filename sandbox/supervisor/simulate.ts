/** A question over simulation data, with everything visible: what it would say, and what the rules or the noise would leave of that. */
import { accept, type Outcome } from '#policies/refusal.ts';
import { isFit } from '../model/analyse.ts';
import { simulateFit } from '../model/simulate.ts';
import type { Simulation } from '../operations.ts';
import type { PrivateAnalysis } from '../private/analyse.ts';
import { isProgram, isTraining, type NoisyAnalysis } from '../private/run.ts';
import { simulatePrivately } from '../private/simulate.ts';
import { simulateTraining } from '../private/train-simulate.ts';
import { isOverRows, isOverTable } from '../program/exact-analyse.ts';
import { simulateOverRows, simulateOverTable } from '../program/exact-simulate.ts';
import { simulatePrivateProgram } from '../program/private-simulate.ts';
import { adviceOf } from './advice.ts';
import type { Analysis } from './analyse.ts';
import { cellKeysOf } from './cell-keys.ts';
import { execute } from './execute.ts';
import { forecastCells } from './forecast-cells.ts';
import type { DomainParts } from './parts.ts';
import { analyseFor, isNoisy, type Reading } from './reading.ts';
import { simulationOf } from './simulation.ts';
import type { KeysOf } from './treat-table.ts';

export async function simulate(parts: DomainParts, reading: Reading): Promise<Outcome<Simulation>> {
  const found = await analyseFor(parts, reading);
  if (!found.ok) return found;
  const analysis = found.value;
  if (isOverRows(analysis)) return simulateOverRows(parts, analysis);
  if (isOverTable(analysis)) {
    const base = await simulateTable(parts, analysis.base);
    return base.ok ? simulateOverTable(parts, analysis, base.value) : base;
  }
  if (isFit(analysis)) return simulateFit(parts, analysis);
  if (!isNoisy(analysis)) return simulateExactly(parts, analysis);
  return simulateWithNoise(parts, analysis);
}

async function simulateWithNoise(parts: DomainParts, analysis: NoisyAnalysis): Promise<Outcome<Simulation>> {
  if (isTraining(analysis)) return simulateTraining(parts, analysis);
  if (isProgram(analysis)) return simulatePrivateProgram(parts, analysis, await parts.processes());
  return simulatePrivately(parts, analysis);
}

function simulateTable(parts: DomainParts, base: Analysis | PrivateAnalysis): Promise<Outcome<Simulation>> {
  return isNoisy(base) ? simulatePrivately(parts, base) : simulateExactly(parts, base);
}

async function simulateExactly(parts: DomainParts, analysis: Analysis): Promise<Outcome<Simulation>> {
  const { limits, log, folders } = parts;
  const keysOf: KeysOf = (space) => cellKeysOf(folders, space, 'simulation');
  const use = { limits, log, temp: folders.temp, everything: true, keysOf };
  const done = await execute(analysis, simulationOf(folders.simulation, analysis.entries), use);
  if (!done.ok) return done;
  const { full, released, verdicts, review } = done.value;
  return accept({
    explanation: analysis.explanation,
    table: full ?? released,
    forecast: released,
    verdicts,
    review: [...review],
    advice: [...adviceOf(analysis, done.value)],
    cells: forecastCells(analysis, done.value),
  });
}
