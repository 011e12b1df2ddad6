/**
 * How near a fitted table came to its rows, as one noisy number: the mean total variation between the two over all pairs of attributes. Only
 * here is a model compared with data after its fit, and it is paid for like everything else.
 *
 * @see synth.md §3.4 (b)
 */
import type { RandomSource } from '#policies/privacy/random.ts';
import type { FitPlan, ModelledTable } from '#policies/simulation/fit-plan.ts';
import type { FittedModel, FittedTable } from '#policies/simulation/fitted.ts';
import { nanoRho, type NanoRho } from '#policies/units.ts';
import { cellsOf } from '#synth/fit/cell-maps.ts';
import { restoreModel } from '#synth/fit/keep.ts';
import { pairsThatMatter, type Given } from './candidates.ts';
import type { Encoded } from './encoded.ts';
import { ProtectedTable } from './measure.ts';
import { mostCells } from './settings.ts';

/** The score of one table. σ is of the noise in it. */
export interface TableScore {
  readonly pairs: number;
  readonly meanPairError: number;
  readonly sigma: number;
}

export interface ScoredFit {
  readonly model: ModelledTable;
  readonly fitted: FittedTable;
}

/** The part of the score's ρ that each table of a plan gets: even among those that have pairs, 0 for the others. They add up to it exactly. */
export function sharesOfScore({ tables, scoreNanoRho }: FitPlan): readonly NanoRho[] {
  let rest = BigInt(scoreNanoRho);
  let open = BigInt(tables.filter(({ model }) => hasPairs(model)).length);
  return tables.map(({ model }) => {
    if (!hasPairs(model)) return nanoRho(0n);
    const share = rest / open;
    rest -= share;
    open -= 1n;
    return nanoRho(share);
  });
}

/**
 * ½ Σ |rows − model| of each pair, added up and measured once: a unit moves each pair's distance by 1 at most, so their sum by the number of
 * pairs. Divided by the noisy number of units. For every fitted table, the result is `rho`-zCDP.
 */
export function scoreTable(
  encoded: Encoded,
  { model, fitted }: ScoredFit,
  { rho, random }: { readonly rho: NanoRho; readonly random: RandomSource },
): TableScore {
  const restored = restoreModel(model, fitted);
  const { sizes } = restored.shape;
  const table = new ProtectedTable(encoded, { sizes, rho, random });
  table.merge(
    fitted.attributes.map(({ bins }) => bins),
    sizes,
  );
  const sets = countable(restored.shape);
  const { value, sigma } = table.totalDistance(
    sets.map((attributes) => ({ attributes, expected: restored.marginal(attributes) })),
    rho,
  );
  const whole = 2 * sets.length * fitted.units;
  return { pairs: sets.length, meanPairError: value / whole, sigma: sigma / whole };
}

/** The mean over all pairs of all tables. */
export function meanScore(scores: readonly TableScore[]): FittedModel['score'] {
  const pairs = scores.reduce((sum, score) => sum + score.pairs, 0);
  if (pairs === 0) return undefined;
  return {
    meanPairError: scores.reduce((sum, score) => sum + score.pairs * score.meanPairError, 0) / pairs,
    sigma: Math.hypot(...scores.map((score) => score.pairs * score.sigma)) / pairs,
  };
}

function hasPairs({ attributes, given }: ModelledTable): boolean {
  return attributes.length > 1 && attributes.length > given;
}

/** Pairs of too many cells are left out. Which these are follows from the numbers of bins alone. */
function countable({ sizes, given }: Given): readonly (readonly number[])[] {
  const pairs = pairsThatMatter({ sizes, given });
  const small = pairs.filter((pair) => cellsOf(pair, sizes) <= mostCells);
  return small.length > 0 ? small : pairs.slice(0, 1);
}
