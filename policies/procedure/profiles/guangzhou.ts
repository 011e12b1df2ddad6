/**
 * Guangzhou: authorized operation (003, the draft of August 2024: the measures issued in December 2024 may have changed numbers, and a change
 * is a change of this file) and opening (000, as reported of the measures of April 2023), within the rules of the province (002).
 *
 * @see procedure.md §8, §9(12)
 */
import {
  closedGrounds,
  conditionalGrounds,
  defaultDays,
  defaultReports,
  defaults,
  defaultSwitches,
} from './defaults.ts';
import { inPrinciple, open, text } from './param.ts';
import type { Profile } from './profile.ts';

/** @see module */
export const guangzhou: Profile = {
  id: 'guangzhou',
  version: 1,
  title: { zh: '广州', en: 'Guangzhou' },
  status: 'draft',
  validity: { years: text(3, '003-37'), from: null, until: null },
  // Bodies by what they do: the text names no bureau.
  offices: {
    committee: text({ zh: '市公共数据开发利用委员会', en: 'data utilization committee' }, '003-5(1)'),
    competent_authority: text({ zh: '市公共数据主管部门', en: 'competent authority' }, '003-5(2)'),
    district_authority: text({ zh: '区公共数据主管部门', en: 'district authority' }, '003-5(3)'),
    source_department: text({ zh: '公共管理和服务机构', en: 'public administration and service bodies' }, '003-5(4)'),
    data_agency: text({ zh: '市政务大数据管理机构', en: 'government data agency' }, '003-6'),
    operator: text({ zh: '公共数据运营机构', en: 'operating institution' }, '003-7'),
  },
  ...defaults,
  days: {
    ...defaultDays,
    vendor_registration_days: text(5, '003-14(2)'),
    vendor_refusal_report_days: text(3, '003-14(3)'),
    source_department_review_days: text(5, '003-19(2)'),
    district_review_days: text(5, '003-19(3)'),
    agency_review_days: text(5, '003-19(4)'),
    demand_accept_days: text(20, '000'),
    demand_reject_days: text(5, '000'),
    appeal_agency_days: inPrinciple(15, '003-35'),
    appeal_authority_days: text(30, '003-35'),
  },
  switches: {
    ...defaultSwitches,
    regimes: text(['operation', 'open'], '003-3, 000'),
    agreementRequired: text(true, '003-20(2)'),
    objectionHandledBy: text('source_department', '000'),
    filingRequired: text(true, '003-22(1)'),
    sharedOriginInCatalog: text('forbid', '002-15(3)'),
    usageReport: text(true, '003-27(3)'),
  },
  reports: { ...defaultReports, R03: text('event', '003-14(3)'), R11: text('yearly', '003-32') },
  closedGrounds,
  conditionalGrounds,
  violationGrounds: ['breach_of_agreement'],
  scheme: {
    closedGrounds: text(5, '002-10'),
    conditionalGrounds: text(4, '002-11'),
    violationGrounds: text(1, '003-27(3)'),
    openAttributes: text(['closed', 'conditional', 'unconditional'], '002-9'),
    appealSubjects: text(['platform_rule', 'registration', 'application', 'export_check'], '003-35'),
    agreementClauses: text(10, '003-20(2)'),
    accessMethods: open(['sandbox', 'model_result']),
    sandboxMandatory: text(true, '003-28(3)'),
    evaluationCycle: text('yearly', '003-32'),
    securityBaseline: text('mlps_3', '003-29(2)'),
    pricing: text('welfare_free_industry_paid', '003-23(3)'),
    tradingVenue: text('approved_exchange', '003-23(2)'),
  },
};
