/** Catalog entries with sane defaults, for tests. */
import type { CatalogEntry, Column, Table } from '#policies/catalog/entry.ts';
import { entryId, idSpace, orgId } from '#policies/units.ts';
import { onConditions } from '#synth/city/entries/opening.ts';

/** A measure that may be aggregated. */
export function aColumn(change: Partial<Column> = {}): Column {
  return {
    name: 'paid_cny',
    title: { zh: '实缴金额', en: 'paid' },
    type: 'DECIMAL(14,2)',
    semantic: 'amount',
    tag: 'measure',
    grade: 'L3',
    rule: ['A'],
    nullable: false,
    ...change,
  };
}

/** The column that names the unit. */
export function aUnitColumn(change: Partial<Column> = {}): Column {
  const named = { name: 'uscc', type: 'VARCHAR', semantic: 'uscc', tag: 'direct', grade: 'L2', rule: ['J'] } as const;
  return aColumn({ ...named, ...change });
}

/** A protected table of enterprises: uscc (J), district (G), paid_cny (A), secret_name (X). */
export function aTable(change: Partial<Table> = {}): Table {
  const district = { name: 'district', type: 'VARCHAR', semantic: 'district', tag: 'quasi', grade: 'L1' } as const;
  const hidden = { name: 'secret_name', type: 'VARCHAR', semantic: 'company_name', tag: 'direct' } as const;
  return {
    name: 'social_insurance',
    title: { zh: '社保缴费', en: 'social insurance' },
    columns: [
      aUnitColumn(),
      aColumn({ ...district, rule: ['G'] }),
      aColumn(),
      aColumn({ ...hidden, grade: 'L3', rule: ['X'] }),
    ],
    units: [{ space: idSpace('enterprise'), column: 'uscc' }],
    primaryKey: ['uscc'],
    foreignKeys: [],
    volume: 1000,
    ...change,
  };
}

/** A conditional entry of one protected table. */
export function anEntry(change: Partial<CatalogEntry> = {}): CatalogEntry {
  return {
    id: entryId('social_insurance'),
    version: 1,
    title: { zh: '单位社保缴费', en: 'Social insurance of employers' },
    department: orgId('hr_bureau'),
    attribute: 'conditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'monthly',
    opening: onConditions({ theme: '社会保障', summary: 'what employers pay' }),
    tables: [aTable()],
    ...change,
  };
}
