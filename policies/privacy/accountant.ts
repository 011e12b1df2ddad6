/**
 * From the ledger's (ρ, δ) to the (ε, δ) that people know, and back. These numbers are reports, so they are doubles; each is rounded
 * outward: a loss is never reported smaller, and a budget never larger, than it is.
 *
 * @see query-and-privacy.md §3.7; Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Corollary 13
 */
import type { AttoDelta, NanoRho } from '../units.ts';
import type { Cost } from './cost.ts';
import { attosPerDelta, rhoOf } from './cost.ts';
import { smallestWhere } from './smallest-where.ts';
import { toNumber } from './to-number.ts';

/** (ε, δ)-differential privacy. */
export interface PrivacyLoss {
  readonly epsilon: number;
  readonly delta: number;
}

/** More than the error of the dozen operations of {@link lossAt}, in parts of its largest term. */
const outward = 2 ** -47;

/**
 * What a cost means as (ε, δ + the cost's own δ): for every way of spending `cost`, adaptive ones too, all releases together are so private.
 * `delta` is the reader's choice: the smaller, the larger ε.
 *
 * @throws RangeError when `delta` is not between 0 and 1
 */
export function lossOf(cost: Cost, delta: number): PrivacyLoss {
  const own = toNumber({ num: cost.delta, den: attosPerDelta });
  return { epsilon: epsilonOf(cost, delta), delta: own === 0 ? delta : (delta + own) * (1 + outward) };
}

/**
 * The smallest ε such that ρ-zCDP implies (ε, δ), by the tight conversion
 * δ = inf over α > 1 of exp((α − 1)(αρ − ε)) / (α − 1) · (1 − 1/α)^α. The cost's own δ is not in it: {@link lossOf} adds it.
 *
 * @throws RangeError when `delta` is not between 0 and 1
 */
export function epsilonOf(cost: Pick<Cost, 'rho'>, delta: number): number {
  if (!(delta > 0 && delta < 1)) throw new RangeError(`Cannot tell ε: δ must be between 0 and 1; got ${delta}`);
  if (cost.rho <= 0n) return 0;
  const rho = toNumber(rhoOf(cost.rho));
  return lossAt(bestOrder(rho, delta), rho, delta);
}

/**
 * The largest ρ, in billionths and rounded down, whose {@link epsilonOf} at this δ is at most ε.
 *
 * @throws RangeError when ε is not positive and finite, or δ not between 0 and 1
 */
export function rhoFor({ epsilon, delta }: PrivacyLoss): NanoRho {
  if (!(epsilon > 0 && Number.isFinite(epsilon))) {
    throw new RangeError(`Cannot tell ρ: ε must be positive and finite; got ${epsilon}`);
  }
  const tooMuch = smallestWhere((rho) => epsilonOf({ rho: rho as NanoRho }, delta) > epsilon);
  return (tooMuch - 1n) as NanoRho;
}

/**
 * A declared δ such as 10⁻⁶ as the ledger writes it: the nearest whole number of 10⁻¹⁸, which below 0.009 is the
 * decimal that was declared.
 *
 * @throws RangeError when `delta` is not from 0 to 1
 */
export function attoDeltaFor(delta: number): AttoDelta {
  if (!(delta >= 0 && delta <= 1)) throw new RangeError(`Cannot write δ: must be from 0 to 1; got ${delta}`);
  return BigInt(Math.round(delta * Number(attosPerDelta))) as AttoDelta;
}

/**
 * ε(α) = αρ + ln(1 − 1/α) + (ln 1/δ − ln α) / (α − 1), for α = 1 + x. Every α gives a true bound, so an inexact minimum costs a little
 * accuracy and no safety; only this formula's own rounding has to be made good.
 */
function lossAt(x: number, rho: number, delta: number): number {
  const logAlpha = Math.log1p(x);
  const terms = [(1 + x) * rho, Math.log(x), -logAlpha, -Math.log(delta) / x, -logAlpha / x];
  const sum = terms.reduce((total, term) => total + term, 0);
  const largest = Math.max(...terms.map(Math.abs));
  return Math.max(0, sum + outward * largest);
}

/** The derivative of ε(α) vanishes where ρx² + ln(1 + x) = ln 1/δ: the left side grows, so there is one such x; by bisection. */
function bestOrder(rho: number, delta: number): number {
  const target = -Math.log(delta);
  let low = 0;
  let high = Math.min(Math.sqrt(target / rho), 1 / delta);
  for (let step = 0; step < 200 && high - low > high * 1e-12; step++) {
    const middle = (low + high) / 2;
    if (rho * middle * middle + Math.log1p(middle) < target) low = middle;
    else high = middle;
  }
  return high;
}
