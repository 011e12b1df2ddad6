/** The statements that read the rows of an exact training as lists of numbers, in the order of their units, which is theirs alone. */
import type { Feature, Target } from '../../privacy/train/training.ts';
import type { ColumnId } from '../../query/ir.ts';
import { columnName, printRel, quotedText } from '../../query/print.ts';
import type { FitPlan } from './plan.ts';

/** Rows in one answer: with 64 columns well below the largest frame. */
export const rowsPerPart = 20_000;

/** Makes `fit_rows`: `n` from 0, the unit `u`, `x1`, `x2`, … and `y`. A category is the place of its value in the code list. */
export function printFitRows({ set, unit, features, target, training }: FitPlan): string {
  const fields = [...training.features, training.target];
  const columns = [...features, target].map(
    (id, at) => `${printNumber(id, fields[at])} AS ${nameOf(at, features.length)}`,
  );
  const rows = `SELECT ${columnName(unit.id)} AS u, ${columns.join(', ')} FROM (${printRel(set.input)})`;
  return `CREATE TEMP TABLE fit_rows AS SELECT row_number() OVER (ORDER BY u) - 1 AS n, * FROM (${rows}) WHERE u IS NOT NULL`;
}

/** Number of rows, and of different units. */
export const printFitSize = 'SELECT CAST(count(*) AS INTEGER), CAST(count(DISTINCT u) AS INTEGER) FROM fit_rows';

/** One row of lists: the features in order, then the target. */
export function printFitPart({ features }: FitPlan, part: number): string {
  const lists = [...features, 0].map((_, at) => `list(${nameOf(at, features.length)} ORDER BY n)`);
  const from = part * rowsPerPart;
  return `SELECT ${lists.join(', ')} FROM fit_rows WHERE n BETWEEN ${from} AND ${from + rowsPerPart - 1}`;
}

function nameOf(at: number, features: number): string {
  return at < features ? `x${at + 1}` : 'y';
}

function printNumber(id: ColumnId, field: Feature | Target | undefined): string {
  const column = columnName(id);
  if (field?.kind !== 'category') return `TRY_CAST(${column} AS DOUBLE)`;
  const values = field.values.map(quotedText).join(', ');
  return `CAST(list_position([${values}], TRY_CAST(${column} AS VARCHAR)) - 1 AS DOUBLE)`;
}
