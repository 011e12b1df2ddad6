/** Programs of the modes `tables` and `rows` on simulation data: everything that they say and do is their vendor's to see. */
import { accept, type Outcome } from '#policies/refusal.ts';
import type { ProgramReport, ResultTable, Simulation } from '../operations.ts';
import type { DomainParts } from '../supervisor/parts.ts';
import { simulationOf } from '../supervisor/simulation.ts';
import type { RowsProgramAnalysis, TablesAnalysis } from './exact-analyse.ts';
import type { DebugReport } from './guest.ts';
import { judgeProduct } from './models.ts';
import type { ProgramUse } from './parts.ts';
import { programTable } from './program-table.ts';
import { runOverRows } from './run-rows.ts';
import { runOverTable } from './tables.ts';

/** @param base what the query says by itself: once with everything, once as it would leave */
export async function simulateOverTable(
  parts: DomainParts,
  { asked, explanation }: TablesAnalysis,
  base: Simulation,
): Promise<Outcome<Simulation>> {
  const use = await useOf(parts);
  const product = (input: ResultTable) => runOverTable(asked, input, use);
  const forecast = await product(base.forecast);
  if (!forecast.ok) return forecast;
  // What a program makes of a table without gaps it is shown beside; that it fails there is no failure of the test.
  const table = await product(base.table);
  const program = reportOf(forecast.value.report);
  const shown = table.ok ? table.value.table : forecast.value.table;
  return accept({ ...base, explanation, table: shown, forecast: forecast.value.table, program });
}

export async function simulateOverRows(
  parts: DomainParts,
  { asked, plan, entries, explanation }: RowsProgramAnalysis,
): Promise<Outcome<Simulation>> {
  const use = { ...(await useOf(parts)), temp: parts.folders.temp, salt: 'simulation' };
  const done = await runOverRows(asked, plan, { ...use, databases: simulationOf(parts.folders.simulation, entries) });
  if (!done.ok) return done;
  const { limits, log } = parts;
  const judged = await judgeProduct({ script: asked.script, plan }, done.value, { limits, log });
  if (!judged.ok) return judged;
  const { numbers, unrounded, grids, report } = done.value;
  const { model, finding } = judged.value;
  return accept({
    explanation,
    table: programTable(asked.script, unrounded.map(visible)),
    forecast: programTable(asked.script, numbers),
    ...(model && { model }),
    modelFinding: finding,
    verdicts: {},
    review: [],
    program: { ...reportOf(report), grids: [...grids] },
  });
}

async function useOf(parts: DomainParts): Promise<ProgramUse> {
  const { limits, log } = parts;
  return { limits, log, processes: await parts.processes(), debug: true };
}

function reportOf({ console, ...report }: DebugReport): ProgramReport {
  return { ...report, console: [...console] };
}

/** JSON has no NaN and no infinity. */
function visible(number: number): number | null {
  return Number.isFinite(number) ? number : null;
}
