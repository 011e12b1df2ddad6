/** What the tables of both entries are made of. */
import type { ColumnRule, SqlType, Table } from '#policies/catalog/entry.ts';

export type Rule = readonly [ColumnRule, ...ColumnRule[]];

export const money: SqlType = 'DECIMAL(15,2)';

/** A table that belongs to nobody, unless `more` says to whom. */
export function aTable(name: string, columns: Table['columns'], more: Partial<Table> & Pick<Table, 'volume'>): Table {
  return { name, title: { zh: name, en: name }, columns, units: [], primaryKey: [], foreignKeys: [], ...more };
}
