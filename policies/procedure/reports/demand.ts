/** What is wanted and what was made of it: demands, extensions of the catalog, plans, what users report and what went back. @see R06, R07, R14, R15, R17 */
import { qualityFormula, qualityScore } from '../quality-score.ts';
import { evaluationsDue } from '../re-evaluation.ts';
import { overview } from './lives.ts';
import type { ReportKind, Section, Source } from './report.ts';

/** R06 */
export const demands: ReportKind = {
  title: { zh: '数据需求汇总', en: 'summary of data demands' },
  by: 'operator',
  to: ['data_agency'],
  when: 'periodic',
  source: 'AO-16-4',
  make: (source) => [...overview(source, 'demand', { zh: '数据需求', en: 'demands' })],
};

/** R07 */
export const extensions: ReportKind = {
  title: { zh: '目录扩展研究报告', en: 'study of catalog extensions' },
  by: 'competent_authority',
  to: ['data_agency', 'operator', 'source_department'],
  when: 'periodic',
  source: 'AO-17-1',
  make: (source) => [
    ...overview(source, 'demand', { zh: '研究的需求', en: 'demands studied' }),
    ...overview(source, 'catalogExtension', { zh: '目录扩展决定', en: 'decisions to extend the catalog' }),
  ],
};

/** R14 */
export const utilisation: ReportKind = {
  title: { zh: '数据利用情况报告', en: 'utilisation report' },
  by: 'vendor',
  to: ['source_department', 'operator'],
  when: 'event',
  source: 'AO-27-6',
  make: (source) => [...overview(source, 'utilisationReport', { zh: '利用情况反馈', en: 'utilisation reports' })],
};

/** R15 */
export const feedback: ReportKind = {
  title: { zh: '成果回馈摘要', en: 'digest of result feedback' },
  by: 'operator',
  to: ['source_department'],
  when: 'event',
  source: 'AO-26-1',
  make: (source) => [...overview(source, 'resultFeedback', { zh: '成果回馈', en: 'result feedback' })],
};

/** R17: what is on its way to being opened, and the quality of what is. */
export const openingPlan: ReportKind = {
  title: { zh: '年度开放计划', en: 'yearly opening plan' },
  by: 'source_department',
  to: ['competent_authority', 'public'],
  when: 'yearly',
  source: 'GD-08-1',
  make: (source) => [planned(source), toEvaluate(source), quality(source)],
};

function planned({ lookup }: Source): Section {
  return {
    title: { zh: '编制中的目录', en: 'entries under way' },
    columns: [
      { zh: '目录', en: 'entry' },
      { zh: '部门', en: 'department' },
      { zh: '状态', en: 'state' },
      { zh: '开放属性', en: 'attribute' },
      { zh: '更新周期', en: 'update cycle' },
    ],
    rows: lookup
      .all('catalogEntry')
      .filter(({ state }) => state !== 'published' && state !== 'retired')
      .map(({ id, state, entry }) => [id, entry.department, state, entry.attribute, entry.updateCycle]),
  };
}

function toEvaluate({ lookup, now }: Source): Section {
  return {
    title: { zh: '应重新评估的目录', en: 'entries to be evaluated again' },
    columns: [
      { zh: '目录', en: 'entry' },
      { zh: '部门', en: 'department' },
      { zh: '应评估时间', en: 'due since' },
    ],
    rows: evaluationsDue(lookup.all('catalogEntry'), now).map(({ entry, department, since }) => [
      entry,
      department,
      since,
    ]),
  };
}

function quality({ lookup }: Source): Section {
  const issues = lookup.all('qualityIssue');
  return {
    title: { zh: '数据质量得分', en: 'data quality scores' },
    columns: [
      { zh: '目录', en: 'entry' },
      { zh: '真实性', en: 'authenticity' },
      { zh: '完整性', en: 'completeness' },
      { zh: '准确性', en: 'accuracy' },
      { zh: '及时性', en: 'timeliness' },
      { zh: '可用性', en: 'usability' },
      { zh: '平均', en: 'mean' },
    ],
    rows: lookup.all('catalogEntry').map(({ id }) => {
      const { properties, mean } = qualityScore(id, issues);
      const { authenticity, completeness, accuracy, timeliness, usability } = properties;
      return [id, authenticity, completeness, accuracy, timeliness, usability, mean];
    }),
    formula: qualityFormula,
  };
}
