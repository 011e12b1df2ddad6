/**
 * Leverage: how much of a row's fitted value is made of its own target. At 1 the fitted value is the target; a value of a category that m
 * rows have gives each of them at least 1/m, so that a limit of 1/k is the rule of k units carried over to regressions.
 *
 * @see Belsley, Kuh & Welsch, Regression Diagnostics, 1980, §2.1; Pregibon, Annals of Statistics 1981 (logistic); disclosure.md §0 finding 7
 */
import { solveLower } from './cholesky.ts';
import type { Design } from './design.ts';
import type { CheckResult } from './finding.ts';
import type { ExactFit } from './fit.ts';
import type { ModelLimits } from './limits.ts';

/** hᵢᵢ = wᵢ xᵢᵀ(XᵀWX)⁻¹xᵢ of every row; they sum to the rank. */
export function leverages({ count, width, x }: Design, { factor, variances }: ExactFit): Float64Array {
  const out = new Float64Array(width);
  return Float64Array.from({ length: count }, (_, row) => {
    solveLower(factor, x.subarray(row * width, (row + 1) * width), out);
    let square = 0;
    for (let k = 0; k < width; k++) square += (out[k] ?? 0) ** 2;
    return square * (variances[row] ?? 0);
  });
}

/** Passes up to 1/k, is for a person up to the hard limit, fails above. */
export function checkLeverage(design: Design, fit: ExactFit, { k, hardLeverage }: ModelLimits): CheckResult {
  const figure = leverages(design, fit).reduce((most, value) => Math.max(most, value), 0);
  const slack = 1e-9;
  const verdict = figure <= 1 / k + slack ? 'pass' : figure <= hardLeverage + slack ? 'review' : 'fail';
  return { name: 'model_leverage', verdict, figure, limit: 1 / k };
}
