/** DuckDB without any of our code: what the vendor's own text would answer. */
import { DuckDBInstance } from '@duckdb/node-api';
import type { Value } from './cells.ts';

export class PlainEngine implements Disposable {
  readonly #close: () => void;
  readonly #rows: (sql: string) => Promise<Value[][]>;

  private constructor(rows: (sql: string) => Promise<Value[][]>, close: () => void) {
    this.#rows = rows;
    this.#close = close;
  }

  /** One thread, so that sums of floating-point numbers are added in one order. */
  static async open(setup: readonly string[] = []): Promise<PlainEngine> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const sql of setup) await connection.run(sql);
    const rows = async (sql: string): Promise<Value[][]> =>
      (await connection.runAndReadAll(sql)).getRowsJson().map((row) => row.map(scalar));
    return new PlainEngine(rows, () => {
      connection.closeSync();
      instance.closeSync();
    });
  }

  /** A view over each file, under the name of its table. */
  static async overParquet(files: Readonly<Record<string, string>>): Promise<PlainEngine> {
    const views = Object.entries(files).map(
      ([name, file]) => `CREATE VIEW ${name} AS SELECT * FROM read_parquet('${file}')`,
    );
    return PlainEngine.open(views);
  }

  rows(sql: string): Promise<Value[][]> {
    return this.#rows(sql);
  }

  [Symbol.dispose](): void {
    this.#close();
  }
}

function scalar(value: unknown): Value {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  throw new Error('a value of the plain engine is not a scalar');
}
