/**
 * What checkers see of a submitted result before they ask for a look at it: bands and verdicts. The submission is proven, so that of a result
 * that nobody wants to take out nothing is told at all; no value crosses here.
 *
 * @see disclosure.md §6; architecture.md invariant 11; docs/decisions/058-the-release-review.md
 */
import { evidenceOf, type EvidencePage } from '#policies/disclosure/decision/evidence.ts';
import type { TrainedCard } from '#policies/disclosure/model/forms.ts';
import type { Trust } from '#policies/record/checkpoint.ts';
import type { Permit } from '#policies/record/permit.ts';
import { accept, type Outcome } from '#policies/refusal.ts';
import { resultHash, type Quarantine, type Quarantined } from '../supervisor/quarantine.ts';
import { requireSubmission } from '../supervisor/release-permits.ts';
import type { Decisions } from './decisions.ts';
import type { ModelEvidence, ResultEvidence } from './evidence-form.ts';

interface Kept {
  readonly trust: Trust;
  readonly quarantine: Quarantine;
  readonly decisions: Decisions;
}

interface Asked extends EvidencePage {
  readonly run: string;
  readonly submitted: Permit;
}

/** Also of a result that was purged since, where its decision was kept. Refuses E_PERMIT for what nobody has submitted. */
export async function readEvidence(
  { trust, quarantine, decisions }: Kept,
  { run, submitted, ...page }: Asked,
): Promise<Outcome<ResultEvidence>> {
  const made = await decisions.get(run);
  const kept = await quarantine.get(run);
  if (!kept.ok && !made) return kept;
  const hash = made?.decision.result ?? (kept.ok ? resultHash(kept.value) : '');
  const allowed = requireSubmission(trust, submitted, { run, resultHash: hash });
  if (!allowed.ok) return allowed;
  const model = kept.ok ? modelOf(kept.value) : undefined;
  return accept({ ...(made && { table: evidenceOf(made, page) }), ...(model && { model }) });
}

function modelOf({ model, modelFinding }: Quarantined): ModelEvidence | undefined {
  if (!model) return undefined;
  const checks = (modelFinding?.checks ?? []).map(({ name, verdict, limit }) => ({ name, verdict, limit }));
  return {
    family: model.kind,
    maker: 'maker' in model ? 'program' : 'trainer',
    lane: 'aboutRows' in model ? 'exact' : 'private',
    features: model.features.length,
    parameters: parametersOf(model),
    checks,
  };
}

/** Numbers that the card holds. */
function parametersOf(model: TrainedCard): number {
  switch (model.kind) {
    case 'linear':
    case 'logistic':
      return model.coefficients.length + 1;
    case 'kmeans':
      return model.centres.reduce((sum, { at }) => sum + at.length, 0);
    case 'boosted_stumps':
      return 3 * model.stumps.length + 1;
  }
}
