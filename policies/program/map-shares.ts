/**
 * What a run of mode `map` costs, and how it is shared: equal parts for the sums of each pass, and one for the fact that a run can fail.
 *
 * @see map.proof.md §5
 */
import { rhoFor } from '../privacy/accountant.ts';
import type { Cost } from '../privacy/cost.ts';
import { statedDelta } from '../privacy/settings.ts';
import { accept, refuse, type Outcome } from '../refusal.ts';
import { attoDelta, nanoRho, type NanoRho } from '../units.ts';

/** Share of ρ, in per cent, that pays for telling that a run failed; it makes the noise of the sums larger by a twentieth. */
const failurePercent = 10n;

/** δ of the same: a thousandth of what is stated. */
const failureDelta = attoDelta(1_000_000_000n);
const failureShare = 1e-9;

export interface MapShares {
  /** All together. */
  readonly cost: Cost;
  /** ρ of the sums of one pass. */
  readonly pass: NanoRho;
  readonly failure: Cost;
}

/**
 * For every ε it accepts, `cost` is at most (ε, 10⁻⁶), and the parts add up to it to the last billionth.
 *
 * @returns the shares; refuses E_INPUT where a part would be less than a billionth of ρ
 */
export function mapShares(epsilon: number, iterations: number): Outcome<MapShares> {
  const rho = rhoFor({ epsilon, delta: statedDelta - failureShare });
  const pass = (rho * (100n - failurePercent)) / 100n / BigInt(iterations);
  const failure = rho - pass * BigInt(iterations);
  if (pass < 1n || failure < 1n)
    return refuse('E_INPUT', `Cannot share ε ${epsilon} among ${iterations} iterations: must be fewer, or ε larger`);
  return accept({
    cost: { rho, delta: failureDelta },
    pass: nanoRho(pass),
    failure: { rho: nanoRho(failure), delta: failureDelta },
  });
}
