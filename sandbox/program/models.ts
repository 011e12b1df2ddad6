/** The model that a program's numbers are, by the declaration that was approved with it; and what the checks say of an exact one. */
import { joinChecks, type ModelFinding } from '#policies/disclosure/model/finding.ts';
import { epsilonOf } from '#policies/privacy/accountant.ts';
import { statedDelta } from '#policies/privacy/settings.ts';
import type { ExactProgramCard, PrivateProgramCard } from '#policies/program/models/card.ts';
import { placeOf } from '#policies/program/models/layout.ts';
import { modelOf } from '#policies/program/models/make.ts';
import { trainingRowsOf } from '#policies/program/models/rows.ts';
import type { ProgramPlan } from '#policies/program/private-plan.ts';
import type { RowsPlan } from '#policies/program/rows-plan.ts';
import type { ScriptOf } from '#policies/program/script.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import { judgeInWorker, type JudgeUse } from '../model/judge.ts';
import type { RowsProduct } from './run-rows.ts';

export interface JudgedProduct {
  /** Where the program declares one. */
  readonly model?: ExactProgramCard;
  /** Of the numbers' stability, and of the model. */
  readonly finding: ModelFinding;
}

/** The model in the numbers, and all that reviewers are told of both; refuses E_PROGRAM where the numbers are no model. */
export async function judgeProduct(
  { script, plan }: { readonly script: ScriptOf<'rows'>; readonly plan: RowsPlan },
  { numbers, unrounded, rows, finding: stability }: RowsProduct,
  use: JudgeUse,
): Promise<Outcome<JudgedProduct>> {
  const { model: declared, results } = script;
  if (!declared) return accept({ finding: stability });
  const { start, end } = placeOf(results, declared);
  const given = unrounded.slice(start, end);
  const note = { lane: 'exact', given, rows: rows.columns[0]?.length ?? 0 } as const;
  const model = modelOf(declared, numbers.slice(start, end), note);
  if (model?.lane !== 'exact') return refuseNoModel();
  const seen = { columns: plan.columns, numbers: rows.columns };
  const { profile, k } = plan.set;
  const evidence = { rows: trainingRowsOf(declared, seen), given };
  const judged = await judgeInWorker(model, evidence, { ...use, profile, k });
  return judged.ok ? accept({ model, finding: joinChecks([...stability.checks, ...judged.value.checks]) }) : judged;
}

/** @returns undefined where the program declares no model; refuses E_PROGRAM where its numbers are none */
export function privateModel(
  { script, space, cost, mode }: ProgramPlan,
  numbers: readonly number[],
): Outcome<PrivateProgramCard | undefined> {
  const { model: declared, results } = script;
  if (!declared) return accept(undefined);
  const privacy = {
    nanoRho: String(cost.rho),
    epsilon: epsilonOf({ rho: cost.rho }, statedDelta),
    delta: statedDelta,
    unitSpace: space,
    mode,
    iterations: script.mode === 'map' ? script.iterations : 1,
  };
  const { start, end } = placeOf(results, declared);
  const model = modelOf(declared, numbers.slice(start, end), { lane: 'private', privacy });
  return model?.lane === 'private' ? accept(model) : refuseNoModel();
}

function refuseNoModel(): Outcome<never> {
  return refuse(
    'E_PROGRAM',
    'Cannot make the model: its numbers must be finite, and its columns those that were declared',
  );
}
