/** Guangdong: opening (002, in force from 30 November 2022 for three years). Authorized operation is not its matter. @see procedure.md §8 */
import {
  closedGrounds,
  conditionalGrounds,
  defaultDays,
  defaultReports,
  defaults,
  defaultSwitches,
  violationGrounds,
} from './defaults.ts';
import { none, open, text } from './param.ts';
import type { Profile } from './profile.ts';

/** @see module */
export const guangdong: Profile = {
  id: 'guangdong',
  version: 1,
  title: { zh: '广东', en: 'Guangdong' },
  status: 'in_force',
  validity: { years: text(3, '002-39'), from: '2022-11-30', until: '2025-11-29' },
  offices: {
    competent_authority: text({ zh: '政务服务数据管理机构', en: 'government service data agency' }, '002-5(2)'),
    source_department: text({ zh: '公共数据开放主体', en: 'opening bodies' }, '002-6'),
  },
  ...defaults,
  days: {
    ...defaultDays,
    conditional_reply_days: text(20, '002-21(2)'),
    vendor_refusal_report_days: none(3),
    operator_check_days: none(3),
    source_department_review_days: none(5),
    district_review_days: none(5),
    agency_review_days: none(5),
  },
  switches: {
    ...defaultSwitches,
    regimes: text(['open'], '002-2'),
    reviewMode: text('single_body', '002-21(2)'),
    agreementRequired: text(true, '002-21(3)'),
    objectionHandledBy: text('source_department', '002-24(2)'),
    filingRequired: none(true),
    filingMode: none('on_acceptance'),
    sharedOriginInCatalog: text('forbid', '002-15(3)'),
    consentCountAndTerm: text(true, '002-24(1)'),
    realName: text(true, '002-18(1)'),
    sourceStatement: text(true, '002-25(2)'),
    usageReport: text(true, '002-26(1)'),
  },
  reports: { ...defaultReports, R17: text('yearly', '002-8'), R18: text('yearly', '002-29') },
  closedGrounds,
  conditionalGrounds,
  violationGrounds,
  scheme: {
    closedGrounds: text(5, '002-10'),
    conditionalGrounds: text(4, '002-11'),
    violationGrounds: text(6, '002-34'),
    openAttributes: text(['closed', 'conditional', 'unconditional'], '002-9'),
    appealSubjects: text(['sanction'], '002-34(2)'),
    agreementClauses: open(10),
    accessMethods: text(['download', 'api', 'model_result', 'media', 'other'], '002-22'),
    sandboxMandatory: open(true),
    evaluationCycle: text('yearly', '002-29'),
    securityBaseline: text('platform_protection', '002-35(2)'),
    pricing: none('unsaid'),
    tradingVenue: text('may_trade', '002-27(2)'),
  },
};
