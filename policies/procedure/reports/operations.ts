/** The operator's own reports: its seven kinds of work, its scenarios, the statistics of the platform, the basis of its fees. @see R01, R05, R16, R19 */
import { updatesDue } from '../updates-due.ts';
import { actsIn, counted, eventOf, share, tally, type ReportKind, type Section, type Source } from './report.ts';
import { happened, overview, standing } from './lives.ts';

/** R01: norms, processing, onboarding, applications, development checks, export checks, exchange trading; and what inspections asked for. */
export const operations: ReportKind = {
  title: { zh: '运营情况报告', en: 'operations report' },
  by: 'operator',
  to: ['data_agency'],
  when: 'periodic',
  source: 'AO-31-4',
  make: (source) => [
    happened(source, 'norm', { zh: '一、规范标准', en: '1 norms' }),
    processing(source),
    ...overview(source, 'registration', { zh: '三、进驻', en: '3 onboarding' }),
    ...overview(source, 'application', { zh: '四、使用申请', en: '4 applications' }),
    ...overview(source, 'program', { zh: '五、开发核查', en: '5 development checks' }),
    ...overview(source, 'export', { zh: '六、出域核查', en: '6 export checks' }),
    trading(source),
    standing(source, 'inspection', { zh: '检查整改', en: 'inspections' }),
  ],
};

/** Fits and runs, which are what the operator does to data. */
function processing(source: Source): Section {
  const acts = [...actsIn(source, source.lookup.all('run')), ...actsIn(source, source.lookup.all('fit'))];
  return counted(
    { zh: '二、数据加工与运行', en: '2 processing and runs' },
    { zh: '事项', en: 'event' },
    tally(acts.map(({ act }) => act.type)),
  );
}

function trading(source: Source): Section {
  const released = actsIn(source, source.lookup.all('export'), 'released').map(({ doc }) => doc);
  return counted(
    { zh: '七、产品与交易', en: '7 products and trading' },
    { zh: '应用场景', en: 'scenario' },
    tally(released.map(({ product }) => product.scenario)),
  );
}

/** R05 */
export const scenarios: ReportKind = {
  title: { zh: '应用场景报告', en: 'scenario report' },
  by: 'operator',
  to: ['data_agency'],
  when: 'periodic',
  source: 'AO-13-1',
  make: (source) => [
    {
      title: { zh: '应用场景', en: 'scenarios' },
      columns: [
        { zh: '应用场景', en: 'scenario' },
        { zh: '名称', en: 'title' },
        { zh: '数据商', en: 'vendor' },
        { zh: '申请状态', en: 'application' },
        { zh: '运行次数', en: 'runs' },
        { zh: '出域产品', en: 'products released' },
      ],
      rows: source.lookup.all('application').map(({ request: { scenario }, vendor, state }) => {
        const mine = (doc: { readonly vendor: string }): boolean => doc.vendor === vendor;
        const runs = source.lookup.all('run').filter((run) => mine(run) && run.scenario === scenario.id);
        const exports = source.lookup
          .all('export')
          .filter((one) => mine(one) && one.product.scenario === scenario.id && one.state === 'released');
        return [scenario.id, scenario.title, vendor, state, runs.length, exports.length];
      }),
    },
  ],
};

/** R16: what may be charged for, by its three kinds and nothing else; prices are not here. */
export const fees: ReportKind = {
  title: { zh: '费用计量单', en: 'statement of metered services' },
  by: 'operator',
  to: ['vendor'],
  when: 'event',
  source: 'AO-11-2',
  make: (source) => [
    {
      title: { zh: '按协议计量', en: 'metered by agreement' },
      columns: [
        { zh: '协议', en: 'agreement' },
        { zh: '数据商', en: 'vendor' },
        { zh: '数据加工(程序核查)', en: 'processing: programs checked' },
        { zh: '算力(运行)', en: 'compute: runs' },
        { zh: '合规支持(出域核查)', en: 'compliance support: exports checked' },
      ],
      rows: source.lookup.all('agreement').map(({ id, vendor }) => {
        const count = (life: 'program' | 'run' | 'export', ...events: readonly string[]) =>
          actsIn(
            source,
            source.lookup.all(life).filter(({ agreement }) => agreement === id),
            ...events,
          ).length;
        return [id, vendor, count('program', 'static_checked'), count('run', 'started'), count('export', 'submitted')];
      }),
    },
  ],
};

/** R19 */
export const statistics: ReportKind = {
  title: { zh: '平台运行与数据质量统计', en: 'statistics of operation and data quality' },
  by: 'operator',
  to: ['competent_authority'],
  when: 'periodic',
  source: 'SH-42-2',
  make: (source) => {
    const runs = actsIn(source, source.lookup.all('run'));
    const count = (event: string): number => runs.filter(({ act }) => eventOf(act) === event).length;
    const started = count('started');
    return [
      counted({ zh: '运行', en: 'runs' }, { zh: '事项', en: 'event' }, tally(runs.map(({ act }) => eventOf(act)))),
      {
        title: { zh: '运行质量', en: 'quality of operation' },
        columns: [
          { zh: '指标', en: 'indicator' },
          { zh: '数值', en: 'value' },
        ],
        rows: [
          ['finished / started', share(count('finished'), started)],
          ['failed / started', share(count('failed'), started)],
          ['killed / started', share(count('killed'), started)],
        ],
        formula: 'events of the period divided by runs started in it',
      },
      counted(
        { zh: '目录状态', en: 'catalog entries by state' },
        { zh: '状态', en: 'state' },
        tally(source.lookup.all('catalogEntry').map(({ state }) => state)),
      ),
      overdueUpdates(source),
    ];
  },
};

function overdueUpdates({ lookup, now }: Source): Section {
  return {
    title: { zh: '逾期未更新的数据', en: 'data not updated in time' },
    columns: [
      { zh: '目录', en: 'entry' },
      { zh: '部门', en: 'department' },
      { zh: '应更新时间', en: 'due since' },
    ],
    rows: updatesDue(lookup, now).map(({ entry, department, since }) => [entry, department, since]),
  };
}
