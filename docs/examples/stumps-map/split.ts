/** The best split of noisy histograms: for each feature and bin, the sum of gradients and the sum of curvatures. */
import { features } from './features.ts';
import { noise } from './settings.ts';

export interface Sums {
  readonly gradient: number;
  readonly curvature: number;
}

export interface Split {
  /** Place in `features`. */
  readonly feature: number;
  readonly threshold: number;
  /** What the score changes by where the value is at most the threshold, and elsewhere. */
  readonly left: number;
  readonly right: number;
}

/** Of all firms: every feature has them all, so the first is as good as any. */
export function totalsOf(sums: Float64Array): Sums {
  return added(sums, 0, features[0].cuts.length + 1);
}

/** The split that lowers the loss most. A side with little curvature counts little: it may be noise. */
export function bestSplit(sums: Float64Array): Split {
  let best: Split = { feature: 0, threshold: features[0].cuts[0], left: 0, right: 0 };
  let most = 0;
  let start = 0;
  features.forEach(({ cuts }, feature) => {
    const bins = cuts.length + 1;
    cuts.forEach((threshold, cut) => {
      const low = added(sums, start, cut + 1);
      const high = added(sums, start + 2 * (cut + 1), bins - cut - 1);
      const gain = gainOf(low) + gainOf(high);
      if (gain <= most) return;
      most = gain;
      best = { feature, threshold, left: valueOf(low), right: valueOf(high) };
    });
    start += 2 * bins;
  });
  return best;
}

/** Of so many bins from `start`. */
function added(sums: Float64Array, start: number, bins: number): Sums {
  let gradient = 0;
  let curvature = 0;
  for (let at = start; at < start + 2 * bins; at += 2) {
    gradient += sums[at];
    curvature += sums[at + 1];
  }
  return { gradient, curvature };
}

/** Newton's step, held back by as much curvature as noise could feign. */
function valueOf({ gradient, curvature }: Sums): number {
  return gradient / (Math.max(curvature, 0) + 2 * noise);
}

function gainOf(sums: Sums): number {
  return sums.gradient * valueOf(sums);
}
