/**
 * Primary rules: each looks at one cell alone. A rule that fails on the units of the cell hides every statistic of it;
 * a rule that fails on one statistic hides that one. Rules hold for every declared kind of unit at once.
 *
 * @see disclosure.md §2.2; SDC Handbook §4.2; docs/decisions/004-class-disclosure.md
 */
import { percent, type UnitCount } from '../units.ts';
import type { Cell, Contribution, Scalar, UnitEvidence } from './cell.ts';
import { breaksDominance, breaksPPercent, breaksPriorPosterior, isMeasured } from './dominance.ts';
import { isFull, isNearlyFull } from './group-disclosure.ts';
import type { RiskProfile } from './profile.ts';
import type { CheckName } from './register.ts';
import { checksOf, type JudgedStatistic, type StatisticCheck } from './statistics.ts';

/** What the rules need to know of a statistic. */
export interface StatisticSpec {
  readonly id: number;
  readonly kind: JudgedStatistic;
  /** Of a quantile, in (0, 1). */
  readonly fraction?: number;
  /**
   * What else becomes known of the cell: how many have no `value`, or do not meet the `condition` that is counted.
   * Absent where nothing can be subtracted.
   */
  readonly complement?: 'value' | 'condition' | 'sensitive condition';
  /** Its values are given weights in the text, so that few units could be most of a large sum. */
  readonly reweighted?: true;
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

/** What the rules look at: who stands behind the cell, and of some statistics the value. Which cell it is does not matter. */
export type JudgedCell = Pick<Cell, 'values' | 'evidence'>;

/** For every cell, returns which rules fail; an empty verdict means that the cell may be shown. */
export function checkCell(cell: JudgedCell, statistics: readonly StatisticSpec[], thresholds: Thresholds): CellVerdict {
  const verdicts = statistics.map((statistic, index) =>
    unique(
      cell.evidence.flatMap((unit) =>
        checkStatistic({ statistic, unit, value: cell.values[index] ?? null }, thresholds),
      ),
    ),
  );
  return {
    cell: unique(cell.evidence.flatMap((unit) => checkUnits(unit, thresholds))),
    statistics: verdicts,
    review: unique(cell.evidence.flatMap((unit) => reviewUnits(unit, thresholds))),
  };
}

/** Rules 1 and 9. A cell without any unit is as unsafe as a small one: that nobody is there is a fact about everybody. */
function checkUnits(unit: UnitEvidence, { k, profile }: Thresholds): readonly CheckName[] {
  return [...(unit.units < k ? (['freq'] as const) : []), ...(isFull(unit, profile) ? (['full'] as const) : [])];
}

function reviewUnits(unit: UnitEvidence, { profile }: Thresholds): readonly CheckName[] {
  const negative = [...unit.contributions.values()].some((contribution) => contribution.negative);
  return [
    ...(negative ? (['negative'] as const) : []),
    ...(isNearlyFull(unit, profile) ? (['group_share'] as const) : []),
  ];
}

interface Judged {
  readonly statistic: StatisticSpec;
  readonly unit: UnitEvidence;
  /** What would be shown. */
  readonly value: Scalar;
}

function checkStatistic({ statistic, unit, value }: Judged, thresholds: Thresholds): readonly CheckName[] {
  const contribution = unit.contributions.get(statistic.id);
  // A rule that cannot find its evidence refuses.
  if (!contribution) return ['freq'];
  const facts: Facts = { statistic, contribution, value };
  return checksOf(statistic.kind).filter((check) => breaks[check](facts, thresholds));
}

interface Facts {
  readonly statistic: StatisticSpec;
  readonly contribution: Contribution;
  readonly value: Scalar;
}

/** Whether a statistic breaks a rule; which rules are asked, its type says. */
const breaks: Readonly<Record<StatisticCheck, (facts: Facts, thresholds: Thresholds) => boolean>> = {
  freq: ({ contribution }, { k }) => contribution.contributors < k,
  p_percent: ({ contribution }, { profile }) => breaksPPercent(contribution, profile),
  pq: ({ contribution }, { profile }) => breaksPriorPosterior(contribution, profile),
  dominance: ({ contribution }, { profile }) => breaksDominance(contribution, profile),
  few: isOfFew,
  all_equal: ({ contribution }) => contribution.equal,
  quantile: isCutByFew,
  complement: hasSmallComplement,
  zero: hasNoComplement,
  degrees: hasFewDegrees,
  binary: ({ contribution: { rarest } }, { k }) => rarest !== undefined && rarest < k,
  concentration: ({ value }) => !isBelow(value, mostConcentrated),
  gini: ({ value, contribution }) => !isMeasured(contribution) || !isBelow(value, 1),
};

/** 0.81 = 0.9²: one unit with nine tenths of the cell. @see MHRA, non-linear concentration ratios */
const mostConcentrated = 0.81;

/** That there is no index tells that somebody has less than nothing, so it is hidden too. */
function isBelow(value: Scalar, bound: number): boolean {
  return value !== null && Number(value) < bound;
}

/**
 * Who gives the rows of few units a large weight reads their sum in the high digits of the whole: k − 1 units must leave something to the
 * others, half of what k equal units leave.
 */
function isOfFew({ statistic, contribution }: Facts, { k, profile }: Thresholds): boolean {
  return statistic.reweighted === true && breaksDominance(contribution, { dominance: [fewest(k, profile)] });
}

function fewest(k: UnitCount, { pPercent }: RiskProfile): RiskProfile['dominance'][number] {
  return { largest: k - 1, share: percent(100 - Math.min(pPercent, 100 / k) / 2) };
}

/**
 * At least k units on each side of the cut, wherever their values lie: the side must have more values than any k − 1 units together.
 * Of those units the evidence names the largest; the others have at most as many values as the last of them.
 */
function isCutByFew({ statistic, contribution: { total, top } }: Facts, { k }: Thresholds): boolean {
  const q = statistic.fraction ?? 0;
  const side = Math.floor(Math.min(q, 1 - q) * total);
  const named = top.slice(0, k - 1);
  const largest = named.reduce((sum, count) => sum + count, 0) + (k - 1 - named.length) * (named.at(-1) ?? 0);
  return side <= largest;
}

/** What is missing to the whole is known by subtraction, so it must stand for k units, or for nobody. @see disclosure.md §2.7 */
function hasSmallComplement({ statistic, contribution }: Facts, { k }: Thresholds): boolean {
  if (statistic.complement === undefined) return false;
  const { complement } = contribution;
  return complement === undefined || (complement > 0 && complement < k);
}

/** That no value is missing is harmless; that everybody meets a condition may not be. */
function hasNoComplement({ statistic, contribution }: Facts, { profile }: Thresholds): boolean {
  if (contribution.complement !== 0) return false;
  if (statistic.complement === 'sensitive condition') return true;
  return statistic.complement === 'condition' && profile.zeros === 'all';
}

/** How many numbers besides the units' own a statistic rests on: its means. */
const parameters: Readonly<Partial<Record<JudgedStatistic, number>>> = { dispersion: 1, covariance: 2, correlation: 2 };

function hasFewDegrees({ statistic, contribution: { contributors } }: Facts, { profile }: Thresholds): boolean {
  const spent = parameters[statistic.kind] ?? 0;
  return contributors - spent < profile.minResidualDf || spent > profile.maxParameters.hard * contributors;
}

function unique<T>(list: readonly T[]): readonly T[] {
  return [...new Set(list)];
}
