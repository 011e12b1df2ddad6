/**
 * The exact fit: ordinary least squares, or logistic regression by iteratively reweighted least squares. Deterministic: the rows come in
 * one order, and nothing here draws.
 *
 * @see McCullagh & Nelder, Generalized Linear Models, 2nd ed., §2.5; SACRO-ML fits the same models to attack them
 */
import { factorOf, solve, type Factor } from './cholesky.ts';
import type { Design } from './design.ts';

export interface ExactFit {
  /** One per column of the design, on its scale. */
  readonly weights: Float64Array;
  /** Of XᵀWX at the last step; its rank is that of the model. */
  readonly factor: Factor;
  /** W: variance of each fitted value; 1 for a linear model. In the order of `rows`. */
  readonly variances: Float64Array;
  /** False where the likelihood grows without end, so that the weights mean nothing. */
  readonly converged: boolean;
}

/** Newton's steps shrink quadratically; where classes do not overlap each moves by about 1, and would for ever. */
const maxSteps = 20;
const still = 1e-8;
/** Keeps a certain row from dividing by zero; reached only beyond the last step of a fit without end. */
const least = 1e-12;

/**
 * Fits to the rows named, or to all.
 * For every design of full rank whose classes overlap, the weights are the maximum of the likelihood to about ten digits.
 */
export function fitExactly(design: Design, rows: Uint32Array = allRows(design)): ExactFit {
  return design.isLogistic ? fitLogistic(design, rows) : fitLinear(design, rows);
}

/** The same of weights that somebody else found: how each row would count in a fit that ended there. */
export function fitAt(design: Design, weights: Float64Array): ExactFit {
  const rows = allRows(design);
  const variances = Float64Array.from(rows, (row) => {
    if (!design.isLogistic) return 1;
    const p = logistic(scoreOf(design, weights, row));
    return Math.max(p * (1 - p), least);
  });
  const { gram } = normalEquations(design, rows, { variances, right: new Float64Array(rows.length) });
  return { weights, factor: factorOf(gram, design.width), variances, converged: true };
}

export function allRows({ count }: Pick<Design, 'count'>): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row);
}

/** x · w of one row. */
export function scoreOf({ x, width }: Design, weights: Float64Array, row: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (x[row * width + k] ?? 0) * (weights[k] ?? 0);
  return sum;
}

export function logistic(score: number): number {
  return 1 / (1 + Math.exp(-score));
}

function fitLinear(design: Design, rows: Uint32Array): ExactFit {
  const variances = new Float64Array(rows.length).fill(1);
  const { gram, cross } = normalEquations(design, rows, {
    variances,
    right: Float64Array.from(rows, (row) => design.y[row] ?? 0),
  });
  const factor = factorOf(gram, design.width);
  return { weights: solve(factor, cross), factor, variances, converged: true };
}

function fitLogistic(design: Design, rows: Uint32Array): ExactFit {
  const variances = new Float64Array(rows.length);
  const right = new Float64Array(rows.length);
  let weights: Float64Array = new Float64Array(design.width);
  let factor: Factor = { width: design.width, lower: new Float64Array(design.width ** 2), rank: 0 };
  for (let step = 0; step < maxSteps; step++) {
    rows.forEach((row, at) => {
      const p = logistic(scoreOf(design, weights, row));
      variances[at] = Math.max(p * (1 - p), least);
      right[at] = (design.y[row] ?? 0) - p;
    });
    const equations = normalEquations(design, rows, { variances, right });
    factor = factorOf(equations.gram, design.width);
    const move = solve(factor, equations.cross);
    weights = weights.map((weight, k) => weight + (move[k] ?? 0));
    if (move.every((change) => Math.abs(change) < still)) return { weights, factor, variances, converged: true };
  }
  return { weights, factor, variances, converged: false };
}

interface Weighing {
  readonly variances: Float64Array;
  /** What the cross products are taken with: y − p, or the target itself. */
  readonly right: Float64Array;
}

/** XᵀWX, lower triangle, and Xᵀr. */
function normalEquations(
  { x, width }: Design,
  rows: Uint32Array,
  { variances, right }: Weighing,
): { readonly gram: Float64Array; readonly cross: Float64Array } {
  const gram = new Float64Array(width * width);
  const cross = new Float64Array(width);
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] ?? 0;
    const variance = variances[at] ?? 0;
    const r = right[at] ?? 0;
    for (let i = 0; i < width; i++) {
      const xi = x[row * width + i] ?? 0;
      if (xi === 0) continue;
      cross[i] = (cross[i] ?? 0) + xi * r;
      const scaled = xi * variance;
      for (let j = 0; j <= i; j++) {
        const place = i * width + j;
        gram[place] = (gram[place] ?? 0) + scaled * (x[row * width + j] ?? 0);
      }
    }
  }
  return { gram, cross };
}
