/** How the budget of a fit is split over its models. */
import { rhoFor } from '../privacy/accountant.ts';
import { statedDelta } from '../privacy/settings.ts';
import type { NanoRho } from '../units.ts';
import type { ModelledTable } from './fit-plan.ts';

export interface Shares {
  /** In the order of the models. */
  readonly models: readonly bigint[];
  readonly score: bigint;
}

/** ε of the noisy score: its sensitivity is 2 / N, so that from some ten thousand units on its noise is below a thousandth. */
const scoreEpsilon = 0.05;
/** The score gets at most this part of the budget, or nothing. */
const scorePart = 20n;

/**
 * ρ by the number of attributes: a model of d attributes takes d one-way histograms and some multiple of d more, so that histograms have about
 * the same noise in all models. No share is smaller than that of `leastAttributes` attributes, for the number of rows must be known well.
 *
 * Guarantee: the shares are at least one billionth each and add up to `total` exactly, where `total` is at least as many billionths.
 */
export function sharesOf(models: readonly ModelledTable[], total: NanoRho): Shares {
  const wanted = rhoFor({ epsilon: scoreEpsilon, delta: statedDelta });
  const score = wanted * scorePart <= total ? wanted : 0n;
  const parts = models.map(({ attributes }) => BigInt(Math.max(leastAttributes, attributes.length)));
  const sum = parts.reduce((all, part) => all + part, 0n);
  const shares = parts.map((part) => ((total - score) * part) / sum);
  const rest = total - score - shares.reduce((all, share) => all + share, 0n);
  return { models: shares.map((share, at) => (at === 0 ? share + rest : share)), score };
}

const leastAttributes = 4;
