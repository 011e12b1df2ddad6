/** Bounds → whole numbers: every value becomes a number of steps, few enough that sums over all units stay exact. @see §2.5 */
import type { Grid } from '../catalog/bounds.ts';
import { stop } from '../query/stop.ts';
import type { Position } from '../refusal.ts';
import { add, negate, stepsIn, type Decimal } from '../decimal.ts';
import { isBounded, type Interval } from './interval.ts';

/** Most steps between the bounds. */
export const finestGrid = 2n ** 40n;
/** Squares of centred values stay below 2⁴². */
export const finestSquareGrid = 2n ** 20n;
/** Steps from zero: doubles are exact there. */
const farthest = 2n ** 52n;
/** Where nothing says how fine the values are, a range has about this many steps. */
const defaultSteps = 1_000_000_000n;

/** Stops with E_NO_BOUNDS where the value has no public bounds, and with E_BOUNDS_OVERFLOW where they are too far out. */
export function gridFor(
  value: Interval,
  most: bigint,
  place: { readonly what: string; readonly at: Position | undefined },
): Grid {
  if (!isBounded(value)) {
    return stop('E_NO_BOUNDS', `Cannot ${place.what}: the value must have public bounds; got none`, place.at);
  }
  const { lo, hi } = value;
  let step = value.step ?? defaultStep(lo, hi);
  for (let tries = 0; tries < 80; tries++) {
    const from = stepsIn(lo, step, 'floor');
    const to = stepsIn(hi, step, 'ceil');
    if (to - from < most && -from < farthest && to < farthest) return { lo: from, hi: to, step };
    step = coarser(step);
  }
  return stop('E_BOUNDS_OVERFLOW', `Cannot ${place.what}: the bounds must be nearer to zero`, place.at);
}

/** A power of ten, so that numbers stay readable. */
function defaultStep(lo: Decimal, hi: Decimal): Decimal {
  const range = add(hi, negate(lo));
  let step: Decimal = { digits: 1n, scale: 18 };
  while (stepsIn(range, step, 'ceil') > defaultSteps) step = coarser(step);
  return step;
}

function coarser({ digits, scale }: Decimal): Decimal {
  return scale > 0 ? { digits, scale: scale - 1 } : { digits: digits * 10n, scale };
}

/** The largest absolute value of one row in a vector of this kind, in whole numbers. */
export function rowBound(kind: 'sum' | 'centred' | 'square', { lo, hi }: Grid): bigint {
  const spread = hi - lo;
  if (kind === 'centred') return spread;
  if (kind === 'square') return spread * spread;
  const [low, high] = [lo < 0n ? -lo : lo, hi < 0n ? -hi : hi];
  return low > high ? low : high;
}
