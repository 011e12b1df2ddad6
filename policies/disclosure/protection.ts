/**
 * How wide the interval must stay in which an attacker can place a hidden value: the protection levels of secondary suppression.
 *
 * @see disclosure.md §2.4; SDC Handbook §4.2 (upper protection levels), §4.4
 */
import type { Contribution } from './cell.ts';
import { isMeasured, largest, remainder } from './dominance.ts';
import type { JudgedCell, StatisticSpec, Thresholds } from './primary.ts';
import type { CheckName } from './register.ts';
import type { JudgedStatistic } from './statistics.ts';

/** How far the interval must reach below and above the value; in units of the statistic's contributions, of a mean those of its sum. */
export interface ProtectionWidth {
  readonly lower: number;
  readonly upper: number;
}

interface Unprotected {
  readonly statistic: StatisticSpec;
  /** Checks that hide it, those of the whole cell included. */
  readonly failed: readonly CheckName[];
}

/**
 * The width that the failed checks ask for; of several the widest, over all kinds of units. Counts stay between 0 and k (or a multiple of
 * it) after attack: whether the cell is empty, and whether it is safe, are both left open. Magnitudes keep the distance that their rule
 * misses; what is missing to the whole may be nobody. What cannot be added up (a quantile, a variance) needs none: no equation tells it.
 *
 * @see disclosure.md §2.4: p% and (p,q): p/q·x₁ − R; (n,k): 100/k·Σᵢ≤ₙxᵢ − X; frequency: k − a above, a below
 */
export function protectionOf(
  cell: JudgedCell,
  { statistic, failed }: Unprotected,
  thresholds: Thresholds,
): ProtectionWidth {
  const widths = cell.evidence.flatMap((unit) => {
    const contribution = unit.contributions.get(statistic.id);
    if (!contribution || failed.length === 0) return [];
    const kind = kinds[statistic.kind];
    if (kind === 'none' || !isMeasured(contribution)) return [];
    const floor = kind === 'magnitude' ? magnitudeFloor : kind === 'units' ? unitsWidth : rowsWidth;
    return [floor(contribution, thresholds), ...failed.map((check) => widthOf(check, contribution, thresholds))];
  });
  return {
    lower: Math.max(0, ...widths.map(({ lower }) => lower)),
    upper: Math.max(0, ...widths.map(({ upper }) => upper)),
  };
}

const kinds: Readonly<Record<JudgedStatistic, 'rows' | 'units' | 'magnitude' | 'none'>> = {
  count: 'rows',
  count_distinct: 'units',
  proportion: 'units',
  sum: 'magnitude',
  avg: 'magnitude',
  quantile: 'none',
  dispersion: 'none',
  covariance: 'none',
  correlation: 'none',
  concentration: 'none',
  gini: 'none',
};

/** A count below k could be 0 and could be safe. A larger one (many rows of few units) keeps as wide an interval around it. */
function countWidth(value: number, { k, profile }: Thresholds): ProtectionWidth {
  const width = profile.protectionWidth * k;
  return { lower: Math.min(value, width), upper: Math.max(width - value, 1) };
}

function rowsWidth({ total, complement }: Contribution, thresholds: Thresholds): ProtectionWidth {
  const missing = complement ?? 0;
  const { lower, upper } = countWidth(total, thresholds);
  return { lower, upper: Math.max(upper, missing < thresholds.k ? missing : 0) };
}

/** What counts are units, each for as much as its share of the total: 1, or 100 where a proportion is written in per cent. */
function unitsWidth(contribution: Contribution, thresholds: Thresholds): ProtectionWidth {
  const { contributors, total } = contribution;
  const each = contributors > 0 && total > 0 ? total / contributors : 1;
  const { lower, upper } = rowsWidth({ ...contribution, total: contributors }, thresholds);
  return { lower: lower * each, upper: upper * each };
}

/** Whatever hides a magnitude, its largest contribution stays unknown within p per cent. */
function magnitudeFloor(contribution: Contribution, { profile }: Thresholds): ProtectionWidth {
  return both((profile.pPercent / 100) * largest(contribution, 1));
}

function widthOf(check: CheckName, contribution: Contribution, { profile }: Thresholds): ProtectionWidth {
  const { pPercent, priorPercent, coalition, dominance } = profile;
  const rest = remainder(contribution, coalition);
  const first = largest(contribution, 1);
  if (check === 'p_percent') return both((pPercent / 100) * first - rest);
  if (check === 'pq') return both((pPercent / priorPercent) * first - rest);
  if (check !== 'dominance') return both(0);
  return both(
    Math.max(
      ...dominance.map(({ largest: n, share }) => (100 / share) * largest(contribution, n) - contribution.total),
    ),
  );
}

/** Lower as wide as upper. @see SDC Handbook §4.4 (sliding and symmetric protection) */
function both(width: number): ProtectionWidth {
  return { lower: Math.max(0, width), upper: Math.max(0, width) };
}
