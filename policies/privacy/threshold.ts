/**
 * Which private keys may be seen at all. A key that only one person has would tell of that person by being there; so a key is shown
 * only when its noisy number of units is higher than the noise alone would lift one unit.
 *
 * @see query-and-privacy.md §3.6; gaussian.proof.md §4; Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), Proposition 25
 */
import type { AttoDelta, NanoRho } from '../units.ts';
import { attosPerDelta } from './cost.ts';
import { gaussianTailAbove } from './gaussian-tail.ts';
import type { NoisyInteger } from './noise.ts';
import { gaussianVariance } from './noise.ts';
import type { Rational } from './rational.ts';
import { smallestWhere } from './smallest-where.ts';
import { toNumber } from './to-number.ts';

export interface SelectionPolicy {
  readonly rho: NanoRho;
  readonly delta: AttoDelta;
  /** K: no unit is in more groups than this. */
  readonly maxGroups: bigint;
  /** k ≥ 1: keys of fewer units are dropped whatever the noise. */
  readonly minUnits: bigint;
}

export interface SelectionThreshold {
  /** Of the noise on each key's number of units. */
  readonly variance: Rational;
  /** τ, which the noisy number must reach after k − 1 is taken off. */
  readonly threshold: bigint;
  readonly minUnits: bigint;
}

/**
 * The noise and threshold with which {@link keepsKey} on all keys is `delta`-approximate `rho`-zCDP: σ² = K / 2ρ and τ = 1 + t,
 * t minimal with (a bound of) Pr[z ≥ t] ≤ δ/K.
 *
 * Example: of the ρ of ε = 1 at δ = 10⁻⁶, half goes to the keys and half to their values, and the keys have another δ = 10⁻⁶ of their own;
 * then τ is 32 for K = 1, 57 for K = 3, 107 for K = 10.
 *
 * @throws RangeError when ρ, δ, K or k is 0: no threshold is then high enough
 */
export function selectionThreshold({ rho, delta, maxGroups, minUnits }: SelectionPolicy): SelectionThreshold {
  if (delta <= 0n) throw new RangeError(`Cannot set a threshold: δ must be positive; got ${delta}`);
  if (minUnits < 1n) throw new RangeError(`Cannot set a threshold: k must be from 1; got ${minUnits}`);
  const variance = gaussianVariance({ sensitivity2: maxGroups, rho });
  const allowed = toNumber({ num: delta, den: attosPerDelta * maxGroups }) * (1 - 2 ** -50);
  const lift = smallestWhere((t) => gaussianTailAbove(t, variance) <= allowed);
  return { variance, threshold: 1n + lift, minUnits };
}

/** What is known of one key. `noisyUnits` has noise of the selection's variance. */
export interface KeyCount {
  readonly units: bigint;
  readonly noisyUnits: NoisyInteger;
}

/** Whether a key is shown: units ≥ k and Ñ − (k − 1) ≥ τ. A key that one more unit lifts over k is shown with a chance of at most δ/K. */
export function keepsKey({ units, noisyUnits }: KeyCount, { threshold, minUnits }: SelectionThreshold): boolean {
  return units >= minUnits && noisyUnits - (minUnits - 1n) >= threshold;
}
