/** T2 单位社保缴费月汇总: one row for each enterprise and month. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { districts, periods } from './domains.ts';
import { onConditions } from './opening.ts';

const columns = [
  column('uscc', ['统一社会信用代码', 'Unified social credit code'], {
    type: 'VARCHAR',
    semantic: 'uscc',
    tag: 'direct',
    grade: 'L2',
    rule: ['J'],
  }),
  column('period', ['费款所属期', 'Contribution month (YYYYMM)'], {
    type: 'INTEGER',
    semantic: 'period',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: periods,
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
  column('insured_count', ['参保人数', 'Insured persons'], {
    type: 'INTEGER',
    semantic: 'count',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 5_000 },
    quality: { missing: 0.005 },
  }),
  column('payable_cny', ['应缴金额', 'Payable (CNY)'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 10_000_000 },
    bounds: { lo: '0', hi: '10000000', step: '0.01' },
  }),
  column('paid_cny', ['实缴金额', 'Paid (CNY)'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 10_000_000 },
    bounds: { lo: '0', hi: '10000000', step: '0.01' },
  }),
  column('arrears_months', ['连续欠缴月数', 'Consecutive months in arrears'], {
    type: 'INTEGER',
    semantic: 'count',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A', 'F'],
    domain: { kind: 'range', lo: 0, hi: 24 },
  }),
  column('late_fee_cny', ['滞纳金', 'Late fee (CNY)'], {
    type: 'DECIMAL(12,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 1_000_000 },
    bounds: { lo: '0', hi: '1000000', step: '0.01' },
  }),
] as const;

export const socialInsurance: CatalogEntry = {
  id: entryId('social_insurance_monthly'),
  version: 1,
  title: title('单位社保缴费月汇总', 'Monthly social insurance contributions of employers'),
  department: orgId('dept.human_resources'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: [],
  updateCycle: 'monthly',
  opening: onConditions({ theme: '社会保障', summary: '用人单位按月缴纳社会保险的汇总' }),
  tables: [
    {
      name: 'social_insurance_monthly',
      title: title('单位社保缴费月汇总', 'Monthly social insurance contributions of employers'),
      columns,
      units: [{ space: idSpace('enterprise'), column: 'uscc' }],
      // The months that the table holds.
      rowsPerUnit: { max: 24, onExcess: 'truncate' },
      primaryKey: ['uscc', 'period'],
      foreignKeys: [{ columns: ['uscc'], table: 'ent_registration', references: ['uscc'] }],
      quality: { duplicated: 0.002, unmatched: 0.003 },
      volume: 120_000,
    },
  ],
};
