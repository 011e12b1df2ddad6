/**
 * Linear regression from one release of noisy sufficient statistics.
 *
 * @see Vu & Slavković, "Differential privacy for clinical trial data", ICDM Workshops 2009; Wang, UAI 2018, §3.1
 */
import { unwrap } from '../../refusal.ts';
import type { RandomSource } from '../random.ts';
import { bootstrapIntervals, level, sampleNormal } from './confidence.ts';
import { toDataUnits, type Fit, type IntervalNote } from './fit.ts';
import { momentQuery, unpackMoments } from './moments.ts';
import { normalEquations, type NormalEquations } from './normal-equations.ts';
import { releaseVector, type NoisyVector, type Runner } from './runner.ts';
import { dot, eigenOf, noiseLevel, solveLifted, times, type Matrix } from './symmetric.ts';
import { requireTraining, type NumberField, type Training } from './training.ts';

/**
 * Trains on one measurement. For every training that `requireTraining` accepts, the release is ρ-zCDP for the units, where ρ is `run.rho`;
 * all else is computed from it.
 *
 * @throws Error for any other training; what `run.measure` throws
 */
export async function trainLinear(training: Training<NumberField>, run: Runner): Promise<Fit> {
  unwrap(requireTraining(training));
  const released = await releaseVector(momentQuery(training, run.rho), run);
  const moments = unpackMoments(training, released.values);
  const { gram, cross } = normalEquations(training, moments);
  const floor = noiseLevel(released.sigma, cross.length);
  const eigen = eigenOf(gram);
  const weights = solveLifted(eigen, cross, floor);
  const rows = moments[0]?.[0] ?? 0;
  const note = intervalNote(training, { spare: rows - weights.length, smallest: Math.min(...eigen.values) / floor });
  const residual = residualVariance({ moments, gram, cross }, weights, released.sigma);
  const noise = (): NormalEquations => repeatedNoise(training, released, run.random);
  const system = { gram, cross, floor, residual, noise };
  return {
    ...toDataUnits(training, {
      weights,
      ...(note.kind === 'given' && { intervals: await bootstrapIntervals(system, weights, run) }),
    }),
    intervals: note,
    rows,
    weakDirections: eigen.values.filter((value) => value <= floor).length,
    spent: run.rho,
    iterations: 1,
  };
}

/**
 * The variance of one row's error, rather too large than too small. The noise reaches the sum of squares through (w, −1) on both sides, with a
 * standard deviation of at most √2 σ |(w, −1)|²; that much is added, for where the true sum is below it, it cannot be seen at all.
 */
function residualVariance(
  { moments, gram, cross }: NormalEquations & { readonly moments: Matrix },
  weights: readonly number[],
  sigma: number,
): number {
  const square = moments.at(-1)?.at(-1) ?? 0;
  const seen = square - 2 * dot(weights, cross) + dot(weights, times(gram, weights));
  const unseen = Math.SQRT2 * sigma * (1 + dot(weights, weights));
  return (Math.max(0, seen) + unseen) / ((moments[0]?.[0] ?? 0) - weights.length);
}

/** The noise of a release, drawn once more. */
function repeatedNoise(training: Training, { values, sigma }: NoisyVector, random: RandomSource): NormalEquations {
  const noise = values.map(() => sigma * sampleNormal(random));
  return normalEquations(training, unpackMoments(training, noise));
}

/** An eigenvalue within this many noise levels of 0 can make the estimate jump, and no interval made from one release shows that. */
const clearly = 2;

/** Intervals only where they would be true: rows of one unit are not independent, and a weak direction has no honest spread. */
function intervalNote(
  { rowsPerUnit }: Training,
  { spare, smallest }: { readonly spare: number; readonly smallest: number },
): IntervalNote {
  if (rowsPerUnit > 1) return { kind: 'absent', reason: 'rows_of_one_unit' };
  if (smallest < clearly) return { kind: 'absent', reason: 'weak_direction' };
  if (spare < 1) return { kind: 'absent', reason: 'few_rows' };
  return {
    kind: 'given',
    level,
    covers:
      'the noise of the release and the chance of the sample, for independent rows; not the clamping to the bounds',
  };
}
