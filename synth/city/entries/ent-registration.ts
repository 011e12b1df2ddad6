/** T1 企业登记信息: the base table that the other enterprise tables refer to. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { districts, industries } from './domains.ts';
import { onConditions } from './opening.ts';

const columns = [
  column('uscc', ['统一社会信用代码', 'Unified social credit code'], {
    type: 'VARCHAR',
    semantic: 'uscc',
    tag: 'direct',
    grade: 'L2',
    rule: ['J'],
  }),
  column('ent_name', ['企业名称', 'Enterprise name'], {
    type: 'VARCHAR',
    semantic: 'company_name',
    tag: 'direct',
    grade: 'L2',
    rule: ['X'],
  }),
  column('legal_rep_name', ['法定代表人姓名', 'Legal representative'], {
    type: 'VARCHAR',
    semantic: 'person_name',
    tag: 'direct',
    grade: 'L3',
    rule: ['X'],
  }),
  column('legal_rep_id_no', ['法定代表人证件号码', 'Identity number of the legal representative'], {
    type: 'VARCHAR',
    semantic: 'resident_id',
    tag: 'direct',
    grade: 'L4',
    rule: ['X'],
  }),
  column('ent_type', ['企业类型', 'Enterprise type'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: {
      kind: 'codes',
      values: ['有限责任公司', '股份有限公司', '个人独资企业', '合伙企业', '外商投资企业'],
      weights: [70, 6, 10, 6, 8],
    },
    determinedByUnit: true,
  }),
  column('industry_code', ['行业门类', 'Industry section'], {
    type: 'VARCHAR',
    semantic: 'industry',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: industries,
    determinedByUnit: true,
    quality: { outside: 0.005 },
  }),
  column('reg_capital_wan', ['注册资本(万元)', 'Registered capital (10,000 CNY)'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L1',
    rule: ['A'],
    domain: { kind: 'range', lo: 1, hi: 20_000_000 },
    bounds: { lo: '0', hi: '20000000', step: '0.01' },
  }),
  column('established_on', ['成立日期', 'Established on'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'quasi',
    grade: 'L1',
    rule: ['F'],
    coarsen: [{ by: 'year' }, { by: 'bands', max: 12 }],
    domain: { kind: 'dates', lo: '1990-01-01', hi: '2023-12-31' },
    determinedByUnit: true,
  }),
  column('district_code', ['登记区划', 'District of registration'], {
    type: 'VARCHAR',
    semantic: 'district',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: districts,
    determinedByUnit: true,
  }),
  column('reg_status', ['登记状态', 'Registration status'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['存续', '注销', '吊销'], weights: [88, 9, 3] },
    determinedByUnit: true,
  }),
  column('staff_size_band', ['从业人数区间', 'Staff size band'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L2',
    rule: ['G'],
    domain: { kind: 'codes', values: ['1-9', '10-49', '50-99', '100-299', '300+'], weights: [45, 30, 13, 8, 4] },
    determinedByUnit: true,
    quality: { missing: 0.03 },
  }),
  column('updated_at', ['更新时间', 'Updated at'], {
    type: 'TIMESTAMP',
    semantic: 'timestamp',
    tag: 'plain',
    grade: 'L1',
    rule: ['F'],
    domain: { kind: 'dates', lo: '2024-01-01', hi: '2025-12-31' },
  }),
] as const;

export const entRegistration: CatalogEntry = {
  id: entryId('ent_registration'),
  version: 1,
  title: title('企业登记信息', 'Enterprise registration'),
  department: orgId('dept.market_regulation'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'daily',
  opening: onConditions({ theme: '市场监管', summary: '企业登记的基本信息' }),
  tables: [
    {
      name: 'ent_registration',
      title: title('企业登记信息', 'Enterprise registration'),
      columns,
      units: [{ space: idSpace('enterprise'), column: 'uscc' }],
      // A firm is registered once.
      rowsPerUnit: { max: 1, onExcess: 'truncate' },
      primaryKey: ['uscc'],
      foreignKeys: [],
      quality: { duplicated: 0.002, late: { column: 'updated_at', share: 0.01, days: 30 } },
      volume: 5_000,
    },
  ],
};
