/**
 * T6 医保结算明细: several settlements per insured person.
 * The raw table is closed; what is opened for operation is derived from it inside the domain (aggregates over at least k
 * persons), and that derivation is what the attribute `conditional` speaks of.
 */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { districts } from './domains.ts';
import { diagnoses, hospitals } from './medical-codes.ts';
import { onConditions } from './opening.ts';

const cost = { kind: 'range', lo: 0, hi: 2_000_000 } as const;

const columns = [
  column('settlement_id', ['结算流水号', 'Settlement number'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L4',
    rule: ['X'],
  }),
  column('person_id', ['参保人编号', 'Insured person'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L4',
    rule: ['J'],
  }),
  column('id_no', ['身份证号', 'Identity number'], {
    type: 'VARCHAR',
    semantic: 'resident_id',
    tag: 'direct',
    grade: 'L4',
    rule: ['X'],
  }),
  column('sex', ['性别', 'Sex'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L2',
    rule: ['G'],
    domain: { kind: 'codes', values: ['男', '女'], weights: [1, 1] },
    determinedByUnit: true,
  }),
  column('birth_date', ['出生日期', 'Date of birth'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'quasi',
    grade: 'L3',
    rule: ['F'],
    coarsen: [{ by: 'bands', max: 12 }, { by: 'year' }],
    domain: { kind: 'dates', lo: '1935-01-01', hi: '2024-12-31' },
    determinedByUnit: true,
    quality: { missing: 0.005 },
  }),
  column('district_code', ['参保区划', 'District of insurance'], {
    type: 'VARCHAR',
    semantic: 'district',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: districts,
    determinedByUnit: true,
  }),
  column('insurance_type', ['险种', 'Kind of insurance'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['职工', '居民'], weights: [6, 4] },
    determinedByUnit: true,
  }),
  column('hospital_code', ['医疗机构编码', 'Hospital'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L2',
    rule: ['F'],
    domain: hospitals,
  }),
  column('hospital_level', ['医疗机构等级', 'Hospital level'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['一级', '二级', '三级'], weights: [40, 25, 35] },
  }),
  column('visit_type', ['就医类别', 'Kind of visit'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['门诊', '门慢', '住院'], weights: [65, 20, 15] },
  }),
  column('dx_code', ['主要诊断编码', 'Main diagnosis (ICD-10)'], {
    type: 'VARCHAR',
    semantic: 'icd10',
    tag: 'sensitive',
    grade: 'L4',
    rule: ['F'],
    coarsen: [{ by: 'prefix', length: 1 }],
    domain: diagnoses,
    quality: { outside: 0.005 },
  }),
  column('settled_on', ['结算日期', 'Settled on'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'quasi',
    grade: 'L3',
    rule: ['F'],
    coarsen: [{ by: 'month' }, { by: 'bands', max: 12 }],
    domain: { kind: 'dates', lo: '2025-01-01', hi: '2025-12-31' },
  }),
  column('total_cny', ['医疗费总额', 'Total cost (CNY)'], {
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L4',
    rule: ['A'],
    domain: cost,
    bounds: { lo: '0', hi: '2000000', step: '0.01' },
  }),
  column('fund_paid_cny', ['基金支付', 'Paid by the fund (CNY)'], {
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L4',
    rule: ['A'],
    domain: cost,
    bounds: { lo: '0', hi: '2000000', step: '0.01' },
  }),
  column('self_paid_cny', ['个人负担', 'Paid by the person (CNY)'], {
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L4',
    rule: ['A'],
    domain: cost,
    bounds: { lo: '0', hi: '2000000', step: '0.01' },
  }),
] as const;

export const medicalSettlement: CatalogEntry = {
  id: entryId('medical_settlement'),
  version: 1,
  title: title('医保结算明细', 'Medical insurance settlements'),
  department: orgId('dept.medical_insurance'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: ['personal_info'],
  updateCycle: 'daily',
  opening: onConditions({ theme: '医疗健康', summary: '参保人员医保结算明细' }),
  tables: [
    {
      name: 'medical_settlement',
      title: title('医保结算明细', 'Medical insurance settlements'),
      columns,
      units: [{ space: idSpace('person'), column: 'person_id' }],
      // More than one settlement a week; those of the very ill beyond that are cut.
      rowsPerUnit: { max: 60, onExcess: 'truncate' },
      primaryKey: ['settlement_id'],
      foreignKeys: [],
      dependencies: [
        { kind: 'sum', total: 'total_cny', parts: ['fund_paid_cny', 'self_paid_cny'] },
        // A delivery.
        {
          kind: 'implies',
          when: { column: 'dx_code', values: ['O80'] },
          then: { column: 'sex', values: ['女'] },
        },
      ],
      quality: { duplicated: 0.003, late: { column: 'settled_on', share: 0.02, days: 15 } },
      volume: 60_000,
    },
  ],
};
