/**
 * Logistic regression by Newton's method. It ends at the one best fit, wherever it began, so that leaving out a few rows moves the answer a
 * little and never by chance: such an answer keeps its digits in mode `rows`.
 */
import { solve } from './cholesky.ts';
import type { Design } from './design.ts';

export interface Fit {
  readonly coefficients: Float64Array;
  readonly iterations: number;
}

/** Weight of the belief that coefficients are near 0, in rows. It keeps the fit finite where a feature never varies. */
const ridge = 1;
const mostIterations = 25;
/** A step that is shorter in every coefficient is the last: the next one would be about its square. */
const tolerance = 1e-4;

export function fitLogistic(design: Design): Fit {
  const coefficients = new Float64Array(design.columns.length);
  for (let iteration = 1; iteration <= mostIterations; iteration++) {
    const step = newtonStep(design, coefficients);
    let longest = 0;
    for (let at = 0; at < step.length; at++) {
      coefficients[at] += step[at];
      longest = Math.max(longest, Math.abs(step[at]));
    }
    if (longest < tolerance) return { coefficients, iterations: iteration };
  }
  throw new Error(`no fit after ${mostIterations} steps`);
}

/** (XᵀWX + ridge) step = Xᵀ(y − p) − ridge · coefficients; the first coefficient, the intercept, is free. */
function newtonStep({ columns, target }: Design, coefficients: Float64Array): Float64Array {
  const { residuals, weights } = look(columns, target, coefficients);
  const size = columns.length;
  const gradient = new Float64Array(size);
  const curvature = new Float64Array(size * size);
  const weighted = new Float64Array(target.length);
  for (let row = 0; row < size; row++) {
    multiply(columns[row], weights, weighted);
    gradient[row] = dot(columns[row], residuals);
    for (let column = 0; column <= row; column++) curvature[row * size + column] = dot(weighted, columns[column]);
    if (row === 0) continue;
    gradient[row] -= ridge * coefficients[row];
    curvature[row * size + row] += ridge;
  }
  return solve(curvature, gradient);
}

/** y − p and p (1 − p) of every row, where p is what the coefficients make of it. */
function look(columns: readonly Float64Array[], target: Float64Array, coefficients: Float64Array) {
  const scores = new Float64Array(target.length);
  for (let at = 0; at < columns.length; at++) addMultiple(scores, columns[at], coefficients[at]);
  const residuals = new Float64Array(target.length);
  const weights = new Float64Array(target.length);
  for (let row = 0; row < target.length; row++) {
    const probability = 1 / (1 + Math.exp(-scores[row]));
    residuals[row] = target[row] - probability;
    weights[row] = probability * (1 - probability);
  }
  return { residuals, weights };
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += one[at] * other[at];
  return sum;
}

function multiply(one: Float64Array, other: Float64Array, product: Float64Array): void {
  for (let at = 0; at < one.length; at++) product[at] = one[at] * other[at];
}

function addMultiple(sum: Float64Array, column: Float64Array, factor: number): void {
  for (let at = 0; at < sum.length; at++) sum[at] += factor * column[at];
}
