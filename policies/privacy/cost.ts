/**
 * What a release costs: approximate zero-concentrated differential privacy, in whole numbers, so that sums of costs are exact
 * and a cap is reached, never missed by a rounding.
 *
 * @see query-and-privacy.md §3.7, §3.8
 */
import type { AttoDelta, NanoRho } from '../units.ts';
import type { Rational } from './rational.ts';

/** δ-approximate ρ-zCDP. Both parts add up over releases. */
export interface Cost {
  readonly rho: NanoRho;
  readonly delta: AttoDelta;
}

export const free: Cost = { rho: 0n as NanoRho, delta: 0n as AttoDelta };

export function addCosts(costs: readonly Cost[]): Cost {
  return costs.reduce(
    (sum, cost) => ({ rho: (sum.rho + cost.rho) as NanoRho, delta: (sum.delta + cost.delta) as AttoDelta }),
    free,
  );
}

/** As JSON holds it, which has no integers of that size. */
export interface CostText {
  readonly rho: string;
  readonly delta: string;
}

export function costText({ rho, delta }: Cost): CostText {
  return { rho: String(rho), delta: String(delta) };
}

export const nanosPerRho = 1_000_000_000n;
export const attosPerDelta = 1_000_000_000_000_000_000n;

export function rhoOf(nano: NanoRho): Rational {
  return { num: nano, den: nanosPerRho };
}
