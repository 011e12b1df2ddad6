/** Guangzhou: authorized operation (003, a draft: the final text may change numbers) and opening (000). @see procedure.md §8 */
import type { Param, Profile } from './profile.ts';

/** The regulation says so. */
export function text<const T>(value: T, source: string): Param<T> {
  return { value, basis: 'text', source };
}

/** The regulation is silent. */
export function open<const T>(value: T): Param<T> {
  return { value, basis: 'default' };
}

/** @see module */
export const guangzhou: Profile = {
  id: 'guangzhou',
  version: 1,
  title: { zh: '广州', en: 'Guangzhou' },
  status: 'draft',
  days: {
    vendor_registration_days: text(5, '003-14(2)'),
    vendor_refusal_report_days: text(3, '003-14(3)'),
    registration_accept_days: open(3),
    agency_confirm_days: open(5),
    browse_days: open(5),
    operator_check_days: open(3),
    source_department_review_days: text(5, '003-19'),
    district_review_days: text(5, '003-19'),
    agency_review_days: text(5, '003-19'),
    conditional_reply_days: open(20),
    agreement_signing_days: open(20),
    demand_accept_days: text(20, '000'),
    demand_reject_days: text(5, '000'),
    objection_mark_days: open(1),
    objection_platform_decide_days: open(2),
    objection_forward_days: open(2),
    objection_body_decide_days: open(5),
    appeal_agency_days: text(15, '003-35'),
    appeal_authority_days: text(30, '003-35'),
    filing_accept_days: open(5),
    feedback_days: open(10),
    usage_report_days: open(20),
    quality_fix_days: open(10),
    rectification_days: open(20),
    norm_review_days: open(10),
    norm_consent_days: open(10),
    complaint_days: open(20),
    dispute_days: open(20),
    incident_report_days: open(1),
    withdrawal_evaluation_days: open(10),
    after_review_days: open(10),
  },
  switches: {
    regimes: text(['operation', 'open'], '003, 000'),
    reviewMode: open('parallel'),
    agreementRequired: text(true, '003-20'),
    objectionHandledBy: text('source_department', '000'),
    filingRequired: text(true, '003-22'),
    filingMode: open('on_acceptance'),
    closedInOperation: open('forbid'),
    desensitizedDatasets: open('off'),
    sharedOriginInCatalog: text('forbid', '002-15'),
    sanctionPublicNotice: open(true),
    consentCountAndTerm: open(true),
    realName: open(true),
    sourceStatement: open(true),
    usageReport: text(true, '003-27(3)'),
    overdueUsageReport: open('block_exports'),
    disputedBlocksExports: open(true),
    chiefDataOfficerSigns: open(false),
  },
  maxAgreementYears: open(3),
  maxAuthorizationYears: open(3),
  auditRetentionMonths: open(36),
  reports: {
    R01: open('quarterly'),
    R02: open('monthly'),
    R05: open('monthly'),
    R06: open('monthly'),
    R08: open('quarterly'),
    R09: open('half_yearly'),
    R13: open('half_yearly'),
  },
  closedGrounds: [],
  conditionalGrounds: [],
  violationGrounds: [],
};
