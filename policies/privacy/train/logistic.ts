/**
 * Logistic regression: one release of moments tells the shape of the features, then a fixed number of noisy gradients is followed with
 * steps shaped by it. The curvature of the loss is never above a quarter of the moments', so no step needs a line search.
 *
 * @see Böhning & Lindsay, "Monotonicity of quadratic-approximation algorithms", Ann. Inst. Statist. Math. 1988, §4; `logistic.proof.md`
 */
import { unwrap } from '../../refusal.ts';
import { nanoRho, type NanoRho } from '../../units.ts';
import { toDataUnits, type Fit } from './fit.ts';
import { gradientSensitivity2, printGradient } from './gradient.ts';
import { normalEquations } from './normal-equations.ts';
import { momentQuery, unpackMoments } from './moments.ts';
import { releaseVector, type Runner } from './runner.ts';
import { eigenOf, noiseLevel, solveLifted } from './symmetric.ts';
import { requireTraining, type BinaryField, type Training } from './training.ts';

/** How many gradients are taken. Fixed before the start: stopping early would tell of the data, and running on would cost more. */
export const defaultIterations = 10;
/** Share of ρ for the moments, in per cent; the gradients have equal shares of the rest. */
const momentPercent = 30n;

/**
 * Trains on one measurement of moments and `iterations` of gradients. For every training that `requireTraining` accepts, all releases
 * together are ρ-zCDP for the units, where ρ is `run.rho`: the parts are fixed first, and sum to it exactly.
 *
 * @throws Error for any other training; RangeError when `iterations` is not a whole number from 1, or `run.rho` is too small to be shared; what `run.measure` throws
 */
export async function trainLogistic(
  training: Training<BinaryField>,
  run: Runner,
  iterations: number = defaultIterations,
): Promise<Fit> {
  unwrap(requireTraining(training));
  const shares = shareRho(run.rho, iterations);
  const first = await releaseVector(momentQuery(training, shares.moments), run);
  const moments = unpackMoments(training, first.values);
  const { gram, cross } = normalEquations(training, moments);
  const eigen = eigenOf(gram);
  // At weights 0 the gradient is −Xᵀy/2 for y of −1 and 1, and that is among the moments: the first step is free.
  let floor = noiseLevel(first.sigma, cross.length);
  let weights = solveLifted(eigen, cross, floor).map((value) => 2 * value);
  for (let step = 0; step < iterations; step++) {
    const sql = printGradient(training, weights);
    const query = { sql, length: cross.length, sensitivity2: gradientSensitivity2(training), rho: shares.gradient };
    const { values, sigma } = await releaseVector(query, run);
    // Where there is nothing but noise, all steps together move a weight by about 1 at most.
    floor = Math.max(floor, 4 * sigma * Math.sqrt(iterations));
    const move = solveLifted(eigen, values, floor);
    weights = weights.map((weight, i) => weight - 4 * (move[i] ?? 0));
  }
  return {
    ...toDataUnits(training, { weights }),
    intervals: { kind: 'absent', reason: 'no_sound_method' },
    rows: moments[0]?.[0] ?? 0,
    weakDirections: eigen.values.filter((value) => value <= floor).length,
    spent: run.rho,
    iterations,
  };
}

/** Splits ρ into the moments' part and equal parts for the gradients; they add up to it to the last billionth. */
export function shareRho(rho: NanoRho, iterations: number): { readonly moments: NanoRho; readonly gradient: NanoRho } {
  if (!Number.isSafeInteger(iterations) || iterations < 1) {
    throw new RangeError(`Cannot share ρ: iterations must be a whole number from 1; got ${iterations}`);
  }
  const gradient = (rho * (100n - momentPercent)) / 100n / BigInt(iterations);
  if (gradient < 1n)
    throw new RangeError(`Cannot share ρ: each part must be a billionth or more; got ${rho} for ${iterations}`);
  return { moments: nanoRho(rho - gradient * BigInt(iterations)), gradient: nanoRho(gradient) };
}
