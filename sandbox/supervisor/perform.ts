/** One analysis of the exact lane over its snapshots: a table by its rules, a model by its checks, a program by its mode. */
import { checksWith } from '#policies/disclosure/model/finding.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { isFit, type FitAnalysis } from '../model/analyse.ts';
import { failedChecks, runFit } from '../model/run.ts';
import { isOverRows, isOverTable, type RowsProgramAnalysis, type TablesAnalysis } from '../program/exact-analyse.ts';
import { judgeProduct } from '../program/models.ts';
import type { ProgramUse } from '../program/parts.ts';
import { programTable } from '../program/program-table.ts';
import { runOverRows } from '../program/run-rows.ts';
import { runOverTable } from '../program/tables.ts';
import type { Analysis } from './analyse.ts';
import { execute, type ExecuteOptions } from './execute.ts';
import type { Performed } from './keep.ts';
import type { Database } from './worker.ts';

/** A program over noisy cells is none: it is run where the noise is. */
export type Exact = Analysis | FitAnalysis | RowsProgramAnalysis | (TablesAnalysis & { readonly base: Analysis });

export interface PerformUse extends ExecuteOptions {
  /** Of programs, and the secret by which units are put into blocks. */
  readonly program?: { readonly use: ProgramUse; readonly salt: string };
}

/** Refuses with E_EXEC, or with what the caller must not tell. */
export async function perform(
  analysis: Exact,
  databases: readonly Database[],
  use: PerformUse,
): Promise<Outcome<Performed>> {
  if (isFit(analysis)) {
    const fitted = await runFit(analysis, databases, use);
    return fitted.ok ? accept({ plan: analysis.plan.set, ...fitted.value }) : fitted;
  }
  if (isOverRows(analysis)) return performOverRows(analysis, databases, use);
  if (!isOverTable(analysis)) return performTable(analysis, databases, use);
  const base = await performTable(analysis.base, databases, use);
  if (!base.ok) return base;
  const { use: programs } = programOf(use);
  const product = await runOverTable(analysis.asked, base.value.table, programs);
  return product.ok ? accept({ ...base.value, table: product.value.table, tier: programs.processes.tier }) : product;
}

async function performTable(
  analysis: Analysis,
  databases: readonly Database[],
  use: ExecuteOptions,
): Promise<Outcome<Performed>> {
  const done = await execute(analysis, databases, use);
  if (!done.ok) return done;
  const { released: table, verdicts, review, judgement: cells, told } = done.value;
  return accept({ plan: analysis.plan, told, table, verdicts, review: [...review], ...(cells && { cells }) });
}

async function performOverRows(
  { plan, asked }: RowsProgramAnalysis,
  databases: readonly Database[],
  use: PerformUse,
): Promise<Outcome<Performed>> {
  const { use: programs, salt } = programOf(use);
  const { temp, membership } = use;
  const options = { ...programs, temp, salt, databases, ...(membership !== undefined && { membership }) };
  const done = await runOverRows(asked, plan, options);
  if (!done.ok) return done;
  const { limits, log, onStart } = programs;
  const judging = { limits, log, ...(onStart && { onStart }) };
  const judged = await judgeProduct({ script: asked.script, plan }, done.value, judging);
  if (!judged.ok) return judged;
  const { model, finding: modelFinding } = judged.value;
  return accept({
    plan: plan.set,
    table: programTable(asked.script, done.value.numbers),
    ...(model && { model }),
    modelFinding,
    verdicts: failedChecks(modelFinding),
    review: [...checksWith(modelFinding, 'review')],
    tier: programs.processes.tier,
  });
}

function programOf({ program }: PerformUse): NonNullable<PerformUse['program']> {
  if (!program) throw new Error('Cannot run a program: there must be workers for it');
  return program;
}
