/**
 * Kinds of firms by k-means. Each block of firms finds centres of its own; what leaves is the noisy mean over all blocks. So all blocks must
 * mean the same by "the first centre": they begin at the same seeds and hand their centres out in the same order.
 */
import type { Input, Output } from 'sluice';
import { features, seeds } from './features.ts';
import { centresOf } from './lloyd.ts';
import { pointsOf } from './points.ts';

export default function main(input: Input, output: Output<'centres'>): void {
  const centres = centresOf(pointsOf(input, features), seeds);
  output.centres.set(bySize(centres, features.length));
}

/** Smallest firms first: by the first feature of each centre. */
function bySize(centres: Float64Array, width: number): Float64Array {
  const starts = Array.from(seeds, (_, at) => at * width).sort((one, other) => centres[one] - centres[other]);
  const sorted = new Float64Array(centres.length);
  starts.forEach((start, at) => sorted.set(centres.subarray(start, start + width), at * width));
  return sorted;
}
