/** The people of the demonstration city: one for each desk, two reviewers, two vendors, one person per department. */
import type { Title } from '#policies/catalog/entry.ts';
import type { Role } from '#policies/procedure/roles.ts';
import { orgId, personId } from '#policies/units.ts';
import type { Person } from '../accounts.ts';

function person(name: string, org: string, role: Role, title: Title): Person {
  return { person: personId(name), org: orgId(org), role, title };
}

export const people = {
  vendor: person('lin.vendor', 'vendor.qiming', 'vendor', {
    zh: '林 · 启明金科(数据商)',
    en: 'Lin, analyst at the data vendor Qiming',
  }),
  rival: person('gao.vendor', 'vendor.haina', 'vendor', {
    zh: '高 · 海纳数据(数据商)',
    en: 'Gao, analyst at the data vendor Haina',
  }),
  operator: person('chen.operator', 'operator.city', 'operator', {
    zh: '陈 · 运营机构',
    en: 'Chen, reviewer of the operating institution',
  }),
  second: person('he.operator', 'operator.city', 'operator', {
    zh: '何 · 运营机构',
    en: 'He, second reviewer of the operating institution',
  }),
  district: person('su.district', 'district.tianhe', 'district_authority', {
    zh: '苏 · 天河区主管部门',
    en: 'Su, Tianhe district authority',
  }),
  agency: person('zhou.agency', 'agency.data', 'data_agency', {
    zh: '周 · 政务大数据管理机构',
    en: 'Zhou, government data agency',
  }),
  deputy: person('xu.agency', 'agency.data', 'data_agency', {
    zh: '徐 · 政务大数据管理机构',
    en: 'Xu, government data agency, who grants exceptions',
  }),
  authority: person('wu.authority', 'authority.city', 'competent_authority', {
    zh: '吴 · 市主管部门',
    en: 'Wu, competent authority',
  }),
  citizen: person('li.citizen', 'citizen.li', 'data_subject', { zh: '李 · 数据主体', en: 'Li, a data subject' }),
  public: person('hua.public', 'public.hua', 'public', { zh: '华 · 公众', en: 'Hua, a member of the public' }),
  committee: person('tang.committee', 'committee.city', 'committee', {
    zh: '唐 · 公共数据开发利用委员会',
    en: 'Tang, data utilization committee',
  }),
  officer: person('luo.officer', 'dept.market_regulation', 'chief_data_officer', {
    zh: '罗 · 市场监督管理局首席数据官',
    en: 'Luo, chief data officer of Market Regulation',
  }),
  regulator: person('ren.regulator', 'regulator.city', 'regulator', { zh: '任 · 监管', en: 'Ren, regulator' }),
} as const;

/** The one person of a department who publishes its entries and reviews their use. */
export function departmentPerson(department: string, title: Title): Person {
  const short = department.replace(/^dept\./, '');
  return person(`${short}.department`, department, 'source_department', {
    zh: `${title.zh} · 数源部门`,
    en: `${title.en}, source department`,
  });
}
