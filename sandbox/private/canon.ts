/** The name of a paid answer: the same releases, bounded and priced alike, over the same snapshots. What is done with the cells is not in it. */
import type { PrivatePlan } from '#policies/privacy/plan-types.ts';
import type { TrainPlan } from '#policies/privacy/train-plan.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { canonicalText } from '#policies/query/canonical-plan.ts';
import type { Sha256 } from '#policies/units.ts';

/** @param sources snapshots and the entries they were published with, each by its hash. @see query-and-privacy.md §3.9 */
export function canonOf(plan: PrivatePlan | TrainPlan, sources: readonly string[]): Sha256 {
  const question = plan.kind === 'train' ? trainingOf(plan) : releasesOf(plan);
  return contentHash({ ...question, sources: [...sources].sort() });
}

function releasesOf({ releases }: PrivatePlan): { readonly releases: string } {
  const parts = releases.map(({ input, unit, rank, keys, vectors, statistics, bounding, selection }) => ({
    input,
    unit: { id: unit },
    rank: { id: rank ?? -1 },
    keys,
    vectors,
    statistics,
    bounding,
    selection,
  }));
  return { releases: canonicalText(parts) };
}

/** A training with another price or number of iterations is another question. */
function trainingOf({ input, unit, features, target, training, iterations, cost }: TrainPlan): {
  readonly training: string;
} {
  const columns = [...features, target].map((id) => ({ id }));
  return { training: canonicalText({ input, unit: { id: unit }, columns, training, iterations, cost }) };
}
