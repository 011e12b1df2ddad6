/** Released cells on their way to the post-processing: text in, typed temporary tables there. */
import { accuracyColumns } from '#policies/privacy/accuracy.ts';
import type { PrivateCell } from '#policies/privacy/noise-release.ts';
import type { PrivatePlan, Release, Statistic } from '#policies/privacy/plan-types.ts';
import { cellsName } from '#policies/privacy/released-tables.ts';
import { printOpen } from '#policies/query/post.ts';
import { columnName, quoted } from '#policies/query/print.ts';
import type { CellsInput } from '../query/operations.ts';

/** A table of cells without rows yet. @param keyTypes of the engine, from binding the plan */
export function cellsTable(
  index: number,
  { keys, statistics }: Release,
  keyTypes: readonly string[],
): Omit<CellsInput, 'rows'> {
  return {
    name: cellsName(index),
    columns: [
      ...keys.map(({ id }, at) => ({ name: columnName(id), type: keyTypes[at] ?? 'VARCHAR' })),
      ...statistics.map((statistic) => ({ name: columnName(statistic.measure.id), type: typeOf(statistic) })),
      ...statistics.flatMap(({ measure }) =>
        accuracyColumns(columnName(measure.id)).map((name) => ({ name, type: 'DOUBLE' })),
      ),
    ],
  };
}

/** Counts are whole, sums of whole numbers too; everything else is a floating-point number by now. */
function typeOf({ measure, recipe }: Statistic): string {
  if (recipe.kind !== 'number') return 'DOUBLE';
  return measure.fn === 'count' ? 'BIGINT' : 'DOUBLE';
}

export function cellsRows(cells: readonly PrivateCell[]): CellsInput['rows'] {
  return cells.map(({ keys, values }) => [
    ...keys,
    ...values.map(({ text }) => text),
    ...values.flatMap(({ sigma, low, high }) => [sigma, low, high].map(String)),
  ]);
}

/** For binding: the table as an empty one. */
export function printEmptyCells({ name, columns }: Omit<CellsInput, 'rows'>): string {
  return `CREATE TEMP TABLE ${quoted(name)} (${columns.map((column) => `${quoted(column.name)} ${column.type}`).join(', ')})`;
}

/** What the text does with the cells. */
export function printPostOf({ post, used }: PrivatePlan, maxRows: number): string {
  return printOpen({ kind: 'open', post, used }, maxRows);
}
