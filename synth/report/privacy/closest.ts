/**
 * Whether drawn rows lie nearer to the rows that were fitted than to rows that were not.
 *
 * @see mostlyai-qa (DCR share, NNDR); Yao et al. 2025, "The DCR Delusion": passing this proves no privacy
 */
import type { Closest } from '../schema.ts';
import { limits } from './limits.ts';
import { nearestRows, sortPoints, type Sorted } from './nearest.ts';
import { unit, type Points } from './points.ts';
import { estimateOf } from './risk.ts';

export interface TargetPoints {
  readonly members: Points;
  readonly strangers: Points;
  readonly drawn: Points;
}

export function closestOf({ members, strangers, drawn }: TargetPoints): Closest {
  const some = firstPoints(drawn, limits.closest);
  const sorted = sortPoints(members);
  const toMembers = nearestTwo(some, sorted);
  const toStrangers = nearestTwo(some, sortPoints(strangers));
  const reference = nearestTwo(firstPoints(strangers, limits.targets), sorted);
  const scale = unit * drawn.width;
  return {
    share: shareOf(toMembers, toStrangers),
    nearestRatio: { members: tenthRatio(toMembers), strangers: tenthRatio(toStrangers) },
    curves: {
      members: curveOf(toMembers, scale),
      strangers: curveOf(toStrangers, scale),
      reference: curveOf(reference, scale),
    },
  };
}

interface Two {
  /** Distances to the nearest and to the second nearest row. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** Which the nearest is. */
  readonly at: Int32Array;
}

function nearestTwo(of: Points, among: Sorted): Two {
  const { distances, rows } = nearestRows(of, among, 2);
  return {
    first: distances.filter((_, at) => at % 2 === 0),
    second: distances.filter((_, at) => at % 2 === 1),
    at: rows.filter((_, at) => at % 2 === 0),
  };
}

export function firstPoints({ rows, width, places }: Points, limit: number): Points {
  const kept = Math.min(rows, limit);
  return { rows: kept, width, places: places.subarray(0, kept * width) };
}

/**
 * If no member is remembered, whether the nearest of all compared rows is a member is a fair coin, tossed once for each such row: so drawn
 * rows with the same nearest row count as one toss, or a popular row would make the interval too narrow.
 */
function shareOf(members: Two, strangers: Two): Closest['share'] {
  const tosses = new Map<number, number>();
  let nearer = 0;
  const rows = members.first.length;
  for (let row = 0; row < rows; row++) {
    const apart = (members.first[row] ?? 0) - (strangers.first[row] ?? 0);
    nearer += apart < 0 ? 1 : apart === 0 ? 0.5 : 0;
    if (apart === 0) continue;
    const nearest = apart < 0 ? (members.at[row] ?? 0) : -1 - (strangers.at[row] ?? 0);
    tosses.set(nearest, (tosses.get(nearest) ?? 0) + 1);
  }
  const squares = [...tosses.values()].reduce((sum, count) => sum + count * count, 0);
  return estimateOf(nearer / rows, Math.sqrt(squares) / (2 * rows));
}

/** The 10th smallest distance to the nearest by that to the second nearest; 1 where both are 0. */
function tenthRatio({ first, second }: Two): number {
  const ratios = Float64Array.from(first, (distance, row) => (second[row] === 0 ? 1 : distance / (second[row] ?? 1)));
  return ratios.toSorted()[Math.min(9, ratios.length - 1)] ?? 1;
}

function curveOf({ first }: Two, scale: number): readonly number[] {
  const sorted = first.toSorted();
  return Array.from({ length: 21 }, (_, at) => (sorted[Math.round((at / 20) * (sorted.length - 1))] ?? 0) / scale);
}
