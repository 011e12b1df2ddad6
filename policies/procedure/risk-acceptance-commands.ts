/** What may be asked of a risk acceptance: below which tier, for which entries, for how long, and why. */
import { z } from 'zod';
import { isolationTier } from '../isolation.ts';
import { anEntryId, bare, prose, reasoned, type Parsed } from './fields.ts';

/** Longest term, so that whoever accepted a risk is asked again each quarter. */
export const mostDays = 90;

/** The risk: programs run in no better tier than this, over the data of these entries. */
export const aRisk = z.strictObject({
  /** T2 and T3 confine programs: with them there is nothing to accept. */
  tier: isolationTier.extract(['T0', 'T1']),
  entries: z.array(anEntryId).min(1).max(200),
  /** `artificial`: the custodian states that the rows of these entries belong to nobody. */
  data: z.enum(['real', 'artificial']),
  justification: prose,
  days: z.int().min(1).max(mostDays),
});

/** One command of a risk acceptance. */
export const riskAcceptanceCommand = z.discriminatedUnion('type', [
  aRisk.extend({ type: z.literal('request') }),
  bare('accept'),
  reasoned('refuse'),
  reasoned('withdraw'),
  bare('expire'),
]);

/** @see aRisk */
export type Risk = Parsed<typeof aRisk>;
/** @see riskAcceptanceCommand */
export type RiskAcceptanceCommand = Parsed<typeof riskAcceptanceCommand>;
