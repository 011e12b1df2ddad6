/**
 * A budget for steps that are chosen as one goes: what a step costs may depend on what earlier steps answered. The filter lets a step pass
 * only while the sum stays within a limit that was fixed before.
 *
 * @see Feldman, Zrnic 2021 (arXiv 2008.11193); Whitehouse et al. 2023 (arXiv 2203.05481); synth.md §2.1
 */
import { nanoRho, type NanoRho } from '../units.ts';

/** How much may be spent, and how much is. */
export interface Filter {
  readonly limit: NanoRho;
  readonly spent: NanoRho;
}

export function openFilter(limit: NanoRho): Filter {
  return { limit, spent: nanoRho(0n) };
}

/** What is left. */
export function restOf({ limit, spent }: Filter): NanoRho {
  return nanoRho(limit - spent);
}

/**
 * The filter after a step of `cost`-zCDP. For every sequence of steps that passed, each chosen in any way from the answers before it, all answers
 * together are `limit`-zCDP. Call it before the step: a step that was not let pass must not look at the data.
 *
 * @throws RangeError when the sum would pass the limit, or the step is free: nothing that looks at the data is
 */
export function spend({ limit, spent }: Filter, cost: NanoRho): Filter {
  if (cost <= 0n) throw new RangeError(`Cannot spend: a step must cost something; got ${cost} billionths`);
  if (spent + cost > limit) {
    throw new RangeError(`Cannot spend: the sum must be at most ${limit} billionths; got ${spent} + ${cost}`);
  }
  return { limit, spent: nanoRho(spent + cost) };
}
