/** Runs one text three times: in the interpreter, in DuckDB as we print it, and in DuckDB as the vendor wrote it. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { decode } from '#policies/query/decode.ts';
import type { ResolvedQuery } from '#policies/query/ir.ts';
import { columnName, printRel } from '#policies/query/print.ts';
import { resolve } from '#policies/query/resolve.ts';
import { printSchema } from '#policies/query/schema-sql.ts';
import { requireTypes } from '#policies/query/types.ts';
import type { Outcome } from '#policies/refusal.ts';
import { catalogOf, type Lane } from './generate/catalog.ts';
import { attachedName, loadTables } from './generate/tables.ts';
import { evaluate, type Tables } from './interpreter/interpret.ts';
import { difference, engineTable, tableOf, untyped, type Table } from './interpreter/same-answer.ts';

export type Verdict =
  | { readonly kind: 'agreed' }
  | { readonly kind: 'refused'; readonly code: string }
  | { readonly kind: 'differs'; readonly from: 'printed SQL' | 'vendor text'; readonly how: string };

export class Judge implements Disposable {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #plain: DuckDBConnection;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, plain: DuckDBConnection) {
    this.#instance = instance;
    this.#connection = connection;
    this.#plain = plain;
  }

  /** One thread, so that a failure is the same failure when it is run again. */
  static async open(): Promise<Judge> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    for (const entry of catalogOf('public')) {
      await connection.run(`ATTACH ':memory:' AS "${entry.id}"`);
      for (const sql of printSchema(entry)) await connection.run(sql);
      for (const { name } of entry.tables) await connection.run(`CREATE VIEW ${name} AS FROM ${attachedName(name)}`);
    }
    // The optimizer may leave out a value that nobody needs, and with it the error that the vendor's text has and ours has not.
    const plain = await instance.connect();
    await plain.run('PRAGMA disable_optimizer');
    return new Judge(instance, connection, plain);
  }

  /** The front without data: the text as the algebra that is judged. */
  async resolve(sql: string, lane: Lane = 'public'): Promise<Outcome<ResolvedQuery>> {
    const reader = await this.#connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql]);
    const tree = reader.getRowsJson()[0]?.[0];
    const syntax = decode(typeof tree === 'string' ? tree : '', sql);
    if (!syntax.ok) return syntax;
    const query = resolve(syntax.value, catalogOf(lane));
    if (!query.ok) return query;
    const typed = requireTypes(query.value.rel);
    return typed.ok ? query : typed;
  }

  async judge(sql: string, tables: Tables, isSorted = false): Promise<Verdict> {
    const query = await this.resolve(sql);
    if (!query.ok) return { kind: 'refused', code: query.refusals[0].code };
    await loadTables(this.#connection, tables, attachedName);
    const ids = query.value.columns.map(({ id }) => id);
    const ours = tableOf(evaluate(query.value.rel, tables), ids);
    const printed = await answer(this.#connection, printRel(query.value.rel), ids.map(columnName));
    const how = typeof printed === 'string' ? printed : difference(ours, printed, isSorted);
    if (how !== undefined) return { kind: 'differs', from: 'printed SQL', how };
    const plain = await answer(this.#plain, sql);
    // Where our text says TRY, the vendor's fails: then there is nothing to compare with.
    const other = typeof plain === 'string' ? undefined : difference(untyped(ours), untyped(plain), isSorted);
    return other === undefined ? { kind: 'agreed' } : { kind: 'differs', from: 'vendor text', how: other };
  }

  [Symbol.dispose](): void {
    this.#connection.closeSync();
    this.#plain.closeSync();
    this.#instance.closeSync();
  }
}

/** The rows, of these columns or of all; or the message of the engine. */
async function answer(connection: DuckDBConnection, sql: string, only?: readonly string[]): Promise<Table | string> {
  try {
    const reader = await connection.runAndReadAll(sql);
    const names = reader.columnNames();
    const places = names.map((_, at) => at);
    const wanted = only?.map((name) => names.indexOf(name)) ?? places;
    return engineTable({
      types: wanted.map((at) => String(reader.columnType(at))),
      rows: reader.getRowsJson().map((row) => wanted.map((at) => row[at])),
    });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
