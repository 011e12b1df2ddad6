/** Which columns of a row speak of the same person, firm or place as another one. */
import type { Column } from '#policies/catalog/entry.ts';
import type { Cell, Reader } from '../reader.ts';
import { basisOf } from '../rows.ts';
import type { Expression } from '../scope.ts';

/** A cell, and the number that its value is drawn by. */
export interface Drawing {
  readonly cell: Cell;
  readonly index: Expression;
  /** How many numbers are used. */
  readonly size: number;
}

/**
 * The column that is wanted, and varies with nothing that the drawn one does not vary with: by the same number, or in the same row where each
 * row is drawn by itself. Of several the one whose name begins most alike: `spouse_sex` for `spouse_id`. No column that follows from others
 * by a dependency, for it might follow from this one.
 */
export function nearColumn(
  reader: Reader,
  { cell, index }: Omit<Drawing, 'size'>,
  isWanted: (column: Column) => boolean,
): Column | undefined {
  const { table, row } = cell;
  const { rules } = reader.rulesOf(table);
  const found = table.columns.filter(
    (column) =>
      column !== cell.column &&
      isWanted(column) &&
      !rules.has(column.name) &&
      (index.sql === row.sql || basisOf(reader, { table, column, row }).index.sql === index.sql),
  );
  return found.reduce<Column | undefined>(
    (best, column) => (best !== undefined && alike(best, cell.column) >= alike(column, cell.column) ? best : column),
    undefined,
  );
}

/** The value of another column of the row. */
export function nearValue(reader: Reader, { cell }: Pick<Drawing, 'cell'>, column: Column): Expression {
  return reader.scope.name(reader.valueOf(reader.sourceOf({ ...cell, column })));
}

/** How many characters the two names begin with in common. */
function alike(a: Column, b: Column): number {
  let k = 0;
  while (k < a.name.length && a.name[k] === b.name[k]) k++;
  return k;
}
