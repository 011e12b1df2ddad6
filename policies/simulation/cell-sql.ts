/** SQL of the number of the fine cell that a value belongs to. Every value has one, also those that no domain holds. */
import type { Cells } from './attribute.ts';
import { dayNumber } from './calendar.ts';
import { quotedText } from '../query/print.ts';

/** A value in two steps, so that what all comparisons share is computed once: what is compared, and the cell of it. */
export interface CellSql {
  /** An expression over columns of the table. */
  readonly value: string;
  /** From the name of the column that holds the value to the cell. */
  cell(value: string): string;
}

/**
 * @param source SQL of the value: of days a date or moment, or whole days since another
 */
export function cellSql(cells: Cells, source: string): CellSql {
  switch (cells.kind) {
    case 'codes':
      return { value: labelSql(cells.values, source), cell: (value) => placeSql(cells, value) };
    case 'numbers':
      return { value: `CAST(${source} AS DOUBLE)`, cell: searched(cells.none, cells.edges.slice(0, -1)) };
    case 'days':
      return { value: dayNumberSql(source), cell: searched(cells.none, cells.start.map(dayNumber)) };
    case 'hours':
      return { value: `hour(${source})`, cell: (value) => `coalesce(${value}, ${cells.none ? 24 : 0})` };
    case 'count':
      return { value: source, cell: (value) => `least(coalesce(${value}, 0), ${cells.max})` };
  }
}

/** Days since 1970-01-01 of a date or a moment. */
export const dayNumberSql = (source: string): string => `(CAST(${source} AS DATE) - DATE '1970-01-01')`;

/** A code as it is written in the list. Numbers that are stored with decimals are whole or looked up one by one. */
function labelSql(values: readonly (string | number | boolean)[], source: string): string {
  if (!isEachWhole(values)) return typeof values[0] === 'number' ? `CAST(${source} AS DOUBLE)` : source;
  return `CAST(CAST(${source} AS BIGINT) AS VARCHAR)`;
}

const isEachWhole = (values: readonly unknown[]): boolean => values.every((value) => Number.isSafeInteger(value));

/** NULL and what the list does not hold belong to the cell of NULL, or where there is none to the first. */
function placeSql({ values, none }: Extract<Cells, { kind: 'codes' }>, value: string): string {
  const other = none ? values.length : 0;
  if (typeof values[0] === 'number' && !isEachWhole(values)) {
    const cases = values.map((code, at) => `WHEN ${literal(Number(code))} THEN ${at}`);
    return `CASE ${value} ${cases.join(' ')} ELSE ${other} END`;
  }
  const labels = values.map((code) => quotedText(String(code))).join(', ');
  return `coalesce(enum_code(TRY_CAST(CAST(${value} AS VARCHAR) AS ENUM(${labels}))), ${other})`;
}

/** The last of ascending starts that is not above the value; the first for values below all. */
function searched(none: boolean, starts: readonly number[]): (value: string) => string {
  return (value) => {
    const found = search(value, starts, { from: 0, to: starts.length });
    return `CASE WHEN ${value} IS NULL THEN ${none ? starts.length : 0} ELSE ${found} END`;
  };
}

/** A binary search, written out: the cell is in [from, to). */
function search(value: string, starts: readonly number[], { from, to }: { from: number; to: number }): string {
  if (to - from <= 1) return String(from);
  const middle = (from + to) >> 1;
  const below = search(value, starts, { from, to: middle });
  const above = search(value, starts, { from: middle, to });
  return `CASE WHEN ${value} < ${literal(starts[middle] ?? 0)} THEN ${below} ELSE ${above} END`;
}

/** As a double that is not read as a decimal first. */
function literal(value: number): string {
  return Number.isSafeInteger(value) ? String(value) : `CAST(${quotedText(String(value))} AS DOUBLE)`;
}
