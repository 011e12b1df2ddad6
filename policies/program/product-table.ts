/**
 * Mode `tables`: cells that may be shown become columns of numbers, and the numbers that a program wrote become one table of declared
 * columns. A text can only be one that stands in a column of the input.
 *
 * @see programs.md decision 3 (post-processing), §D.5 (strings only from a dictionary)
 */
import type { Scalar } from '../disclosure/cell.ts';
import type { ScriptOf } from './script.ts';

/** A table as a run shows it. */
export interface ShownTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly Scalar[])[];
  readonly hidden: readonly (readonly boolean[])[];
}

/** One column as a program reads it. */
export interface InputColumn {
  readonly name: string;
  /** Of a text column: its different values, in order. */
  readonly levels?: readonly string[];
  readonly numbers: Float64Array;
}

const number = /^(?:U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL.*|FLOAT|DOUBLE|BOOLEAN)$/;

/** Whether a column of this type is numbers for a program; any other is texts. */
export function isNumeric(type: string): boolean {
  return number.test(type);
}

/** For every table, returns its columns in order; what is hidden is what is missing, NaN or place −1, so that nothing of it is told. */
export function inputColumns({ columns, rows, hidden }: ShownTable): readonly InputColumn[] {
  return columns.map(({ name, type }, at) => {
    const values = rows.map((row, place) => (hidden[place]?.[at] === true ? null : (row[at] ?? null)));
    if (isNumeric(type)) return { name, numbers: Float64Array.from(values, numberOf) };
    const levels = [...new Set(values.filter((value) => value !== null).map(String))].sort();
    const places = new Map(levels.map((level, place) => [level, place]));
    return { name, levels, numbers: Float64Array.from(values, (value) => places.get(String(value)) ?? -1) };
  });
}

type TableForm = ScriptOf<'tables'>['table'];

/** The arrays that the program writes: the number of rows, then each column. */
export function tableLayout({
  columns,
  maxRows,
}: TableForm): readonly { readonly name: string; readonly length: number }[] {
  return [{ name: rowsName, length: 1 }, ...columns.map(({ name }) => ({ name, length: maxRows }))];
}

/** No column may have this name. */
export const rowsName = 'rows';

/** The columns of the product, as the analysis tells them before anything runs. */
export function productColumns({ columns }: TableForm) {
  return columns.map(({ kind, name }) =>
    kind === 'number'
      ? ({ name, type: 'DOUBLE', role: 'statistic' } as const)
      : ({ name, type: 'VARCHAR', role: 'key' } as const),
  );
}

/**
 * @param numbers as {@link tableLayout} says
 * @returns the rows; undefined where their number is none of 0 to maxRows. What is not finite, or no place of a text, is null.
 */
export function productRows(
  { columns, maxRows }: TableForm,
  input: readonly InputColumn[],
  numbers: Float64Array,
): readonly (readonly Scalar[])[] | undefined {
  const count = numbers[0] ?? Number.NaN;
  if (!Number.isInteger(count) || count < 0 || count > maxRows) return undefined;
  const levels = new Map(input.map((column) => [column.name, column.levels]));
  return Array.from({ length: count }, (_, row) =>
    columns.map((column, at) => {
      const value = numbers[1 + at * maxRows + row] ?? Number.NaN;
      if (column.kind === 'text') return levels.get(column.from)?.[value] ?? null;
      if (!Number.isFinite(value)) return null;
      return column.digits === undefined ? value + 0 : Number(value.toPrecision(column.digits)) + 0;
    }),
  );
}

function numberOf(value: Scalar): number {
  if (typeof value === 'boolean') return Number(value);
  return value === null || value === '' ? Number.NaN : Number(value);
}
