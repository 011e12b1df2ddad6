/**
 * How far an attacker's interval is known to reach. Every table that agrees with all that is published is a witness: it says of each target
 * at once how far that one can be from the truth.
 */
import type { Component } from './attack.ts';
import { rangeOfLeaf, type Table } from './table.ts';
import type { Target } from './problem.ts';

/** Distances ≥ 0 from the truth. */
export interface Reach {
  below: number;
  above: number;
}

/** Relative to what is needed; far above the solver's tolerance, far below what anybody could use. */
export const tolerance = 1e-6;

export function isReached({ below, above }: Reach, { lower, upper }: Target): boolean {
  return below >= lower * (1 - tolerance) && above >= upper * (1 - tolerance);
}

/** A table that agrees with what is published, as distances of the component's leaves from the truth. */
export interface Witness {
  readonly component: Component;
  readonly distances: readonly number[];
}

export interface Claims {
  readonly targets: readonly Target[];
  readonly reaches: readonly Reach[];
}

/**
 * Notes how far each target of the component is away in the witness, and in its mirror image about the truth, as far as that one stays in
 * its ranges. A witness counts only where it keeps to all ties and ranges, up to a small part of the distance claimed.
 */
export function note(table: Table, { component, distances }: Witness, { targets, reaches }: Claims): void {
  const at = new Map(component.leaves.map((leaf, i) => [leaf, distances[i] ?? 0]));
  const sum = (leaves: readonly number[]): number => leaves.reduce((total, leaf) => total + (at.get(leaf) ?? 0), 0);
  const sums = component.ties.map((tie) => ({ tie, value: sum(tie.leaves) }));
  const ranges = [
    ...component.leaves.map((leaf, i) => ({ ...rangeOfLeaf(table, leaf), value: distances[i] ?? 0 })),
    ...sums.map(({ tie, value }) => ({ ...tie, value })),
  ];
  const error = ranges.reduce((most, { lower, upper, value }) => Math.max(most, lower - value, value - upper), 0);
  const mirror = ranges.reduce(
    (least, { value, ...range }) => Math.min(least, mirrored(value, { ...range, error })),
    1,
  );
  for (const index of component.targets) {
    const target = targets[index];
    const reach = reaches[index];
    if (!target || !reach) continue;
    const value = sum(target.leaves);
    if (Math.abs(value) * tolerance < error) continue;
    reach.above = Math.max(reach.above, value, -value * mirror);
    reach.below = Math.max(reach.below, -value, value * mirror);
  }
}

/** The largest share of −value that stays in the range. */
function mirrored(value: number, { lower, upper, error }: { lower: number; upper: number; error: number }): number {
  if (Math.abs(value) <= error) return 1;
  return Math.max(0, value > 0 ? -lower / value : -upper / value);
}
