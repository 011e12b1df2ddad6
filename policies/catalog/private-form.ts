/**
 * The names in a private file: what the publish step writes for the private lane, and what the lane's SQL reads. No declared name holds
 * `__`, so none of these can be one.
 *
 * @see query-and-privacy.md §3.1 (publish step)
 */
import { boundsOf, gridOf, type Grid } from './bounds.ts';
import type { Column, Table } from './entry.ts';
import { ownUnits } from './units.ts';

/** The number of the row's unit: the same for one unit in all tables and snapshots of its space. */
export const unitNumber = '__u';
/** From 1, the place of the row among those of its unit; a total order that other units do not change. */
export const rowRank = '__rk';

/** A bounded number as whole steps of its grid, NULL where there is none. */
export const quantisedName = (column: string): string => `${column}__q`;
/** A text as its number in the dictionary, NULL where there is none. */
export const codeName = (column: string): string => `${column}__d`;
/** The table that a code is looked up in: `code`, in the order of `value`, and `value`. */
export const dictionaryName = (table: string, column: string): string => `${table}__${column}__dict`;

/** The columns that a private file holds: all but those of rule X. */
export function publishedColumns(table: Table): readonly Column[] {
  return table.columns.filter((column) => !column.rule.includes('X'));
}

/** The grid that a number is quantised to; undefined for a column without sound bounds. */
export function gridFor(column: Column): Grid | undefined {
  const isNumber =
    ['SMALLINT', 'INTEGER', 'BIGINT', 'DOUBLE'].includes(column.type) || column.type.startsWith('DECIMAL');
  const bounds = isNumber ? boundsOf(column) : undefined;
  return bounds && gridOf(bounds);
}

/** Whether the column has a dictionary: texts that may become group keys, but not the names of units. */
export function isCoded(table: Table, column: Column): boolean {
  const isUnit = ownUnits(table).some((unit) => unit.column === column.name);
  return column.type === 'VARCHAR' && !isUnit && (column.rule.includes('P') || column.rule.includes('G'));
}
