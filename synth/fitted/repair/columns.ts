/** What the repairs work on: the decoded columns of a table's rows. */
import type { Table } from '#policies/catalog/entry.ts';
import type { DecodedColumn } from '../decoded.ts';

export interface Rows {
  readonly table: Table;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, DecodedColumn>;
  /** The number of each row's unit. */
  readonly unit: Uint32Array;
  readonly seed: number;
}

/** The columns of those names, where the model gave all of them. */
export function columnsNamed({ columns }: Rows, names: readonly string[]): readonly DecodedColumn[] | undefined {
  const found = names.flatMap((name) => columns.get(name) ?? []);
  return found.length === names.length ? found : undefined;
}

export function isMissing(columns: readonly DecodedColumn[], row: number): boolean {
  return columns.some(({ numbers }) => (numbers[row] ?? -1) < 0);
}

/** The values there as one text, the same for the same values. */
export function tupleAt(columns: readonly DecodedColumn[], row: number): string {
  return columns.map(({ numbers }) => numbers[row] ?? -1).join();
}

export function measureAt({ numbering, numbers }: DecodedColumn, row: number): number {
  return numbering.measure(numbers[row] ?? 0);
}
