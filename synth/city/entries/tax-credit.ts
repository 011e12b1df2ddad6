/** T3 纳税信用与开票年汇总: one row for each enterprise and year. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { onConditions } from './opening.ts';

const columns = [
  column('uscc', ['统一社会信用代码', 'Unified social credit code'], {
    type: 'VARCHAR',
    semantic: 'uscc',
    tag: 'direct',
    grade: 'L2',
    rule: ['J'],
  }),
  column('tax_year', ['年度', 'Tax year'], {
    type: 'INTEGER',
    semantic: 'year',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: [2022, 2023, 2024] },
  }),
  column('credit_grade', ['纳税信用级别', 'Tax credit grade'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'sensitive',
    grade: 'L2',
    rule: ['G'],
    domain: { kind: 'codes', values: ['A', 'B', 'M', 'C', 'D'], weights: [20, 45, 18, 10, 7] },
    quality: { missing: 0.01 },
  }),
  column('vat_sales_cny', ['增值税销售额', 'VAT sales (CNY)'], {
    type: 'DECIMAL(16,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 10_000_000_000 },
    bounds: { lo: '0', hi: '10000000000', step: '0.01' },
  }),
  column('tax_paid_cny', ['实缴税额', 'Tax paid (CNY)'], {
    type: 'DECIMAL(16,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 1_000_000_000 },
    bounds: { lo: '0', hi: '1000000000', step: '0.01' },
  }),
  column('arrears_cny', ['欠税余额', 'Tax in arrears (CNY)'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 100_000_000 },
    bounds: { lo: '0', hi: '100000000', step: '0.01' },
  }),
  column('invoice_count', ['开票份数', 'Invoices issued'], {
    type: 'INTEGER',
    semantic: 'count',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 1_000_000 },
  }),
  column('top5_customer_share', ['前五大客户开票占比', 'Share of the five largest customers'], {
    type: 'DOUBLE',
    semantic: 'ratio',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 1 },
    nullable: true,
    bounds: { lo: '0', hi: '1', step: '0.0001' },
    quality: { outside: 0.005 },
  }),
] as const;

export const taxCredit: CatalogEntry = {
  id: entryId('tax_credit_annual'),
  version: 1,
  title: title('纳税信用与开票年汇总', 'Annual tax credit and invoicing'),
  department: orgId('dept.tax'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: ['trade_secret'],
  updateCycle: 'yearly',
  opening: onConditions({ theme: '财税金融', summary: '企业年度纳税信用等级与开票汇总' }),
  tables: [
    {
      name: 'tax_credit_annual',
      title: title('纳税信用与开票年汇总', 'Annual tax credit and invoicing'),
      columns,
      units: [{ space: idSpace('enterprise'), column: 'uscc' }],
      // The years that the table holds.
      rowsPerUnit: { max: 3, onExcess: 'truncate' },
      primaryKey: ['uscc', 'tax_year'],
      foreignKeys: [{ columns: ['uscc'], table: 'ent_registration', references: ['uscc'] }],
      quality: { duplicated: 0.001, unmatched: 0.002 },
      volume: 15_000,
    },
  ],
};
