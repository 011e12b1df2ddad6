/**
 * What a jurisdiction profile says: the numbers and switches of the procedure that the regulations of one place set, or leave open.
 *
 * @see procedure.md §8, §9
 */
import type { Title } from '../../catalog/entry.ts';
import type { Role } from '../roles.ts';

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

/** A period; `extendable` where the text says "in principle", so that a reasoned extension is possible. */
export interface DayParam extends Param<number> {
  readonly extendable?: true;
}

/** Of no regulation: thresholds that engineers chose, carried by a norm document. */
export interface Choice<T> {
  readonly value: T;
  readonly basis: 'engineering';
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
  | 'after_review_days'
  | 'catalog_level_review_days'
  | 'catalog_city_review_days'
  | 'catalog_publish_days'
  | 'program_review_days'
  | 'export_review_days'
  | 'exception_days'
  | 'standing_review_days'
  | 'risk_acceptance_days'
  | 'fit_agree_days';

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

/** How a granted thing may be reached. */
export type AccessMethod = 'download' | 'api' | 'sandbox' | 'model_result' | 'media' | 'other';

/** How long the regulation itself holds. */
export interface Validity {
  readonly years: Param<number | null>;
  /** First day, absent while the text is a draft or leaves it blank. */
  readonly from: string | null;
  /** Last day. */
  readonly until: string | null;
}

/** One place's reading of the procedure. Data; a change is a new version. */
export interface Profile {
  readonly id: ProfileId;
  readonly version: number;
  readonly title: Title;
  /** Of the regulation text: a draft's numbers are said to be a draft's. */
  readonly status: 'in_force' | 'draft';
  readonly validity: Validity;
  /** Which body of the place acts in a role, where its text names one. Who of it acts is said by the accounts. @see SH-04-1, officeOf */
  readonly offices?: Offices;
  readonly days: Readonly<Record<DayKey, DayParam>>;
  readonly switches: { readonly [Key in keyof Switches]: Param<Switches[Key]> };
  readonly maxAgreementYears: Param<number>;
  /** Of the operator itself; not of an agreement with a vendor. @see procedure.md §9(4) */
  readonly maxAuthorizationYears: Param<number>;
  readonly auditRetentionMonths: Param<number>;
  /** Report id (`R01`) → how often. */
  readonly reports: Readonly<Record<string, Param<Frequency>>>;
  readonly closedGrounds: readonly string[];
  readonly conditionalGrounds: readonly string[];
  readonly violationGrounds: readonly string[];
  readonly scheme: Scheme;
  /** Smallest group by grade. */
  readonly kMin: Choice<Readonly<Record<'L2' | 'L3' | 'L4', number>>>;
}

/** Role → the body, as its text calls it. */
export type Offices = Readonly<Partial<Record<Role, Param<Title>>>>;

/** What a place says besides numbers and switches. */
export interface Scheme {
  readonly closedGrounds: Param<number>;
  readonly conditionalGrounds: Param<number>;
  readonly violationGrounds: Param<number>;
  readonly openAttributes: Param<readonly ('closed' | 'conditional' | 'unconditional')[]>;
  readonly appealSubjects: Param<
    readonly ('platform_rule' | 'registration' | 'application' | 'export_check' | 'sanction')[]
  >;
  readonly agreementClauses: Param<number>;
  readonly accessMethods: Param<readonly AccessMethod[]>;
  readonly sandboxMandatory: Param<boolean>;
  readonly evaluationCycle: Param<Frequency>;
  /** Multi-level protection scheme 网络安全等级保护, or protection in general. */
  readonly securityBaseline: Param<'mlps_3' | 'mlps' | 'platform_protection'>;
  readonly pricing: Param<'welfare_free_industry_paid' | 'unsaid'>;
  readonly tradingVenue: Param<'approved_exchange' | 'pilot_exchange' | 'may_trade' | 'unsaid'>;
}
