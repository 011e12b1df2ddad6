/**
 * Guiyang: sharing, opening and authorized operation (004, the explanation of a draft: it names subjects and hardly any number).
 *
 * @see procedure.md §8
 */
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
export const guiyang: Profile = {
  id: 'guiyang',
  version: 1,
  title: { zh: '贵阳', en: 'Guiyang' },
  status: 'draft',
  validity: { years: open(null), from: null, until: null },
  ...defaults,
  maxAuthorizationYears: text(3, '004-六章'),
  days: { ...defaultDays, vendor_refusal_report_days: none(3) },
  switches: {
    ...defaultSwitches,
    regimes: text(['share', 'open', 'operation'], '004-三'),
    sharedOriginInCatalog: text('forbid', '004-四章'),
    // A chief data officer is established; that he signs entries is our reading of his duty.
    chiefDataOfficerSigns: open(true),
  },
  reports: defaultReports,
  closedGrounds,
  conditionalGrounds,
  violationGrounds,
  scheme: {
    closedGrounds: open(5),
    conditionalGrounds: open(4),
    violationGrounds: open(6),
    openAttributes: open(['closed', 'conditional', 'unconditional']),
    appealSubjects: open(['platform_rule', 'registration', 'application', 'export_check']),
    agreementClauses: open(10),
    accessMethods: open(['download', 'api', 'sandbox', 'model_result']),
    sandboxMandatory: open(true),
    evaluationCycle: text('yearly', '004-八章'),
    securityBaseline: text('mlps', '004-七章'),
    pricing: text('welfare_free_industry_paid', '004-六章'),
    tradingVenue: none('unsaid'),
  },
};
