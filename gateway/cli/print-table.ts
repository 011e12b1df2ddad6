/** A table on a terminal: numbers to the right, wide characters counted as they are shown, hidden values marked. */
import { suppressionMarker } from '#policies/disclosure/marker.ts';
import type { ResultTable } from '#sandbox/door.ts';
import { styled } from './args.ts';
import { widthOf } from './print-refusal.ts';

export interface TableOptions {
  /** Rows shown. */
  readonly most: number;
  /** The same as it would leave: what is hidden there is marked here. */
  readonly beside?: ResultTable;
  /** `beside` has other values, with noise: it is shown, and not the table. */
  readonly isNoisy?: boolean;
}

export function printTable(table: ResultTable, { most, beside, isNoisy = false }: TableOptions): string {
  const shown = isNoisy && beside ? beside : table;
  const isSame = beside !== undefined && beside.rows.length === table.rows.length;
  const rows = shown.rows.slice(0, most).map((row, at) =>
    row.map((value, column) => {
      const isHidden = (isSame ? beside : shown).hidden[at]?.[column] === true;
      const text = value === null ? '' : String(value);
      return isHidden ? (isNoisy || !isSame ? suppressionMarker : `${text} ${suppressionMarker}`) : text;
    }),
  );
  const lines = printCells([shown.columns.map(({ name }) => name), ...rows], numeric(shown));
  const more = shown.rows.length > most ? [styled('dim', `… ${shown.rows.length} rows; --rows shows more`)] : [];
  const [head = '', ...body] = lines;
  return [styled('dim', head), ...body, ...more].join('\n');
}

function numeric({ columns }: ResultTable): readonly boolean[] {
  return columns.map(({ type }) => /INT|DOUBLE|DECIMAL|FLOAT/.test(type));
}

/** Lines whose columns stand below each other. @param right of each column, whether it ends there */
export function printCells(rows: readonly (readonly string[])[], right: readonly boolean[] = []): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => widthOf(row[column] ?? ''))));
  return rows.map((row) =>
    row
      .map((text, column) => {
        const space = ' '.repeat((widths[column] ?? 0) - widthOf(text));
        return right[column] ? space + text : text + space;
      })
      .join('  ')
      .trimEnd(),
  );
}
