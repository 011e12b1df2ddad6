/**
 * Risk profiles: every threshold of the exact lane in one place. They are engineering choices, carried by a norm document;
 * no regulation names a number. Dominance parameters are never shown to vendors; k may be public.
 *
 * @see disclosure.md §2.1; Handbook on Statistical Disclosure Control §4.2
 */
import { percent, unitCount, type Percent, type UnitCount } from '../units.ts';

export interface RiskProfile {
  /** k: a released cell stands for at least this many distinct units of every declared type. */
  readonly minUnits: UnitCount;
  /** p%: the rest of the cell, without the two largest, must be at least p per cent of the largest. */
  readonly pPercent: Percent;
  /** (n, k): the n largest units must not hold more than `share` per cent of the cell. */
  readonly dominance: readonly { readonly largest: number; readonly share: Percent }[];
  /** How many units may pool what they know: the rule leaves out this many plus the largest. */
  readonly coalition: number;
  /** q of (p, q): how well everybody knows each contribution before the release; 100 per cent is no better than from nothing. */
  readonly priorPercent: Percent;
  /**
   * Where it may not be told that everybody in a cell has a condition: `all`, or for columns tagged sensitive only. That nobody has it
   * is hidden in any case. @see docs/decisions/005-empty-cells.md
   */
  readonly zeros: 'sensitive' | 'all';
  /** A group of which this share has one sensitive value needs a person. */
  readonly groupShare: Percent;
  /** How wide the interval of a hidden count must stay, in multiples of k. */
  readonly protectionWidth: number;
  /** Observations less parameters, of variances, correlations and models. */
  readonly minResidualDf: number;
  /** Parameters per observation: a model with more than `auto` needs a person, one with more than `hard` is refused. */
  readonly maxParameters: { readonly auto: number; readonly hard: number };
  /** Denials for one vendor over one data set in a month; then people decide. */
  readonly deniedPerMonth: number;
}

const profiles = {
  open: {
    minUnits: unitCount(5),
    pPercent: percent(5),
    dominance: [{ largest: 2, share: percent(90) }],
    coalition: 1,
    priorPercent: percent(100),
    zeros: 'sensitive',
    groupShare: percent(95),
    protectionWidth: 1,
    minResidualDf: 5,
    maxParameters: { auto: 0.33, hard: 0.33 },
    deniedPerMonth: 50,
  },
  standard: {
    minUnits: unitCount(10),
    pPercent: percent(10),
    dominance: [{ largest: 2, share: percent(85) }],
    coalition: 1,
    priorPercent: percent(100),
    zeros: 'all',
    groupShare: percent(90),
    protectionWidth: 1,
    minResidualDf: 10,
    maxParameters: { auto: 0.1, hard: 0.33 },
    deniedPerMonth: 20,
  },
  sensitive: {
    minUnits: unitCount(20),
    pPercent: percent(15),
    dominance: [
      { largest: 2, share: percent(80) },
      { largest: 1, share: percent(50) },
    ],
    coalition: 2,
    priorPercent: percent(50),
    zeros: 'all',
    groupShare: percent(80),
    protectionWidth: 2,
    minResidualDf: 20,
    maxParameters: { auto: 0.05, hard: 0.2 },
    deniedPerMonth: 5,
  },
} as const satisfies Record<string, RiskProfile>;

export type ProfileName = keyof typeof profiles;

export function riskProfile(name: ProfileName): RiskProfile {
  return profiles[name];
}
