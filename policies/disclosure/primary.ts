/**
 * Primary rules: each looks at one cell alone. A rule that fails on the units of the cell hides every statistic of it;
 * a rule that fails on one statistic hides that one. Rules hold for every declared kind of unit at once.
 *
 * @see disclosure.md §2.2; SDC Handbook §4.2; docs/decisions/004-class-disclosure.md
 */
import type { UnitCount } from '../units.ts';
import type { Cell, Contribution, UnitEvidence } from './cell.ts';
import type { RiskProfile } from './profile.ts';
import type { CheckName } from './register.ts';

/** What the rules need to know of a statistic. */
export interface StatisticSpec {
  readonly id: number;
  readonly kind: 'count' | 'count_distinct' | 'sum' | 'avg' | 'quantile';
  /** Of a quantile, in (0, 1). */
  readonly fraction?: number;
}

export interface Thresholds {
  /** k, at least the profile's. */
  readonly k: UnitCount;
  readonly profile: RiskProfile;
}

export interface CellVerdict {
  /** Rules that hide the whole cell. */
  readonly cell: readonly CheckName[];
  /** Rules that hide one statistic, in the order of the statistics. */
  readonly statistics: readonly (readonly CheckName[])[];
  /** Rules that do not hide anything but need a person. */
  readonly review: readonly CheckName[];
}

/** For every cell, returns which rules fail; an empty verdict means that the cell may be shown. */
export function checkCell(cell: Cell, statistics: readonly StatisticSpec[], thresholds: Thresholds): CellVerdict {
  const verdicts = statistics.map((statistic) =>
    unique(cell.evidence.flatMap((unit) => checkStatistic(statistic, unit, thresholds))),
  );
  const negative = cell.evidence.some((unit) => [...unit.contributions.values()].some((c) => c.negative));
  return {
    cell: unique(cell.evidence.flatMap((unit) => [...checkUnits(unit, thresholds), ...checkMargins(unit, thresholds)])),
    statistics: verdicts,
    review: negative ? ['negative'] : [],
  };
}

/** Rule 1: 0 < N < k. A cell without any unit is as unsafe: that nobody is there is a fact about everybody. */
function checkUnits({ units }: UnitEvidence, { k }: Thresholds): readonly CheckName[] {
  return units < k ? ['freq'] : [];
}

/** Rule 9: all units of the group, or all but the coalition, share the sensitive key of this cell. */
function checkMargins({ units, margins }: UnitEvidence, { profile }: Thresholds): readonly CheckName[] {
  return [...margins.values()].some((margin) => margin - units <= profile.coalition) ? ['full'] : [];
}

function checkStatistic(statistic: StatisticSpec, unit: UnitEvidence, thresholds: Thresholds): readonly CheckName[] {
  const contribution = unit.contributions.get(statistic.id);
  // A rule that cannot find its evidence refuses.
  if (!contribution) return ['freq'];
  const few: readonly CheckName[] = contribution.contributors < thresholds.k ? ['freq'] : [];
  switch (statistic.kind) {
    case 'count_distinct':
      return few;
    case 'count':
      return [...few, ...checkDominance(contribution, thresholds.profile)];
    case 'sum':
    case 'avg':
      return [...few, ...checkDominance(contribution, thresholds.profile), ...checkEqual(contribution)];
    case 'quantile':
      return [...few, ...checkQuantile(statistic, contribution, thresholds.k), ...checkEqual(contribution)];
  }
}

/** Rules 2 and 3, on the absolute contributions of units (rule 5: summed before taking the absolute value). */
function checkDominance({ total, top }: Contribution, profile: RiskProfile): readonly CheckName[] {
  const largest = (count: number): number => top.slice(0, count).reduce((sum, value) => sum + value, 0);
  if (!Number.isFinite(total) || top.some((value) => !Number.isFinite(value))) return ['p_percent'];
  const rest = total - largest(profile.coalition + 1);
  const estimable = rest < (profile.pPercent / 100) * (top[0] ?? 0);
  const dominated = profile.dominance.some(({ largest: n, share }) => largest(n) > (share / 100) * total);
  return [...(estimable ? (['p_percent'] as const) : []), ...(dominated ? (['dominance'] as const) : [])];
}

function checkEqual({ equal }: Contribution): readonly CheckName[] {
  return equal ? ['all_equal'] : [];
}

/**
 * At least k units on each side of the cut, wherever their values lie: the side must have more values than any k − 1 units together.
 * Of those units the evidence names the largest; the others have at most as many values as the last of them.
 */
function checkQuantile({ fraction }: StatisticSpec, { total, top }: Contribution, k: UnitCount): readonly CheckName[] {
  const q = fraction ?? 0;
  const side = Math.floor(Math.min(q, 1 - q) * total);
  const named = top.slice(0, k - 1);
  const largest = named.reduce((sum, count) => sum + count, 0) + (k - 1 - named.length) * (named.at(-1) ?? 0);
  return side > largest ? [] : ['quantile'];
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
