/** DuckDB without any of our code over a file: the truth that private answers are compared with. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Json } from '@duckdb/node-api';

export interface PlainAnswer {
  readonly columns: readonly string[];
  /** Decimals, dates and 64-bit integers as text. */
  readonly rows: readonly (readonly Json[])[];
}

/** What the vendor's own text answers on the database at `path`, which is opened to read only. */
export async function runPlain(path: string, sql: string): Promise<PlainAnswer> {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY', threads: '2' });
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(sql);
    return { columns: reader.columnNames(), rows: reader.getRowsJson() };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
