/**
 * Class and group disclosure: who is known to be in a group learns, or is learned about, because all or nearly all of the group share a
 * sensitive value. The margins say how many units the group has when the sensitive key is left out.
 *
 * @see disclosure.md §2.2 (9, 10); SDC Handbook §5.2 (within-group disclosure); docs/decisions/004-class-disclosure.md
 */
import type { UnitEvidence } from './cell.ts';
import type { RiskProfile } from './profile.ts';

type Margins = Pick<UnitEvidence, 'units' | 'margins'>;

/** All units of the group, or all but the coalition, share the sensitive key of this cell. */
export function isFull({ units, margins }: Margins, { coalition }: Pick<RiskProfile, 'coalition'>): boolean {
  return [...margins.values()].some((margin) => margin - units <= coalition);
}

/** So large a share of the group has the sensitive key of this cell that a person must look. */
export function isNearlyFull({ units, margins }: Margins, { groupShare }: Pick<RiskProfile, 'groupShare'>): boolean {
  return [...margins.values()].some((margin) => units >= (groupShare / 100) * margin);
}

/** Two cells of which the units of one are units of the other: a year and a month of it, all diagnoses and one chapter. */
export interface NestedCells {
  readonly outer: number;
  readonly inner: number;
}

/**
 * k-disclosure between cells that were asked for: x − y ≤ coalition says of everybody in the outer cell, but for a coalition, that they
 * are in the inner one. Which pairs are meaningful the caller says: those that differ in a sensitive key.
 *
 * @returns the inner cells that must be hidden, ascending, each once
 */
export function differenceDisclosures(
  units: readonly number[],
  pairs: readonly NestedCells[],
  { coalition }: Pick<RiskProfile, 'coalition'>,
): readonly number[] {
  const found = pairs.filter(({ outer, inner }) => {
    const [x, y] = [units[outer] ?? 0, units[inner] ?? 0];
    return y > 0 && x - y <= coalition;
  });
  return [...new Set(found.map(({ inner }) => inner))].toSorted((a, b) => a - b);
}
