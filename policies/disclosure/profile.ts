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
}

const profiles = {
  open: { minUnits: unitCount(5), pPercent: percent(5), dominance: [{ largest: 2, share: percent(90) }], coalition: 1 },
  standard: {
    minUnits: unitCount(10),
    pPercent: percent(10),
    dominance: [{ largest: 2, share: percent(85) }],
    coalition: 1,
  },
  sensitive: {
    minUnits: unitCount(20),
    pPercent: percent(15),
    dominance: [
      { largest: 2, share: percent(80) },
      { largest: 1, share: percent(50) },
    ],
    coalition: 2,
  },
} as const satisfies Record<string, RiskProfile>;

export type ProfileName = keyof typeof profiles;

export function riskProfile(name: ProfileName): RiskProfile {
  return profiles[name];
}
