/** Reports of those who supervise: inspections, irregularities, risks, incidents and drills, notices, and who is late. @see R09, R10, R13, R20–R23 */
import { clocksOf } from '../deadlines.ts';
import { lives, type LifeName } from '../lives.ts';
import { roleTitles } from '../roles.ts';
import { docsOf, overview } from './lives.ts';
import { isIn, type ReportKind, type Section, type Source } from './report.ts';

/** R09 */
export const inspections: ReportKind = {
  title: { zh: '平台检查情况报告', en: 'report on inspections of the platform' },
  by: 'data_agency',
  to: ['competent_authority'],
  when: 'periodic',
  source: 'AO-29-3',
  make: (source) => [...overview(source, 'inspection', { zh: '检查', en: 'inspections' })],
};

/** R10 */
export const irregularities: ReportKind = {
  title: { zh: '监督评估与异常报告', en: 'report on supervision and irregularities' },
  by: 'data_agency',
  to: ['competent_authority'],
  when: 'event',
  source: 'AO-31-3',
  make: (source) => [
    ...overview(source, 'violation', { zh: '违规案件', en: 'violations' }),
    ...overview(source, 'sanction', { zh: '处置措施', en: 'sanctions' }),
    ...overview(source, 'emergencyStop', { zh: '紧急停止', en: 'emergency stops' }),
  ],
};

/** R13 */
export const risks: ReportKind = {
  title: { zh: '风险评估报告', en: 'risk assessment' },
  by: 'competent_authority',
  to: ['data_agency', 'operator'],
  when: 'periodic',
  source: 'AO-27-3',
  make: (source) => [...overview(source, 'riskAssessment', { zh: '风险评估', en: 'risk assessments' })],
};

/** R20 */
export const notices: ReportKind = {
  title: { zh: '公示', en: 'public notices' },
  by: 'operator',
  to: ['public', 'vendor'],
  when: 'event',
  source: 'SH-18-3',
  make: (source) => [...overview(source, 'publicNotice', { zh: '公示', en: 'public notices' })],
};

/** R22 */
export const traceReports: ReportKind = {
  title: { zh: '事件与溯源报告', en: 'incident and trace reports' },
  by: 'operator',
  to: ['data_agency', 'regulator'],
  when: 'event',
  source: 'SH-27-4',
  make: (source) => [
    ...overview(source, 'incident', { zh: '安全事件', en: 'incidents' }),
    ...overview(source, 'withdrawal', { zh: '数据撤回', en: 'withdrawals' }),
    ...overview(source, 'traceReport', { zh: '溯源报告', en: 'trace reports' }),
  ],
};

/** R23 */
export const drills: ReportKind = {
  title: { zh: '应急演练与自查记录', en: 'record of drills and self-checks' },
  by: 'source_department',
  to: ['competent_authority'],
  when: 'periodic',
  source: 'GY-27',
  make: (source) => [...overview(source, 'emergencyPlan', { zh: '应急预案与演练', en: 'emergency plans and drills' })],
};

/** R21: every period that was or is overdue, by who owes it. Being late has decided nothing. */
export const overdueRegister: ReportKind = {
  title: { zh: '逾期与未履责登记', en: 'register of what is overdue' },
  by: 'operator',
  to: ['competent_authority', 'data_agency', 'regulator'],
  when: 'continuous',
  source: 'SH-43-1',
  make: (source) => [overdue(source)],
};

function overdue(source: Source): Section {
  const names = Object.keys(lives) as LifeName[];
  const rows = names.flatMap((life) =>
    docsOf(source, life).flatMap((doc) =>
      clocksOf(lives[life], doc, source)
        .filter(({ state, due }) => (state === 'overdue' || state === 'late') && due && isIn(source.period, due))
        .map(
          ({ duty, escalates, title, started, days, lastDay = '', ended = '', provisional, basis, source: rule }) => [
            roleTitles[duty.role].en,
            duty.org ?? '',
            `${life}/${doc.id}`,
            title.en,
            started,
            days,
            lastDay,
            ended,
            provisional ? 'provisional' : 'fixed',
            basis,
            rule,
            roleTitles[escalates].en,
          ],
        ),
    ),
  );
  return {
    title: { zh: '逾期事项', en: 'what was not done in time' },
    columns: [
      { zh: '责任方', en: 'owed by' },
      { zh: '机构', en: 'organization' },
      { zh: '事项', en: 'thing' },
      { zh: '期限', en: 'period' },
      { zh: '起算', en: 'from' },
      { zh: '工作日', en: 'working days' },
      { zh: '截止日', en: 'last day' },
      { zh: '办结', en: 'done' },
      { zh: '日历', en: 'calendar' },
      { zh: '期限来源', en: 'basis' },
      { zh: '依据', en: 'article' },
      { zh: '升级至', en: 'escalates to' },
    ],
    rows,
  };
}
