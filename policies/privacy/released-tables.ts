/** Released cells as tables of a catalog: everybody may read them, for their noise is paid. */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import type { Rel } from '../query/ir.ts';
import { columnName, releasedEntry } from '../query/print.ts';
import { orgId } from '../units.ts';

const aColumn: Omit<Column, 'name'> = {
  title: { zh: '', en: '' },
  type: 'BIGINT',
  semantic: 'measure',
  tag: 'plain',
  grade: 'L1',
  rule: ['P'],
  nullable: true,
};

/** A column that the publication made: units, ranks, codes, quantised numbers. */
export function madeColumn(name: string): Column {
  return { ...aColumn, name, rule: ['J'] };
}

export const cellsName = (release: number): string => `cells${release}`;

/** The table of release `index`: keys, then statistics, named by the columns of the aggregate that made it. */
export function releasedTable(index: number, { keys, measures }: Extract<Rel, { kind: 'aggregate' }>): Table {
  return {
    name: cellsName(index),
    title: aColumn.title,
    columns: [
      ...keys.map(({ id }): Column => ({ ...aColumn, name: columnName(id), tag: 'plain' })),
      ...measures.map(({ id }): Column => ({ ...aColumn, name: columnName(id), tag: 'measure' })),
    ],
    units: [],
    primaryKey: [],
    foreignKeys: [],
    volume: 0,
  };
}

export function isReleased(entry: CatalogEntry): boolean {
  return entry.id === releasedEntry;
}

export function releasedCatalog(tables: readonly Table[]): CatalogEntry {
  return {
    id: releasedEntry,
    version: 1,
    title: aColumn.title,
    department: orgId('sluice'),
    attribute: 'unconditional',
    origin: 'collected',
    secrets: [],
    updateCycle: 'once',
    tables,
  };
}
