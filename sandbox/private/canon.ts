/** The name of a paid answer: the same releases, bounded and priced alike, over the same snapshots. What is done with the cells is not in it. */
import type { PrivatePlan } from '#policies/privacy/plan-types.ts';
import type { TrainPlan } from '#policies/privacy/train-plan.ts';
import type { ProgramPlan } from '#policies/program/private-plan.ts';
import { contentHash } from '#policies/record/content-hash.ts';
import { canonicalText } from '#policies/query/canonical-plan.ts';
import type { Sha256 } from '#policies/units.ts';

/** @param sources snapshots and the entries they were published with, each by its hash. @see query-and-privacy.md §3.9 */
export function canonOf(plan: PrivatePlan | TrainPlan | ProgramPlan, sources: readonly string[]): Sha256 {
  return contentHash({ ...questionOf(plan), sources: [...sources].sort() });
}

function questionOf(plan: PrivatePlan | TrainPlan | ProgramPlan): Readonly<Record<string, string>> {
  switch (plan.kind) {
    case 'private':
      return releasesOf(plan);
    case 'train':
      return trainingOf(plan);
    case 'program':
      return programOf(plan);
  }
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

/** The script with all that it declares, and the values of this run: a program may do anything with either. */
function programOf({ units, script, parameters, cost }: ProgramPlan): { readonly program: string } {
  const { input, unit, columns, rowsPerUnit } = units;
  const seen = columns.map(({ id, name, kind, levels = [] }) => ({ id, name, place: kind, levels }));
  const own = { script: contentHash(script), parameters, cost, rowsPerUnit };
  return { program: canonicalText({ input, unit: { id: unit }, columns: seen, ...own }) };
}
