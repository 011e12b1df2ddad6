/**
 * Exact whole numbers in, noisy statistics out. Which groups are shown is decided here too: all of a public list, or those whose noisy
 * number of units is above the threshold. Nothing exact is in what this returns.
 *
 * @see query-and-privacy.md §3.5, §3.6, §2.6 (b)
 */
import { leavesOf, levelsOf } from './bounding.ts';
import { decimalText, multiply as times, type Decimal } from '../decimal.ts';
import { totalEstimator, type Estimate, type Grid, type Noisy } from './estimate.ts';
import type { Grid as ValueGrid } from '../catalog/bounds.ts';
import { ExactNumbers, groupName, type Measured } from './exact-numbers.ts';
import { estimateMean } from './mean.ts';
import { estimateDeviation, estimateVariance } from './moments.ts';
import { addNoise, gaussianVariance, type NoisyInteger } from './noise.ts';
import type { MeasuredVector, Recipe, Release } from './plan-types.ts';
import type { RandomSource } from './random.ts';
import { rational, type Rational } from './rational.ts';
import { quantileEstimate } from './quantile-estimate.ts';
import { settledBy, type SelectedGroups } from './select-groups.ts';
import { drawnTree, treeShape, type NoisyTree, type TreeShape } from './tree.ts';
import { nanoRho } from '../units.ts';

/** A statistic as it is released. `text` is the number for the engine: exact decimals stay exact. */
export interface ReleasedValue extends Pick<Estimate, 'sigma' | 'low' | 'high'> {
  readonly text: string;
}

export interface PrivateCell {
  readonly keys: readonly (string | null)[];
  readonly values: readonly ReleasedValue[];
}

/** The noise of each vector; a tree has a share of ρ for each level. */
export function varianceOf({ vector, sensitivity2, rho }: MeasuredVector): Rational {
  return gaussianVariance({ sensitivity2, rho: nanoRho(rho / BigInt(levelsOf(vector))) });
}

/** For every input, the distribution of the result satisfies the release's (ρ, δ). */
export function noiseRelease(
  release: Release,
  measured: readonly Measured[],
  random: RandomSource,
): readonly PrivateCell[] {
  const exact = new ExactNumbers(release, measured);
  const variances = release.vectors.map(varianceOf);
  const draw = (value: bigint, at: number): NoisyInteger => addNoise(value, variances[at] ?? rational(1n), random);
  const groups: SelectedGroups = settledBy(release, exact, draw);
  const noisy = new NoisyGroups({ release, exact, variances, random, draw, drawn: groups.drawn });
  return groups.shown
    .map((keys) => ({ keys, values: release.statistics.map(({ recipe }) => noisy.statistic(groupName(keys), recipe)) }))
    .toSorted((a, b) => (groupName(a.keys) < groupName(b.keys) ? -1 : 1));
}

interface NoisyParts {
  readonly release: Release;
  readonly exact: ExactNumbers;
  readonly variances: readonly Rational[];
  readonly random: RandomSource;
  readonly draw: (exact: bigint, vector: number) => NoisyInteger;
  /** Noisy numbers of units that the selection has drawn: they are not drawn again. */
  readonly drawn: ReadonlyMap<string, NoisyInteger>;
}

/** Statistics of noisy numbers, each number drawn once. */
class NoisyGroups {
  readonly #parts: NoisyParts;
  readonly #numbers = new Map<string, NoisyInteger>();
  readonly #trees = new Map<string, NoisyTree>();
  readonly #estimators = new Map<number, (noisy: NoisyInteger) => Estimate>();

  constructor(parts: NoisyParts) {
    this.#parts = parts;
  }

  statistic(group: string, recipe: Recipe): ReleasedValue {
    switch (recipe.kind) {
      case 'number':
        return this.#total(group, recipe.vector);
      case 'mean': {
        const grid = meanGrid(this.#grid(recipe.centred));
        const moments = { count: this.#noisy(group, recipe.count), sum: this.#noisy(group, recipe.centred) };
        return released(estimateMean(moments, grid));
      }
      case 'moment': {
        const grid = meanGrid(this.#grid(recipe.centred));
        const moments = {
          count: this.#noisy(group, recipe.count),
          sum: this.#noisy(group, recipe.centred),
          squares: this.#noisy(group, recipe.square),
        };
        const of = recipe.fn.endsWith('_samp') ? 'sample' : 'population';
        return released(
          recipe.fn.startsWith('var')
            ? estimateVariance(moments, { grid, of })
            : estimateDeviation(moments, { grid, of }),
        );
      }
      case 'quantile':
        return this.#quantile(group, recipe);
    }
  }

  #total(group: string, at: number): ReleasedValue {
    const { value, variance } = this.#noisy(group, at);
    const vector = this.#parts.release.vectors[at]?.vector;
    const step: Decimal = vector && 'grid' in vector ? vector.grid.step : { digits: 1n, scale: 0 };
    const estimator = this.#estimators.get(at) ?? totalEstimator(variance, fraction(step));
    this.#estimators.set(at, estimator);
    const { sigma, low, high } = estimator(value);
    return { text: decimalText(times({ digits: value, scale: 0 }, step)), sigma, low, high };
  }

  #quantile(group: string, { tree: at, fraction: share }: Extract<Recipe, { kind: 'quantile' }>): ReleasedValue {
    const measured = this.#parts.release.vectors[at];
    if (measured?.vector.kind !== 'tree') throw new Error('Cannot estimate: must be a tree');
    const shape = treeShape(leavesOf(measured.vector));
    const variance = this.#parts.variances[at] ?? rational(1n);
    const tree = this.#tree(group, { at, shape, variance });
    return released(quantileEstimate({ shape, tree, variance, grid: measured.vector.grid }, Number(share)));
  }

  /** One tree for all quantiles of a value: it is paid for once. */
  #tree(
    group: string,
    { at, shape, variance }: { readonly at: number; readonly shape: TreeShape; readonly variance: Rational },
  ): NoisyTree {
    const name = `${at} ${group}`;
    const known = this.#trees.get(name);
    if (known) return known;
    const count = countsOf(this.#parts.exact.leaves(group, at), shape);
    const tree = drawnTree({ count, variance }, this.#parts.random);
    this.#trees.set(name, tree);
    return tree;
  }

  #noisy(group: string, at: number): Noisy {
    const name = `${at} ${group}`;
    const isUnits = at === this.#parts.release.selection?.vector;
    const known =
      this.#numbers.get(name) ??
      (isUnits ? this.#parts.drawn.get(group) : undefined) ??
      this.#parts.draw(this.#parts.exact.number(group, at), at);
    this.#numbers.set(name, known);
    return { value: known, variance: this.#parts.variances[at] ?? rational(1n) };
  }

  #grid(at: number): ValueGrid {
    const vector = this.#parts.release.vectors[at]?.vector;
    if (!vector || !('grid' in vector)) throw new Error('Cannot estimate: must have a grid');
    return vector.grid;
  }
}

function released({ value, sigma, low, high }: Estimate): ReleasedValue {
  return { text: String(value), sigma, low, high };
}

function fraction({ digits, scale }: Decimal): Rational {
  return rational(digits, 10n ** BigInt(scale));
}

/** Centred values count half steps from the middle of the bounds. */
function meanGrid({ lo, hi, step }: ValueGrid): Grid {
  const { num, den } = fraction(step);
  return {
    lo: rational(lo * num, den),
    hi: rational(hi * num, den),
    step: rational(num, 2n * den),
    origin: rational((lo + hi) * num, 2n * den),
  };
}

/** Counts of inner nodes: sums of leaves, made once. */
function countsOf(
  leaves: ReadonlyMap<number, bigint>,
  { levels }: { readonly levels: number },
): (level: number, index: number) => bigint {
  const sums = new Map<string, bigint>();
  for (const [leaf, count] of leaves) {
    for (let level = 1; level <= levels; level++) {
      const name = `${level}/${Math.floor(leaf / 16 ** (levels - level))}`;
      sums.set(name, (sums.get(name) ?? 0n) + count);
    }
  }
  return (level, index) => sums.get(`${level}/${index}`) ?? 0n;
}
