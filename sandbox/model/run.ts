/** An ordered exact training: what is kept of it, and which of its checks the receipt and the reviewer are told of by name. */
import { checksWith, type ModelFinding } from '#policies/disclosure/model/finding.ts';
import type { ExactCard } from '#policies/disclosure/model/card.ts';
import { accept, refuse, type Outcome } from '#policies/refusal.ts';
import type { Revealed } from '../operations.ts';
import type { Database } from '../supervisor/worker.ts';
import type { FitAnalysis } from './analyse.ts';
import { fitOver, type FitOptions } from './fit.ts';
import { fitTable } from './table.ts';

export interface FitResult extends Pick<Revealed, 'table' | 'verdicts' | 'review'> {
  readonly model: ExactCard;
  readonly modelFinding: ModelFinding;
}

/** A model that fails is kept too: reviewers see why, and it is never released. */
export async function runFit(
  { plan }: FitAnalysis,
  databases: readonly Database[],
  options: FitOptions,
): Promise<Outcome<FitResult>> {
  const fitted = await fitOver(plan, databases, options);
  if (!fitted.ok) return fitted;
  const { card: model, finding: modelFinding } = fitted.value;
  return accept({
    table: fitTable(model),
    model,
    modelFinding,
    verdicts: failedChecks(modelFinding),
    review: [...checksWith(modelFinding, 'review')],
  });
}

/** Names of the checks that failed, with how often. */
export function failedChecks(finding: ModelFinding): FitResult['verdicts'] {
  const failed = checksWith(finding, 'fail').map((name) => [
    name,
    finding.checks.filter((check) => check.name === name && check.verdict === 'fail').length,
  ]);
  return Object.fromEntries(failed) as FitResult['verdicts'];
}

/** What failed its checks stays; refuses E_MODEL. */
export function requireSoundModel({ modelFinding }: Pick<Revealed, 'modelFinding'>): Outcome<void> {
  if (modelFinding?.verdict !== 'fail') return accept(undefined);
  return refuse('E_MODEL', 'Cannot release the model: its checks must not fail');
}
