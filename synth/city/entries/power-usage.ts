/** T5 用电日冻结量: one row for each enterprise and day; one meter per enterprise. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { districts, industries, powerDays } from './domains.ts';
import { onConditions } from './opening.ts';

const columns = [
  column('meter_no', ['用电户号', 'Meter number'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'direct',
    grade: 'L3',
    rule: ['X'],
  }),
  column('uscc', ['统一社会信用代码', 'Unified social credit code'], {
    type: 'VARCHAR',
    semantic: 'uscc',
    tag: 'direct',
    grade: 'L2',
    rule: ['J'],
  }),
  column('usage_date', ['日期', 'Day'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: powerDays,
  }),
  column('usage_class', ['用电类别', 'Tariff class'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: { kind: 'codes', values: ['大工业', '一般工商业', '居民', '农业'], weights: [22, 70, 4, 4] },
    determinedByUnit: true,
  }),
  column('industry_code', ['行业代码', 'Industry section'], {
    type: 'VARCHAR',
    semantic: 'industry',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: industries,
    determinedByUnit: true,
  }),
  column('district_code', ['区划', 'District'], {
    type: 'VARCHAR',
    semantic: 'district',
    tag: 'quasi',
    grade: 'L1',
    rule: ['G'],
    domain: districts,
    determinedByUnit: true,
  }),
  column('kwh', ['日用电量', 'Energy of the day (kWh)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 1_000_000 },
    bounds: { lo: '0', hi: '1000000', step: '0.01' },
    quality: { missing: 0.004, outside: 0.001 },
  }),
  column('peak_kwh', ['峰段电量', 'Peak energy (kWh)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 500_000 },
    bounds: { lo: '0', hi: '500000', step: '0.01' },
  }),
  column('valley_kwh', ['谷段电量', 'Valley energy (kWh)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 500_000 },
    bounds: { lo: '0', hi: '500000', step: '0.01' },
  }),
  column('max_demand_kw', ['最大需量', 'Maximum demand (kW)'], {
    type: 'DOUBLE',
    semantic: 'measure',
    tag: 'sensitive',
    grade: 'L3',
    rule: ['A'],
    domain: { kind: 'range', lo: 0, hi: 200_000 },
    bounds: { lo: '0', hi: '200000', step: '0.01' },
  }),
] as const;

export const powerUsage: CatalogEntry = {
  id: entryId('power_usage_daily'),
  version: 1,
  title: title('用电日冻结量', 'Daily electricity consumption'),
  department: orgId('dept.power'),
  attribute: 'conditional',
  origin: 'collected',
  secrets: ['trade_secret'],
  updateCycle: 'daily',
  opening: onConditions({ theme: '能源', summary: '企业逐日用电量' }),
  tables: [
    {
      name: 'power_usage_daily',
      title: title('用电日冻结量', 'Daily electricity consumption'),
      columns,
      units: [{ space: idSpace('enterprise'), column: 'uscc' }],
      // The days that the table holds.
      rowsPerUnit: { max: 120, onExcess: 'truncate' },
      primaryKey: ['uscc', 'usage_date'],
      foreignKeys: [{ columns: ['uscc'], table: 'ent_registration', references: ['uscc'] }],
      dependencies: [
        { kind: 'order', columns: ['peak_kwh', 'kwh'] },
        { kind: 'order', columns: ['valley_kwh', 'kwh'] },
      ],
      quality: { duplicated: 0.001, unmatched: 0.002 },
      volume: 600_000,
    },
  ],
};
