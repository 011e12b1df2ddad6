/**
 * What holds where a regulation is silent: our recommendations, which every profile begins from and overrides by its texts. A new parameter
 * is added here, and to the profiles whose texts name it.
 *
 * @see procedure.md §8 (values in parentheses), §9 (recommended readings)
 */
import { open } from './param.ts';
import type { Profile } from './profile.ts';

const days = {
  vendor_registration_days: 5,
  vendor_refusal_report_days: 3,
  registration_accept_days: 3,
  agency_confirm_days: 5,
  browse_days: 5,
  operator_check_days: 3,
  source_department_review_days: 5,
  district_review_days: 5,
  agency_review_days: 5,
  conditional_reply_days: 20,
  agreement_signing_days: 20,
  demand_accept_days: 20,
  demand_reject_days: 5,
  objection_mark_days: 1,
  objection_platform_decide_days: 2,
  objection_forward_days: 2,
  objection_body_decide_days: 5,
  appeal_agency_days: 15,
  appeal_authority_days: 30,
  filing_accept_days: 5,
  feedback_days: 10,
  usage_report_days: 20,
  quality_fix_days: 10,
  rectification_days: 20,
  norm_review_days: 10,
  norm_consent_days: 10,
  complaint_days: 20,
  dispute_days: 20,
  incident_report_days: 1,
  withdrawal_evaluation_days: 10,
  after_review_days: 10,
  catalog_level_review_days: 10,
  catalog_city_review_days: 10,
  catalog_publish_days: 5,
  program_review_days: 5,
  export_review_days: 5,
  exception_days: 5,
  standing_review_days: 5,
  risk_acceptance_days: 5,
  fit_agree_days: 10,
} as const satisfies Record<keyof Profile['days'], number>;

/** Every period by default. */
export const defaultDays: Profile['days'] = Object.fromEntries(
  Object.entries(days).map(([key, value]) => [key, open(value)]),
) as Profile['days'];

/** @see procedure.md §9: the readings chosen where texts are silent or differ */
export const defaultSwitches: Profile['switches'] = {
  regimes: open(['operation', 'open']),
  reviewMode: open('parallel'),
  agreementRequired: open(true),
  objectionHandledBy: open('source_department'),
  filingRequired: open(true),
  filingMode: open('on_acceptance'),
  closedInOperation: open('forbid'),
  desensitizedDatasets: open('off'),
  sharedOriginInCatalog: open('forbid'),
  sanctionPublicNotice: open(true),
  consentCountAndTerm: open(true),
  realName: open(true),
  sourceStatement: open(true),
  usageReport: open(true),
  overdueUsageReport: open('block_exports'),
  disputedBlocksExports: open(true),
  chiefDataOfficerSigns: open(false),
};

/** How often reports are due where the texts say 定期. */
export const defaultReports: Profile['reports'] = {
  R01: open('quarterly'),
  R02: open('monthly'),
  R05: open('monthly'),
  R06: open('monthly'),
  R08: open('quarterly'),
  R09: open('half_yearly'),
  R13: open('half_yearly'),
};

/** The rest. Retention: at least the 6 months of art. 21 of the Cybersecurity Law, and never shorter than agreement and appeals. */
export const defaults = {
  maxAgreementYears: open(3),
  maxAuthorizationYears: open(3),
  auditRetentionMonths: open(36),
  kMin: { value: { L2: 5, L3: 10, L4: 20 }, basis: 'engineering' },
} as const satisfies Partial<Profile>;

/** Five grounds on which data is not opened. @see 002-10 */
export const closedGrounds = ['state_secret', 'safety', 'secrets_and_privacy', 'agreement_or_ip', 'statute'] as const;

/** Four grounds on which it is opened on conditions. @see 002-11 */
export const conditionalGrounds = ['consented', 'resources', 'risk_to_be_assessed', 'statute'] as const;

/** Six violations. @see 002-34 */
export const violationGrounds = [
  'beyond_scenario',
  'security_measures_missing',
  'platform_rules',
  'illegal_acquisition',
  'infringement',
  'other',
] as const;
