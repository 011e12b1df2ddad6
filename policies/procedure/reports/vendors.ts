/** Reports about vendors: their management, refusals and anomalies, the agency's reviews. @see procedure.md §7, R02–R04; AO-14-4…6 */
import type { Registration } from '../registration.ts';
import { actsIn, counted, listed, tally, type ReportKind, type Section, type Source } from './report.ts';

function registrations({ lookup }: Source): readonly Registration[] {
  return lookup.all('registration');
}

function states(source: Source): Section {
  const title = { zh: '数据商状态', en: 'vendors by state' };
  return counted(title, { zh: '状态', en: 'state' }, tally(registrations(source).map(({ state }) => state)));
}

/** R02 */
export const vendorManagement: ReportKind = {
  title: { zh: '数据商管理情况报告', en: 'vendor management report' },
  by: 'operator',
  to: ['data_agency'],
  when: 'periodic',
  source: 'AO-14-4',
  make: (source) => [
    states(source),
    listed(
      { zh: '本期进驻、暂停与退出', en: 'registered, suspended and exited in the period' },
      actsIn(source, registrations(source), 'registered', 'refused', 'suspended', 'reinstated', 'exited'),
    ),
  ],
};

/** R03 */
export const refusalNotice: ReportKind = {
  title: { zh: '不予注册及信用异常报告', en: 'notice of refusals and credit anomalies' },
  by: 'operator',
  to: ['data_agency'],
  when: 'event',
  source: 'AO-14-5',
  make: (source) => [
    {
      title: { zh: '不予注册、暂停与信用异常', en: 'refusals, suspensions and credit anomalies' },
      columns: [
        { zh: '数据商', en: 'vendor' },
        { zh: '事项', en: 'event' },
        { zh: '时间', en: 'at' },
        { zh: '机构复核', en: 'review of the agency' },
        { zh: '理由', en: 'reason' },
      ],
      rows: actsIn(source, registrations(source), 'refused', 'suspended', 'anomaly_reported').map(({ doc, act }) => [
        doc.vendor,
        act.type,
        act.at,
        doc.agencyReview,
        doc.reason ?? '',
      ]),
    },
  ],
};

/** R04 */
export const onboardingReviews: ReportKind = {
  title: { zh: '进驻复核汇总报告', en: 'summary of onboarding reviews' },
  by: 'data_agency',
  to: ['competent_authority'],
  when: 'periodic',
  source: 'AO-14-6',
  make: (source) => {
    const acts = actsIn(source, registrations(source), 'refusal_confirmed', 'refusal_returned');
    return [
      counted(
        { zh: '复核结果', en: 'outcomes' },
        { zh: '结果', en: 'outcome' },
        tally(acts.map(({ act }) => act.type)),
      ),
      listed({ zh: '复核明细', en: 'reviews' }, acts),
    ];
  },
};
