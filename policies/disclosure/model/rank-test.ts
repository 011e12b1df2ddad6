/**
 * How well a score tells two groups apart, by ranks, and how likely chance alone does as well.
 *
 * @see Hanley & McNeil, Radiology 1982 (variance of the area); SACRO-ML metrics `_expected_auc_var`, `auc_p_val`
 */
import { normalTailAbove } from '../../privacy/gaussian-tail.ts';

/** The chance that a random member has a higher score than a random other; equal scores count half. @returns ½ where a group is empty */
export function aucOf(members: Float64Array, others: Float64Array): number {
  const n = members.length;
  const all = n + others.length;
  if (n === 0 || n === all) return 0.5;
  const score = (at: number): number => (at < n ? members[at] : others[at - n]) ?? 0;
  const order = Uint32Array.from({ length: all }, (_, at) => at).sort((a, b) => score(a) - score(b));
  let ranks = 0;
  for (let start = 0; start < all;) {
    let end = start + 1;
    while (end < all && score(order[end] ?? 0) === score(order[start] ?? 0)) end += 1;
    for (let at = start; at < end; at++) if ((order[at] ?? 0) < n) ranks += (start + end + 1) / 2;
    start = end;
  }
  return (ranks - (n * (n + 1)) / 2) / (n * (all - n));
}

/** Pr[area ≥ `auc`] where the score says nothing; 1 for an area up to ½. */
export function chanceOf(
  auc: number,
  { members, others }: { readonly members: number; readonly others: number },
): number {
  if (!(auc > 0.5)) return 1;
  const deviation = Math.sqrt((members + others + 1) / (12 * members * others));
  return normalTailAbove((auc - 0.5) / deviation);
}

/** Share of members above all but `rate` of the others. */
export function truePositivesAt(rate: number, members: Float64Array, others: Float64Array): number {
  const sorted = others.toSorted();
  const threshold = sorted[Math.max(0, Math.ceil((1 - rate) * sorted.length) - 1)] ?? Number.POSITIVE_INFINITY;
  return members.reduce((count, score) => (score > threshold ? count + 1 : count), 0) / Math.max(1, members.length);
}
