/** A quantile in the units of the data, with an interval from the noise of the counts on the way down. */
import type { Grid } from '../catalog/bounds.ts';
import { zConfidence, type Estimate } from './estimate.ts';
import { sigmaOf } from './gaussian-tail.ts';
import type { Rational } from './rational.ts';
import { branching, estimateQuantile, type NoisyTree, type TreeShape } from './tree.ts';

export interface NoisyQuantiles {
  readonly shape: TreeShape;
  readonly tree: NoisyTree;
  /** Of each count. */
  readonly variance: Rational;
  readonly grid: Grid;
}

/**
 * The quantile of the clamped, rounded values. The interval moves the fraction by what the noise can do to a rank: on each level the counts
 * of up to 15 brothers are added, so σ of a rank is at most √(15 · levels) σ of a count. It is wide rather than narrow.
 */
export function quantileEstimate({ shape, tree, variance, grid }: NoisyQuantiles, fraction: number): Estimate {
  const step = Number(grid.step.digits) / 10 ** grid.step.scale;
  const at = (share: number): number => {
    const place = estimateQuantile(shape, tree, Math.min(1, Math.max(0, share)));
    const inSteps = Math.min(Number(grid.hi), Math.max(Number(grid.lo), Number(grid.lo) + place - 0.5));
    return inSteps * step;
  };
  const total = Array.from({ length: branching }, (_, child) => Math.max(0, Number(tree(1, child) ?? 0n))).reduce(
    (a, b) => a + b,
    0,
  );
  const shift = (zConfidence * sigmaOf(variance) * Math.sqrt((branching - 1) * shape.levels)) / Math.max(1, total);
  const [value, low, high] = [at(fraction), at(fraction - shift), at(fraction + shift)];
  return { value, low, high, sigma: (high - low) / (2 * zConfidence) };
}
