/**
 * Mode `blocks` over rows that were read: every block has its slot, empty ones and failed ones too, and counts as whole steps of each range.
 *
 * @see programs.md §D.5; policies/program/blocks.proof.md
 */
import { blockSums } from '#policies/program/blocks-noise.ts';
import type { BlocksPlan } from '#policies/program/private-plan.ts';
import type { Guest, SegmentedRows } from './guest.ts';

/**
 * For every guest that keeps its contract and every program: without one unit, each sum moves by at most 2²⁰.
 *
 * @returns the sums of all blocks, exact
 * @throws Error when the rows do not lie in as many segments as there are blocks
 */
export async function sumBlocks(
  { script: { count, results }, declared }: BlocksPlan,
  { guest, rows }: { readonly guest: Guest; readonly rows: SegmentedRows },
): Promise<readonly bigint[]> {
  if (rows.offsets.length !== count + 1)
    throw new Error(`Cannot run the blocks: must be ${count} segments; got ${rows.offsets.length - 1}`);
  const parts = Array.from({ length: count }, (_, segment) => ({ kind: 'only', segment }) as const);
  return blockSums({ declared, count }, await guest.evaluate(rows, parts, results));
}
