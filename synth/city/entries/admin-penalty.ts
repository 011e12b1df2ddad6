/** T4 行政处罚公示: public by statute, so its rows may be shown; the free text is not, it may name persons. */
import type { CatalogEntry } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { column, title } from './column.ts';
import { openToAll } from './opening.ts';

const columns = [
  column('penalty_no', ['处罚决定书文号', 'Decision number'], {
    type: 'VARCHAR',
    semantic: 'serial',
    tag: 'plain',
    grade: 'L1',
    rule: ['P'],
  }),
  column('uscc', ['统一社会信用代码', 'Unified social credit code'], {
    type: 'VARCHAR',
    semantic: 'uscc',
    tag: 'direct',
    grade: 'L1',
    rule: ['P'],
  }),
  column('authority', ['处罚机关', 'Deciding authority'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['P'],
    domain: {
      kind: 'codes',
      values: ['市场监督管理局', '税务局', '生态环境局', '人力资源和社会保障局', '交通运输局', '应急管理局'],
      weights: [40, 20, 12, 12, 8, 8],
    },
    quality: { outside: 0.01 },
  }),
  column('penalty_type', ['处罚类别', 'Kind of penalty'], {
    type: 'VARCHAR',
    semantic: 'code',
    tag: 'plain',
    grade: 'L1',
    rule: ['P'],
    domain: {
      kind: 'codes',
      values: ['警告', '罚款', '没收违法所得', '责令停产停业', '吊销许可证件'],
      weights: [20, 60, 10, 7, 3],
    },
  }),
  column('fine_cny', ['罚款金额', 'Fine (CNY)'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L1',
    rule: ['P'],
    domain: { kind: 'range', lo: 0, hi: 2_000_000 },
    nullable: true,
    bounds: { lo: '0', hi: '2000000', step: '0.01' },
    quality: { missing: 0.02 },
  }),
  column('decided_on', ['处罚决定日期', 'Decided on'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'plain',
    grade: 'L1',
    rule: ['P'],
    domain: { kind: 'dates', lo: '2023-01-01', hi: '2025-06-30' },
  }),
  column('publish_until', ['公示截止日期', 'Published until'], {
    type: 'DATE',
    semantic: 'date',
    tag: 'plain',
    grade: 'L1',
    rule: ['P'],
    domain: { kind: 'dates', lo: '2026-01-01', hi: '2028-12-31' },
  }),
  column('fact_summary', ['违法事实摘要', 'Summary of the facts'], {
    type: 'VARCHAR',
    semantic: 'text',
    tag: 'free_text',
    grade: 'L2',
    rule: ['X'],
  }),
  column('is_public', ['是否公示', 'Published'], {
    type: 'BOOLEAN',
    semantic: 'flag',
    tag: 'plain',
    grade: 'L1',
    rule: ['F'],
  }),
] as const;

export const adminPenalty: CatalogEntry = {
  id: entryId('admin_penalty'),
  version: 1,
  title: title('行政处罚公示', 'Published administrative penalties'),
  department: orgId('dept.credit'),
  attribute: 'unconditional',
  origin: 'collected',
  secrets: [],
  basis: '《中华人民共和国行政处罚法》第四十八条：具有一定社会影响的行政处罚决定应当依法公开',
  updateCycle: 'daily',
  opening: openToAll({
    theme: '信用',
    summary: '依法公开的行政处罚决定',
    publicity: { basis: 'statute', evidence: '行政处罚法第四十八条' },
  }),
  tables: [
    {
      name: 'admin_penalty',
      title: title('行政处罚公示', 'Published administrative penalties'),
      columns,
      units: [{ space: idSpace('enterprise'), column: 'uscc' }],
      primaryKey: ['penalty_no'],
      foreignKeys: [{ columns: ['uscc'], table: 'ent_registration', references: ['uscc'] }],
      dependencies: [{ kind: 'order', columns: ['decided_on', 'publish_until'] }],
      // Firms registered elsewhere are fined here too.
      quality: { duplicated: 0.005, unmatched: 0.02, late: { column: 'publish_until', share: 0.01, days: 30 } },
      volume: 900,
    },
  ],
};
