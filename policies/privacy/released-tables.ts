/** Released cells as tables of a catalog: everybody may read them, for their noise is paid. */
import type { CatalogEntry, Column, Table } from '../catalog/entry.ts';
import type { Rel } from '../query/ir.ts';
import { columnName, releasedEntry } from '../query/print.ts';
import { aReleasedColumn, releasedTable as tableOf } from '../query/released-entry.ts';

/** A column that the publication made: units, ranks, codes, quantised numbers. */
export function madeColumn(name: string): Column {
  return { ...aReleasedColumn, name, rule: ['J'] };
}

export const cellsName = (release: number): string => `cells${release}`;

/** The table of release `index`: keys, then statistics, named by the columns of the aggregate that made it. */
export function releasedTable(index: number, { keys, measures }: Extract<Rel, { kind: 'aggregate' }>): Table {
  return tableOf(cellsName(index), [
    ...keys.map(({ id }): Column => ({ ...aReleasedColumn, name: columnName(id), tag: 'plain' })),
    ...measures.map(({ id }): Column => ({ ...aReleasedColumn, name: columnName(id), tag: 'measure' })),
  ]);
}

export function isReleased(entry: CatalogEntry): boolean {
  return entry.id === releasedEntry;
}
