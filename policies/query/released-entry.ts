/** Released cells as a catalog entry: what has been released may be read by everybody. */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import { orgId } from '../units.ts';
import { releasedEntry } from './print.ts';

/** Everything about a column that was made by us, but its name. */
export const aReleasedColumn: Omit<Column, 'name'> = {
  title: { zh: '', en: '' },
  type: 'BIGINT',
  semantic: 'measure',
  tag: 'plain',
  grade: 'L1',
  rule: ['P'],
  nullable: true,
};

/** A table of made columns. */
export function releasedTable(name: string, columns: readonly Column[]): Table {
  return { name, title: aReleasedColumn.title, columns, units: [], primaryKey: [], foreignKeys: [], volume: 0 };
}

export function releasedCatalog(tables: readonly Table[]): CatalogEntry {
  return {
    id: releasedEntry,
    version: 1,
    title: aReleasedColumn.title,
    department: orgId('sluice'),
    attribute: 'unconditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables,
  };
}
