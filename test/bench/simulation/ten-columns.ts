/** A table as people would ask for: two identifiers, two names, an address, a phone, a code, a date, an amount, a district. */
import type { CatalogEntry, Column } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { districts } from '#synth/city/entries/domains.ts';
import { column, title } from '#synth/city/entries/column.ts';

const plain = { tag: 'plain', grade: 'L1', rule: ['G'] } as const;
const direct = { tag: 'direct', grade: 'L3', rule: ['X'] } as const;

/** The columns of the table `account`. */
export const tenColumns: readonly Column[] = [
  column('uscc', ['统一社会信用代码', 'Credit code'], { type: 'VARCHAR', semantic: 'uscc', ...direct, rule: ['J'] }),
  column('ent_name', ['企业名称', 'Enterprise'], { type: 'VARCHAR', semantic: 'company_name', ...direct }),
  column('id_no', ['经办人证件号码', 'Identity number'], { type: 'VARCHAR', semantic: 'resident_id', ...direct }),
  column('person', ['经办人', 'Person'], { type: 'VARCHAR', semantic: 'person_name', ...direct }),
  column('phone', ['联系电话', 'Phone'], { type: 'VARCHAR', semantic: 'phone', ...direct }),
  column('address', ['住所', 'Address'], { type: 'VARCHAR', semantic: 'address', ...direct }),
  column('district', ['区划', 'District'], { type: 'VARCHAR', semantic: 'district', ...plain, domain: districts }),
  column('opened_on', ['开户日期', 'Opened on'], {
    type: 'DATE',
    semantic: 'date',
    ...plain,
    domain: { kind: 'dates', lo: '2015-01-01', hi: '2025-12-31' },
  }),
  column('balance', ['余额', 'Balance'], {
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    ...plain,
    domain: { kind: 'range', lo: 0, hi: 5_000_000 },
  }),
  column('state', ['状态', 'State'], {
    type: 'VARCHAR',
    semantic: 'code',
    ...plain,
    domain: { kind: 'codes', values: ['正常', '冻结', '销户', '休眠'], weights: [80, 5, 10, 5] },
  }),
];

/** @param rows how many the table has at scale 1 */
export function accounts(rows: number): CatalogEntry {
  const name = title('账户', 'Accounts');
  return {
    id: entryId('account'),
    version: 1,
    title: name,
    department: orgId('dept.bench'),
    attribute: 'conditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables: [
      {
        name: 'account',
        title: name,
        columns: tenColumns,
        units: [{ space: idSpace('enterprise'), column: 'uscc' }],
        primaryKey: ['uscc'],
        foreignKeys: [],
        volume: rows,
      },
    ],
  };
}
