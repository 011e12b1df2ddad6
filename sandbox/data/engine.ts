/**
 * The DuckDB of one ingest: in memory, spilling into the working folder, with nothing it does not need.
 * Its error texts quote row values, so none leaves this file: a failure keeps only our words for what was being done.
 *
 * @see programs.md §B.1 (settings), §B.3 (error leaks)
 */
import { DuckDBInstance, type DuckDBConnection, type Json } from '@duckdb/node-api';
import { quotedText } from '#policies/query/print.ts';

/** The engine could not do it. Carries no engine text and no cause, on purpose. */
export class EngineFailure extends Error {
  readonly doing: string;
  constructor(doing: string) {
    super(`Cannot ${doing}: the engine failed`);
    this.name = 'EngineFailure';
    this.doing = doing;
  }
}

/** Values as the engine prints them. */
export type Row = readonly (string | null)[];

/** What a caller wants to do, in words that may be shown, and the statement that does it. */
export interface Work {
  readonly doing: string;
  readonly sql: string;
}

const memoryLimit = '2GB';

export class Engine implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  /** @param scratch a folder of ours, for what does not fit into memory */
  static async open(scratch: string): Promise<Engine> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      allow_persistent_secrets: 'false',
      memory_limit: memoryLimit,
      preserve_insertion_order: 'true',
      temp_directory: scratch,
    });
    return new Engine(instance, await instance.connect());
  }

  /** After this no file can be named any more; databases already attached stay. */
  async lock(): Promise<void> {
    await this.run({ doing: 'lock the engine', sql: 'SET enable_external_access = false' });
    await this.run({ doing: 'lock the engine', sql: 'SET lock_configuration = true' });
  }

  async run(work: Work): Promise<void> {
    await guarded(work.doing, () => this.#connection.run(work.sql));
  }

  /** For small results only. */
  async rows(work: Work): Promise<readonly Row[]> {
    const reader = await guarded(work.doing, () => this.#connection.runAndReadAll(work.sql));
    return reader.getRowsJson().map((row) => row.map(print));
  }

  /** The first value of the first row, which must be a count. */
  async count(work: Work): Promise<number> {
    return Number((await this.rows(work))[0]?.[0] ?? 0);
  }

  /** One text column, chunk by chunk, in the order of the statement; the memory needed is one chunk. */
  async *texts(work: Work): AsyncGenerator<string> {
    const result = await guarded(work.doing, () => this.#connection.stream(work.sql));
    for (;;) {
      const chunk = await guarded(work.doing, () => result.fetchChunk());
      if (chunk === null || chunk.rowCount === 0) return;
      for (const value of chunk.getColumnValues(0)) yield String(value);
    }
  }

  /** Whether the text is exactly one statement that the engine can parse. */
  async isOneStatement(sql: string): Promise<boolean> {
    try {
      return (await this.#connection.extractStatements(sql)).count === 1;
    } catch {
      return false;
    }
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

function print(value: Json): string | null {
  return value === null || typeof value === 'string' ? value : JSON.stringify(value);
}

async function guarded<T>(doing: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch {
    throw new EngineFailure(doing);
  }
}

/** A path literal for a table function, which would otherwise read `*`, `?` and `[` as patterns. */
export function quotePath(path: string): string {
  return quotedText(path.replaceAll(/[[*?]/g, (sign) => `[${sign}]`));
}
