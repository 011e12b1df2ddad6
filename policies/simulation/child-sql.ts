/** SQL of what a parent's row knows of the rows of a child: grouped by unit and key, joined to the parent `t`. */
import { unitNumber } from '../catalog/private-form.ts';
import { quoted, quotedText } from '../query/print.ts';
import type { Cells, Summary } from './attribute.ts';
import { placeSql } from './cell-sql.ts';
import type { ModelledTable } from './fit-plan.ts';

/** Where the rows of a table, or those of its units, are read from. */
export function nameSql({ entry, table }: ModelledTable): string {
  return `${quoted(entry)}.main.${quoted(table.replace(/^@/, ''))}`;
}

/** By what the rows of a child are grouped, and the columns of the parent that those are equal to. */
export interface Link {
  readonly child: ModelledTable;
  readonly from: readonly string[];
  readonly to: readonly string[];
}

/** Always the unit. Where that has one row in the parent's table, all of its rows below are that row's, at any depth. */
export function linkOf(parent: ModelledTable, child: ModelledTable): Link {
  const { columns = [], references = [] } = parent.rowsPerUnit === 1 ? {} : (child.parent ?? {});
  return { child, from: [unitNumber, ...columns], to: [unitNumber, ...references] };
}

export interface Aggregate {
  /** SQL of one number over the rows of a child, which is called `v`. */
  readonly place: string;
  readonly where?: string;
}

/** @param as what the join is called */
export function joinSql({ child, from, to }: Link, { place, where, as }: Aggregate & { readonly as: string }): string {
  const by = from.map((column, at) => `${quoted(column)} AS k${at}`);
  const rows = `SELECT ${by.join(', ')}, ${place} AS v FROM ${nameSql(child)} ${where ? `WHERE ${where}` : ''} GROUP BY ALL`;
  const equal = to.map((column, at) => `${as}.k${at} = t.${quoted(column)}`);
  return `LEFT JOIN (${rows}) AS ${as} ON ${equal.join(' AND ')}`;
}

/** The lowest or highest place among the rows that are asked for: that of the lowest or highest cell. */
export function summarySql({ pick, column, where }: Summary, cells: Cells): Aggregate {
  const place = `${pick === 'lowest' ? 'min' : 'max'}(${placeSql(cells, quoted(column))})`;
  if (!where) return { place };
  const value = typeof where.value === 'number' ? where.value : quotedText(where.value);
  return { place, where: `${quoted(where.column)} = ${value}` };
}
