/** Whose rows a table holds: by a column of its own, or by way of other tables. */
import { defaultRowsPerUnit, type CatalogEntry, type RowsPerUnit, type Table, type Unit } from './entry.ts';

/** Everybody may read the rows of this entry as they are. */
export function isPublicEntry({ attribute }: Pick<CatalogEntry, 'attribute'>): boolean {
  return attribute === 'unconditional';
}

/** The units that a column of this very table names. The exact lane and simulation data know these only. */
export function ownUnits(table: Table): readonly Unit[] {
  return table.units.filter((unit) => !unit.via);
}

/** How many rows of one unit the private lane keeps. */
export function rowsPerUnitOf(table: Table): RowsPerUnit {
  return table.rowsPerUnit ?? defaultRowsPerUnit;
}

/** A table that the private lane answers for, and the unit that it protects: the first that the table declares. */
export interface PrivateTable {
  readonly table: Table;
  readonly unit: Unit;
}

/** None for an unconditional entry, whose rows are public, and for one that is about no unit. */
export function privateTables(entry: CatalogEntry): readonly PrivateTable[] {
  if (isPublicEntry(entry)) return [];
  return entry.tables.flatMap((table) => (table.units[0] ? [{ table, unit: table.units[0] }] : []));
}
