/**
 * Linear regression from one release of noisy sufficient statistics.
 *
 * @see Vu & Slavković, "Differential privacy for clinical trial data", ICDM Workshops 2009; Wang, UAI 2018, §3.1
 */
import { weighted } from './design.ts';
import { toDataUnits, type Fit, type IntervalNote, type ScaledWeights } from './fit.ts';
import { bootstrapIntervals, level, sampleNormal } from './confidence.ts';
import { momentQuery, unpackMoments } from './moments.ts';
import { releaseVector, type Runner } from './runner.ts';
import { dot, eigenOf, noiseLevel, solveLifted, times, type Matrix } from './symmetric.ts';
import type { NumberField, Training } from './training.ts';

/**
 * Trains on one measurement. For every training that `requireTraining` accepts, the release is ρ-zCDP for the units, where ρ is `run.rho`;
 * all else is computed from it.
 *
 * @throws what `run.measure` throws
 */
export async function trainLinear(training: Training<NumberField>, run: Runner): Promise<Fit> {
  const { values, sigma } = await releaseVector(momentQuery(training, run.rho), run);
  const moments = unpackMoments(training, values);
  const { gram, cross } = systemOf(training, moments);
  const floor = noiseLevel(sigma, cross.length);
  const eigen = eigenOf(gram);
  const weights = solveLifted(eigen, cross, floor);
  const weakDirections = eigen.values.filter((value) => value <= floor).length;
  const rows = moments[0]?.[0] ?? 0;
  const square = moments.at(-1)?.at(-1) ?? 0;
  const residual = (square - 2 * dot(weights, cross) + dot(weights, times(gram, weights))) / (rows - weights.length);
  const note = intervalNote(training, { weakDirections, residual });
  const noise = (): { gram: Matrix; cross: readonly number[] } =>
    systemOf(
      training,
      unpackMoments(
        training,
        values.map(() => sigma * sampleNormal(run.random)),
      ),
    );
  const scaled: ScaledWeights =
    note.kind === 'given'
      ? { weights, intervals: bootstrapIntervals({ gram, cross, floor, residual, noise }, weights, run.random) }
      : { weights };
  return { ...toDataUnits(training, scaled), intervals: note, rows, weakDirections, spent: run.rho, iterations: 1 };
}

/** The normal equations, out of the matrix of all products. */
export function systemOf(training: Training, moments: Matrix): { gram: Matrix; cross: readonly number[] } {
  const places = weighted(training);
  const rows = places.map((place) => moments[place] ?? []);
  return { gram: rows.map((row) => places.map((place) => row[place] ?? 0)), cross: rows.map((row) => row.at(-1) ?? 0) };
}

/** Intervals only where they would be true: rows of one unit are not independent, and a lifted direction has no honest spread. */
function intervalNote(
  { rowsPerUnit }: Training,
  { weakDirections, residual }: { readonly weakDirections: number; readonly residual: number },
): IntervalNote {
  if (weakDirections > 0) return { kind: 'absent', reason: 'weak_direction' };
  if (rowsPerUnit > 1) return { kind: 'absent', reason: 'rows_of_one_unit' };
  if (!(residual > 0 && residual <= 4)) return { kind: 'absent', reason: 'no_residual' };
  return {
    kind: 'given',
    level,
    covers:
      'the noise of the release and the chance of the sample, for independent rows; not the clamping to the bounds',
  };
}
