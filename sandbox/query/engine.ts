/**
 * DuckDB in its locked form: in memory, files attached READ_ONLY before the lock, no external access, no extensions, settings frozen.
 * It executes only SQL that we printed.
 *
 * @see programs.md §B.1
 */
import { DuckDBInstance, type DuckDBConnection, type DuckDBDataChunk, type Json } from '@duckdb/node-api';
import { quoted, quotedText } from '#policies/query/print.ts';
import type { CellsInput, EngineTable, Script } from './operations.ts';

/**
 * What two expressions share, such as a cast that the engine adds, this step computes once, outside of the TRY around each of them: for a row
 * on which it fails, the query would fail.
 */
export const keepInsideTry = "SET disabled_optimizers = 'common_subexpressions'";

export interface EngineLimits {
  readonly memoryLimitMb: number;
  readonly threads: number;
  /** Folder for what does not fit into memory; absent for an engine without file system. */
  readonly temp?: string;
}

/** A database to attach before the lock; without a path an empty one in memory. Read-only, unless it is made here. */
export interface Attachment {
  readonly name: string;
  readonly path?: string;
  readonly create?: boolean;
  readonly ddl?: readonly string[];
}

export class LockedEngine implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
  }

  static async open(limits: EngineLimits, attach: readonly Attachment[] = []): Promise<LockedEngine> {
    const instance = await DuckDBInstance.create(':memory:', {
      autoinstall_known_extensions: 'false',
      autoload_known_extensions: 'false',
      allow_community_extensions: 'false',
      allow_unsigned_extensions: 'false',
      allow_persistent_secrets: 'false',
      memory_limit: `${limits.memoryLimitMb}MB`,
      threads: String(limits.threads),
      temp_directory: limits.temp ?? '',
    });
    const connection = await instance.connect();
    for (const { name, path, create = false, ddl } of attach) {
      const options = path === undefined || create ? '' : ' (READ_ONLY)';
      await connection.run(`ATTACH ${quotedText(path ?? ':memory:')} AS ${quoted(name)}${options}`);
      for (const statement of ddl ?? []) await connection.run(statement);
    }
    await connection.run(keepInsideTry);
    if (limits.temp === undefined) await connection.run(`SET disabled_filesystems = 'LocalFileSystem'`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return new LockedEngine(instance, connection);
  }

  async run({ setup, queries }: Script): Promise<EngineTable[]> {
    for (const sql of setup) await this.#connection.run(sql);
    const tables: EngineTable[] = [];
    for (const sql of queries) tables.push(await this.query(sql));
    return tables;
  }

  async query(sql: string, values: string[] = []): Promise<EngineTable> {
    const reader = await this.#connection.runAndReadAll(sql, values);
    return { types: reader.columnTypes().map(String), rows: reader.getRowsJson().map((row) => row.map(jsonValue)) };
  }

  /** Gives the rows to `take`, chunk by chunk, in their order; the engine is at work on the next one meanwhile. */
  async scan(sql: string, take: (chunk: DuckDBDataChunk) => void): Promise<void> {
    const result = await this.#connection.stream(sql);
    for (let next = result.fetchChunk(); ;) {
      const chunk = await next;
      if (!chunk || chunk.rowCount === 0) return;
      next = result.fetchChunk();
      // Awaited above, unless `take` throws first; then its failure is told, and not this one.
      next.catch(() => undefined);
      take(chunk);
    }
  }

  /** Columns of whole numbers below 2³², read chunk by chunk. */
  async words(sql: string, columns: number): Promise<readonly Uint32Array[]> {
    const chunks: (readonly Uint32Array[])[] = [];
    await this.scan(sql, (chunk) => {
      chunks.push(
        Array.from({ length: columns }, (_, column) => {
          const vector = chunk.getColumnVector(column);
          const values = new Uint32Array(chunk.rowCount);
          for (let at = 0; at < values.length; at += 1) values[at] = Number(vector.getItem(at));
          return values;
        }),
      );
    });
    return Array.from({ length: columns }, (_, column) => joined(chunks.flatMap((chunk) => chunk[column] ?? [])));
  }

  /** Loads rows of text as a table of the given types. */
  async load({ name, columns, rows }: CellsInput): Promise<void> {
    const list = columns.map((column, index) => `CAST(r[${index + 1}] AS ${column.type}) AS ${quoted(column.name)}`);
    const source = 'SELECT unnest(CAST(CAST($1 AS JSON) AS VARCHAR[][])) AS r';
    const sql = `CREATE TEMP TABLE ${quoted(name)} AS SELECT ${list.join(', ')} FROM (${source})`;
    await this.#connection.run(sql, [JSON.stringify(rows)]);
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#instance.closeSync();
  }
}

/** One array after another. */
export function joined(parts: readonly Uint32Array[]): Uint32Array {
  const whole = new Uint32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

type EngineValue = EngineTable['rows'][number][number];

function jsonValue(value: Json): EngineValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'number' || item === null ? item : JSON.stringify(item)));
  return JSON.stringify(value);
}
