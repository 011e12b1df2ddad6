/**
 * How far the coefficients of a linear model may be from the truth: the whole estimate is repeated on made-up noisy statistics, and the
 * spread is read from the repetitions. Everything here starts from what was released, so it costs nothing.
 *
 * @see Ferrando, Wang, Sheldon, "Parametric bootstrap for differentially private confidence intervals", AISTATS 2022, Algorithm 1
 */
import type { RandomSource } from '../random.ts';
import type { Runner } from './runner.ts';
import { eigenOf, solveLifted, times, type Matrix } from './symmetric.ts';

export type ConfidenceInterval = readonly [number, number];

/** A system `gram · x = cross`, and how sure its entries are. */
export interface NoisySystem {
  readonly gram: Matrix;
  readonly cross: readonly number[];
  /** Eigenvalues below are lifted, in the estimate and in each repetition alike. */
  readonly floor: number;
  /** Variance of one row's error around the model, on the model's scale. */
  readonly residual: number;
  /** Fresh noise of the release for `gram` and `cross`. */
  readonly noise: () => Pick<NoisySystem, 'gram' | 'cross'>;
}

/** How often the estimate is repeated. */
export const repetitions = 400;
/** The confidence level of {@link bootstrapIntervals}. */
export const level = 0.95;

/**
 * 95 % intervals around `estimate`, the solution of the system, for each weight.
 *
 * They cover both the noise of the release and the chance of the sample, given that rows are independent, errors have one variance, and
 * the model is linear in the clamped values. They do not cover what the clamping itself changes.
 */
export async function bootstrapIntervals(
  system: NoisySystem,
  estimate: readonly number[],
  { random, rest }: Pick<Runner, 'random' | 'rest'>,
): Promise<readonly ConfidenceInterval[]> {
  const { values, vectors } = eigenOf(system.gram);
  const expected = times(system.gram, estimate);
  const repeat = (): readonly number[] => {
    // Xᵀ(Xβ + e) is normal around XᵀXβ with covariance σ² XᵀX.
    const along = values.map((value) => Math.sqrt(Math.max(0, value) * system.residual) * sampleNormal(random));
    const { gram, cross } = system.noise();
    const right = expected.map((value, i) => value + (times(vectors, along)[i] ?? 0) + (cross[i] ?? 0));
    return solveLifted(eigenOf(plus(system.gram, gram)), right, system.floor);
  };
  const runs: (readonly number[])[] = [];
  for (let at = 0; at < repetitions; at++) {
    await rest?.();
    runs.push(repeat());
  }
  return estimate.map((value, i) => {
    const sorted = runs.map((run) => run[i] ?? 0).sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.round(share * (repetitions - 1))] ?? 0;
    // The pivotal form: where repetitions lie above the estimate, the truth lies below.
    return [2 * value - at((1 + level) / 2), 2 * value - at((1 - level) / 2)];
  });
}

/** A standard normal number by Marsaglia's polar method; for post-processing alone, never for noise that protects. */
export function sampleNormal(random: RandomSource): number {
  for (;;) {
    const [u, v] = [2 * sampleFraction(random) - 1, 2 * sampleFraction(random) - 1];
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}

function sampleFraction(random: RandomSource): number {
  return random.bytes(6).reduce((sum, byte) => (sum + byte) / 256, 0);
}

function plus(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((value, j) => value + (b[i]?.[j] ?? 0)));
}
