/**
 * Mode `blocks`: what one block may add. Whatever its program wrote, or whether it wrote at all, the block counts as whole steps of each declared range.
 *
 * @see blocks.proof.md §1; programs.md §D.5; Mohan et al. 2012 (GUPT), §4
 */
import type { DeclaredNumber } from './declared-numbers.ts';

/** Each range is cut into so many steps. */
export const rangeSteps = 2n ** 20n;

const steps = Number(rangeSteps);
/** What a block counts as that failed, was late, or left a number out: the middle, fixed before anything runs. */
const middle = steps / 2;

/**
 * For every array and for none, returns one whole number from 0 to 2²⁰ for each declared number: clamped to its range and cut to a step; the middle for NaN.
 */
export function blockSteps(declared: readonly DeclaredNumber[], numbers: Float64Array | undefined): readonly number[] {
  return declared.map(({ lo, hi }, at) => {
    const share = ((numbers?.[at] ?? Number.NaN) - lo) / (hi - lo);
    return Number.isNaN(share) ? middle : Math.floor(Math.min(Math.max(share, 0), 1) * steps);
  });
}
