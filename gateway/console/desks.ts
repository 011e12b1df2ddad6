/** What each desk has within reach: its links, in the order of its work. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Role } from '#policies/procedure/roles.ts';

export interface DeskLink {
  readonly href: string;
  readonly title: Title;
}

const home: DeskLink = { href: '/desk', title: { zh: '待办', en: 'To do' } };
const everything: DeskLink = { href: '/desk/all', title: { zh: '全部事项', en: 'Everything' } };

function thing(stage: string, collection: string, title: Title): DeskLink {
  return { href: `/desk/${stage}/${collection}`, title };
}

const exportsLink = thing('check', 'exports', { zh: '成果出域', en: 'Exports' });
const trace: DeskLink = { href: '/desk/trace', title: { zh: '追溯', en: 'Trace' } };
const reports: DeskLink = { href: '/desk/reports', title: { zh: '报表', en: 'Reports' } };
const duties: DeskLink = { href: '/desk/duties', title: { zh: '时限与逾期', en: 'Clocks' } };
const ledger: DeskLink = { href: '/desk/ledger', title: { zh: '出域台账', en: 'Export ledger' } };
const stop = thing('audit', 'emergency-stops', { zh: '紧急停止', en: 'Emergency stop' });
const sampling: DeskLink = { href: '/desk/sampling', title: { zh: '抽查', en: 'Sampling' } };
const filings: DeskLink = { href: '/desk/filings', title: { zh: '待受理备案', en: 'Filings' } };
const appeals = thing('review', 'appeals', { zh: '申诉', en: 'Appeals' });

const supervisor = [home, filings, duties, ledger, trace, sampling, reports, appeals, stop, everything];
const plain = [home, everything];

export const desks: Readonly<Record<Role, readonly DeskLink[]>> = {
  vendor: [
    home,
    { href: '/workbench', title: { zh: '开发台', en: 'Workbench' } },
    thing('propose', 'applications', { zh: '场景申请', en: 'Applications' }),
    thing('propose', 'agreements', { zh: '协议', en: 'Agreements' }),
    thing('propose', 'programs', { zh: '程序', en: 'Programs' }),
    thing('run', 'runs', { zh: '运行', en: 'Runs' }),
    exportsLink,
    { href: '/desk/products', title: { zh: 'API 产品', en: 'API products' } },
    everything,
  ],
  operator: [
    home,
    thing('review', 'registrations', { zh: '数据商', en: 'Vendors' }),
    thing('review', 'applications', { zh: '申请', en: 'Applications' }),
    thing('review', 'programs', { zh: '程序', en: 'Programs' }),
    exportsLink,
    thing('audit', 'withdrawals', { zh: '退出', en: 'Withdrawals' }),
    ledger,
    reports,
    stop,
    everything,
  ],
  source_department: [
    home,
    thing('catalog', 'entries', { zh: '目录条目', en: 'Entries' }),
    thing('review', 'applications', { zh: '申请', en: 'Applications' }),
    exportsLink,
    everything,
  ],
  district_authority: [home, thing('review', 'applications', { zh: '申请', en: 'Applications' }), everything],
  data_agency: [home, thing('review', 'applications', { zh: '申请', en: 'Applications' }), ...supervisor.slice(1)],
  competent_authority: supervisor,
  regulator: supervisor,
  committee: plain,
  expert_committee: plain,
  exchange: plain,
  chief_data_officer: plain,
  data_subject: plain,
  public: plain,
  system: [],
};
