/** A product as its receiver sees it, beside the same numbers computed without any rule. */
import { unzipSync } from 'fflate';
import { DuckDBInstance } from '@duckdb/node-api';

/** The data of a bundle, cell by cell; `undefined` where the marker stands. */
export interface Product {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
}

export function productOf(bundle: Uint8Array): Product {
  const files = unzipSync(bundle);
  const name = Object.keys(files).find((file) => file.endsWith('.csv')) ?? '';
  const [head = '', ...lines] = new TextDecoder().decode(files[name]).trimEnd().split('\n');
  const rows = lines.map((line) => line.split(',').map((cell) => (cell === '[c]' ? undefined : cell)));
  return { columns: head.split(','), rows };
}

/** Plain DuckDB over the files as they were published. */
export async function plainly(sql: string): Promise<readonly (readonly string[])[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return reader.getRowsJson().map((row) => row.map(String));
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Rows by their first `keys` columns. */
export function byKey<Cell>(rows: readonly (readonly Cell[])[], keys: number): ReadonlyMap<string, readonly Cell[]> {
  return new Map(rows.map((row) => [row.slice(0, keys).join('|'), row.slice(keys)]));
}
