/** A table in which nothing is hidden. */
import type { ResultTable } from './operations.ts';

export function visibleTable(columns: ResultTable['columns'], rows: ResultTable['rows']): ResultTable {
  return { columns, rows, hidden: rows.map((row) => row.map(() => false)) };
}
