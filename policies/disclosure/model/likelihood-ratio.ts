/**
 * The likelihood-ratio attack, offline: shadow models that never saw a row tell how well it is fitted without having been trained on, and a
 * row that the model fits better than that was a member. Only where the training runs here, for shadows need the rows.
 *
 * @see Carlini et al., "Membership inference attacks from first principles", S&P 2022, §V, §VI-C (offline); SACRO-ML LiRA
 */
import type { Design } from './design.ts';
import type { CheckResult } from './finding.ts';
import { fitExactly, logistic, scoreOf, type ExactFit } from './fit.ts';
import { halve, type Draw } from './halves.ts';
import { judgeAuc, type Audit } from './membership.ts';
import { aucOf, truePositivesAt } from './rank-test.ts';

/** Shadow models; each row is left out of about half of them. */
export const shadowCount = 32;

/** Others from which on one in a thousand is a number to speak of. */
const enoughOthers = 2000;

export interface Shadows extends Audit {
  readonly draw: Draw;
}

/** @param fit of the members. The figure is the area under the curve; members found at one false alarm in a thousand count too. */
export function checkLikelihoodRatio(design: Design, fit: ExactFit, { draw, ...audit }: Shadows): CheckResult {
  const { halves, limits } = audit;
  const outside = observeShadows(design, Uint32Array.from([...halves.members, ...halves.others]).sort(), draw);
  const scores = (rows: Uint32Array): Float64Array =>
    Float64Array.from(rows, (row) => outside.ratio(row, confidence(design, fit.weights, row)));
  const [members, others] = [scores(halves.members), scores(halves.others)];
  const figure = aucOf(members, others);
  const byArea = judgeAuc(figure, audit);
  const found = others.length >= enoughOthers ? truePositivesAt(0.001, members, others) : 0;
  const verdict = byArea === 'pass' && found > limits.truePositives ? 'review' : byArea;
  return { name: 'model_likelihood_ratio', verdict, figure, limit: limits.auc.auto };
}

/** Log-odds of what is true, or minus the distance: near enough to a normal distribution over shadows. */
function confidence(design: Design, weights: Float64Array, row: number): number {
  const score = scoreOf(design, weights, row);
  const y = design.y[row] ?? 0;
  if (!design.isLogistic) return -Math.abs(y - score);
  const p = Math.min(Math.max(logistic(y === 1 ? score : -score), 1e-15), 1 - 1e-15);
  return Math.log(p / (1 - p));
}

interface Outside {
  /** How far above what is usual for a row that was not a member, in standard deviations. */
  readonly ratio: (row: number, value: number) => number;
}

/** Mean and spread of every row's confidence over the shadows that it was not in. */
function observeShadows(design: Design, pool: Uint32Array, draw: Draw): Outside {
  const tally = (): Float64Array => new Float64Array(design.count);
  const [sum, square, times] = [tally(), tally(), tally()];
  for (let shadow = 0; shadow < shadowCount; shadow++) {
    const { members, others } = halve(pool, draw);
    const { weights } = fitExactly(design, members);
    others.forEach((row) => {
      const value = confidence(design, weights, row);
      sum[row] = (sum[row] ?? 0) + value;
      square[row] = (square[row] ?? 0) + value * value;
      times[row] = (times[row] ?? 0) + 1;
    });
  }
  return {
    ratio: (row, value) => {
      const n = times[row] ?? 0;
      if (n < 2) return 0;
      const mean = (sum[row] ?? 0) / n;
      const variance = Math.max((square[row] ?? 0) / n - mean * mean, 0);
      return (value - mean) / Math.sqrt(variance + 1e-12);
    },
  };
}
