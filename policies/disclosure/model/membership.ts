/**
 * The loss attack: rows that a model was trained on are fitted better. A model that only says what holds of everybody fits others as well.
 *
 * @see Yeom, Giacomelli, Fredrikson & Jha, "Privacy risk in machine learning", CSF 2018, §3.2; disclosure.md §3 (loss-MIA)
 */
import type { Design } from './design.ts';
import type { CheckResult, Verdict } from './finding.ts';
import { logistic, scoreOf, type ExactFit } from './fit.ts';
import type { Halves } from './halves.ts';
import type { ModelLimits } from './limits.ts';
import { aucOf, chanceOf } from './rank-test.ts';

/** Beyond this a row counts as certain: how certain, says how far it lies from the boundary and not whether it was trained on. */
const certain = Math.log(0.99);

/** Minus the loss: the squared error, or the logarithm of the probability of what is true. */
export function confidenceOf(design: Design, weights: Float64Array, row: number): number {
  const score = scoreOf(design, weights, row);
  const y = design.y[row] ?? 0;
  if (!design.isLogistic) return -((y - score) ** 2);
  return Math.min(Math.log(Math.max(logistic(y === 1 ? score : -score), Number.MIN_VALUE)), certain);
}

/** @param fit of the members */
export function checkMembership(design: Design, fit: ExactFit, { halves, limits }: Audit): CheckResult {
  const scores = (rows: Uint32Array): Float64Array =>
    Float64Array.from(rows, (row) => confidenceOf(design, fit.weights, row));
  const figure = aucOf(scores(halves.members), scores(halves.others));
  return { name: 'model_membership', verdict: judgeAuc(figure, { halves, limits }), figure, limit: limits.auc.auto };
}

export interface Audit {
  readonly halves: Halves;
  readonly limits: ModelLimits;
}

/** What chance could have done is no finding. */
export function judgeAuc(auc: number, { halves, limits }: Audit): Verdict {
  const chance = chanceOf(auc, { members: halves.members.length, others: halves.others.length });
  if (auc <= limits.auc.auto || chance >= limits.significance) return 'pass';
  return auc <= limits.auc.hard ? 'review' : 'fail';
}
