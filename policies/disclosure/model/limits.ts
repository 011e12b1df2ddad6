/**
 * Thresholds of the model checks, beside those of the risk profile that they share with tables.
 * 10, 0.33, 0.05 and 0.65 are those of SACRO-ML, dsBase and ACRO; 0.02, 1000, 0.55 and the percentage points are our own.
 *
 * @see disclosure.md §2.1, §3
 */
import { riskProfile, type ProfileName, type RiskProfile } from '../profile.ts';

export interface ModelLimits {
  readonly profile: RiskProfile;
  /** k: of the training's plan, at least the profile's. */
  readonly k: number;
  readonly maxParameters: number;
  readonly digits: number;
  /** Parameters per row, and residual degrees of freedom, that need no person. */
  readonly easyShare: number;
  readonly easyDf: number;
  /** Largest leverage that a person may accept. */
  readonly hardLeverage: number;
  readonly auc: { readonly auto: number; readonly hard: number };
  readonly significance: number;
  /** Share of members found where one in a thousand others is taken for one. */
  readonly truePositives: number;
  /** Percentage points. */
  readonly attributeGap: { readonly auto: number; readonly hard: number };
  readonly epsilon: number;
}

const shared = {
  maxParameters: 2000,
  digits: 6,
  easyShare: 0.02,
  easyDf: 1000,
  hardLeverage: 1 / 3,
  auc: { auto: 0.55, hard: 0.65 },
  significance: 0.05,
  truePositives: 0.005,
  attributeGap: { auto: 2, hard: 5 },
} as const;

const epsilon: Readonly<Record<ProfileName, number>> = { open: 10, standard: 5, sensitive: 1 };

/** @param k of the plan, where it is stricter than the profile's */
export function modelLimits(name: ProfileName, k = 0): ModelLimits {
  const profile = riskProfile(name);
  return { ...shared, profile, k: Math.max(k, profile.minUnits), epsilon: epsilon[name] };
}
