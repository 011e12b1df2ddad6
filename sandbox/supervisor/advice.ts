/** Advice about a table on simulation data, in the names of the vendor's own text. */
import { adviseCoarsening } from '#policies/disclosure/coarsening.ts';
import { riskProfile } from '#policies/disclosure/profile.ts';
import { keyColumns } from '#policies/query/key-columns.ts';
import type { ExactPlan } from '#policies/query/plan.ts';
import type { Analysis } from './analyse.ts';
import type { Execution } from './execute.ts';

/** Never of real rows: it counts cells and names values of hidden ones. */
export function adviceOf({ plan }: Analysis, { judgement }: Pick<Execution, 'judgement'>): readonly string[] {
  if (plan.kind !== 'exact' || !judgement) return [];
  const thresholds = { k: plan.k, profile: riskProfile(plan.profile) };
  return adviseCoarsening(judgement.table, { thresholds, names: keyNames(plan) });
}

/** How the vendor calls each key, by its place; nothing where the result does not show it. */
export function keyNames(plan: ExactPlan): readonly string[] {
  const places = keyColumns(plan);
  const names: string[] = [];
  for (const { name, id } of plan.post.columns) {
    const place = places.get(id);
    if (place !== undefined) names[place] ??= name;
  }
  return names;
}
