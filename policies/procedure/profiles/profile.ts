/**
 * What a jurisdiction profile says: the numbers and switches of the procedure that the regulations of one place set, or leave open.
 *
 * @see procedure.md §8, §9
 */
import type { Title } from '../../catalog/entry.ts';

/**
 * A value with where it comes from: `text`, the regulation says it; `default`, the regulation is silent and this is our recommendation;
 * `none`, it does not apply there.
 */
export interface Param<T> {
  readonly value: T;
  readonly basis: 'text' | 'default' | 'none';
  /** Article, where the basis is a text. */
  readonly source?: string;
}

/** Periods in working days. */
export type DayKey =
  | 'vendor_registration_days'
  | 'vendor_refusal_report_days'
  | 'registration_accept_days'
  | 'agency_confirm_days'
  | 'browse_days'
  | 'operator_check_days'
  | 'source_department_review_days'
  | 'district_review_days'
  | 'agency_review_days'
  | 'conditional_reply_days'
  | 'agreement_signing_days'
  | 'demand_accept_days'
  | 'demand_reject_days'
  | 'objection_mark_days'
  | 'objection_platform_decide_days'
  | 'objection_forward_days'
  | 'objection_body_decide_days'
  | 'appeal_agency_days'
  | 'appeal_authority_days'
  | 'filing_accept_days'
  | 'feedback_days'
  | 'usage_report_days'
  | 'quality_fix_days'
  | 'rectification_days'
  | 'norm_review_days'
  | 'norm_consent_days'
  | 'complaint_days'
  | 'dispute_days'
  | 'incident_report_days'
  | 'withdrawal_evaluation_days'
  | 'after_review_days';

/** How often a periodic report is due. */
export type Frequency = 'monthly' | 'quarterly' | 'half_yearly' | 'yearly' | 'event';

/** Readings of the texts that differ from place to place. */
export interface Switches {
  readonly regimes: readonly ('operation' | 'open' | 'share')[];
  readonly reviewMode: 'parallel' | 'sequential' | 'single_body';
  readonly agreementRequired: boolean;
  readonly objectionHandledBy: 'source_department' | 'platform_first';
  readonly filingRequired: boolean;
  /** `on_acceptance`: only what the agency accepted may leave; `on_submission`: what was filed may. */
  readonly filingMode: 'on_acceptance' | 'on_submission';
  readonly closedInOperation: 'forbid' | 'allow_with_derivation';
  readonly desensitizedDatasets: 'off' | 'on';
  readonly sharedOriginInCatalog: 'forbid';
  readonly sanctionPublicNotice: boolean;
  readonly consentCountAndTerm: boolean;
  readonly realName: boolean;
  readonly sourceStatement: boolean;
  readonly usageReport: boolean;
  /** What an overdue utilisation report does. */
  readonly overdueUsageReport: 'warn' | 'block_exports';
  readonly disputedBlocksExports: boolean;
  readonly chiefDataOfficerSigns: boolean;
}

export type ProfileId = 'guangzhou' | 'guangdong' | 'shanghai' | 'guiyang';

/** One place's reading of the procedure. Data; a change is a new version. */
export interface Profile {
  readonly id: ProfileId;
  readonly version: number;
  readonly title: Title;
  /** Of the regulation text: a draft's numbers are said to be a draft's. */
  readonly status: 'in_force' | 'draft';
  readonly days: Readonly<Record<DayKey, Param<number>>>;
  readonly switches: { readonly [Key in keyof Switches]: Param<Switches[Key]> };
  readonly maxAgreementYears: Param<number>;
  readonly maxAuthorizationYears: Param<number>;
  readonly auditRetentionMonths: Param<number>;
  /** Report id (`R01`) → how often. */
  readonly reports: Readonly<Record<string, Param<Frequency>>>;
  readonly closedGrounds: readonly string[];
  readonly conditionalGrounds: readonly string[];
  readonly violationGrounds: readonly string[];
}
