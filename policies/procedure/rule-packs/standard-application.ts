/** The standard pack at the first gate: the operator's check of a use application. @see 003-15, 003-18 */
import { section } from './item.ts';
import type { RuleItem } from './pack.ts';

const data = section('application', 'data_security');
const network = section('application', 'network_security');
const personal = section('application', 'personal_info');
const secret = section('application', 'trade_secret');

/** @see module */
export const applicationItems: readonly RuleItem[] = [
  data.auto('columns_known', {
    zh: '所申请字段均在已发布目录内且可用',
    en: 'every column is in a published entry and may be used',
    norm: 'AO-18-2',
    remedy: 'Ask for columns that the catalog publishes, and none of rule X.',
  }),
  data.auto('closed_data', {
    zh: '不含不予开放的数据',
    en: 'no closed data',
    norm: '002-10, procedure.md §9(10)',
    remedy: 'Leave out the closed entries, or use data derived from them where the jurisdiction allows it.',
  }),
  data.auto('origin_collected', {
    zh: '共享获得的数据不得再授权',
    en: 'no data that was obtained by sharing',
    norm: '004, GY-14',
    remedy: 'Ask the department that collected the data.',
  }),
  data.auto('forms_enabled', {
    zh: '所申请的成果形态已启用',
    en: 'every form asked for is in use here',
    norm: '003-4, procedure.md §9(2)',
    remedy: 'Ask for metrics, reports, models, interfaces, applications or services.',
  }),
  data.human('necessity', {
    zh: '每个字段均为本场景所必需',
    en: 'each column is necessary for this one scenario',
    norm: 'AO-18-2, AO-04-1',
    remedy: 'Leave out what the scenario can do without, or say why it cannot.',
  }),
  network.auto('vendor_registered', {
    zh: '数据商已进驻且未被暂停',
    en: 'the vendor is registered and not suspended',
    norm: '003-14, AO-07-6',
    remedy: 'Have the organization registered or reinstated first.',
  }),
  network.auto('measures_stated', {
    zh: '已说明安全措施',
    en: 'security measures are stated',
    norm: 'AO-18-4',
    remedy: 'Say who works with the results, and how they are kept.',
    severity: 'warning',
    params: { characters: 4 },
  }),
  network.human('measures_fit', {
    zh: '安全措施与所申请数据相称',
    en: 'the measures fit the data that is asked for',
    norm: '003-18(2), 003-28',
    remedy: 'Describe accounts, places and people; name the protection level.',
  }),
  personal.auto('identifiers_unseen', {
    zh: '直接标识字段仅可用于关联',
    en: 'columns that name people may only be joined on',
    norm: 'AO-21-3, procedure.md §4',
    remedy: 'Leave out the column, or have its department set a rule that hides it.',
  }),
  personal.auto('sensitive_grades', {
    zh: '涉及敏感个人信息(L4)',
    en: 'sensitive personal data (L4) is asked for',
    norm: 'procedure.md §4',
    remedy: 'Look closely at purpose and necessity.',
    severity: 'info',
  }),
  personal.auto('purpose_grounded', {
    zh: '使用目的有合法性依据',
    en: 'the purpose names its legal basis',
    norm: 'AO-18-3',
    remedy: 'Name the law, contract or consent that the use rests on.',
    severity: 'warning',
    params: { characters: 4 },
  }),
  personal.human('lawful_use', {
    zh: '个人信息经脱敏或取得授权同意',
    en: 'personal data is desensitised or consented to for this purpose',
    norm: '003-21(3), AO-04-7',
    remedy: 'Work with derived data, or bring consents that name matter, count and term.',
  }),
  secret.auto('state_secrets', {
    zh: '不含国家秘密',
    en: 'no state secrets',
    norm: '002-10, AO-04-7',
    remedy: 'Leave the entry out: it cannot be granted.',
  }),
  secret.auto('trade_secrets', {
    zh: '涉及商业秘密',
    en: 'data with trade secrets is asked for',
    norm: 'AO-21-3',
    remedy: 'Look closely at who would gain by it.',
    severity: 'info',
  }),
  secret.human('fair_use', {
    zh: '不损害可识别企业的商业秘密与公平竞争',
    en: 'the purpose harms no identifiable firm and no competition',
    norm: '003-15, AO-04-7',
    remedy: 'Narrow the scenario to figures about many firms.',
  }),
];
